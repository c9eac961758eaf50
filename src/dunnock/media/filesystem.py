"""Know the file system under a path, because not every one keeps a file's inode."""

import os
import re
import sys
from pathlib import Path
from typing import Final

_UNSTABLE_INODES: Final = frozenset(
    # FAT and NTFS drivers make inode numbers up at mount time
    {"vfat", "msdos", "fat", "exfat", "ntfs", "ntfs3", "fuseblk"}
    # network file systems: the number is the server's affair, or made up by the client
    | {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "davfs", "ncpfs", "lustre"}
)
_OCTAL_ESCAPE: Final = re.compile(rb"\\([0-7]{3})")
_MOUNTINFO: Final = Path("/proc/self/mountinfo")
_MOUNT_POINT_FIELD: Final = 4


def filesystem_type(path: bytes) -> str | None:
    """Return the type of the file system a path lies on, such as `ext4`.

    The format of `/proc/self/mountinfo` is that of proc_pid_mountinfo(5). None where there is no such file.
    """
    try:
        table = _MOUNTINFO.read_bytes()
    except OSError:
        return None
    real = os.path.realpath(path)
    best = b""
    found: str | None = None
    for line in table.splitlines():
        left, separator, right = line.partition(b" - ")
        fields = left.split(b" ")
        if not separator or len(fields) <= _MOUNT_POINT_FIELD:
            continue
        mount_point = _OCTAL_ESCAPE.sub(lambda match: bytes([int(match[1], 8)]), fields[_MOUNT_POINT_FIELD])
        # of two mounts at one point the later one is on top
        if len(mount_point) >= len(best) and _lies_in(real, mount_point):
            best = mount_point
            found = right.split(b" ")[0].decode("ascii", "replace")
    return found


def _lies_in(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")


def inodes_are_stable(path: bytes) -> bool:
    """Say whether a file below `path` is known again by its device and inode after a rename or a new mount.

    False on FAT, exFAT, NTFS, network and FUSE file systems, and where the type cannot be told.
    """
    if sys.platform == "darwin":
        return True
    kind = filesystem_type(path)
    return kind is not None and kind not in _UNSTABLE_INODES and not kind.startswith("fuse.")
