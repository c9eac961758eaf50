"""Know the file system under a path, because not every one keeps a file's inode."""

import ctypes
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
_UNSTABLE_MAGIC: Final = {
    0x4D44: "vfat",
    0x2011BAB0: "exfat",
    0x5346544E: "ntfs",
    0x7366746E: "ntfs3",
    0x65735546: "fuseblk",
    0x6969: "nfs",
    0x517B: "smbfs",
    0xFE534D42: "smb3",
    0xFF534D42: "cifs",
    0x01021997: "9p",
    0x5346414F: "afs",
    0x00C36400: "ceph",
    0x0BD00BD0: "lustre",
}
"""What statfs(2) calls those of them that it knows. Source: its manual page, and linux/magic.h."""

_STATFS_SIZE: Final = 512
"""More bytes than `struct statfs` has on any system; its first word is the type."""

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


def _magic(path: bytes) -> str | None:
    """What the file system itself says it is: "unknown" for one that is not of `_UNSTABLE_MAGIC`, None if it is silent.

    In a bare chroot `/proc/self/mountinfo` has no line for the root.
    """
    if sys.platform != "linux":
        return None
    answer = ctypes.create_string_buffer(_STATFS_SIZE)
    if ctypes.CDLL(None).statfs(path, answer) != 0:
        return None
    magic = ctypes.c_ulong.from_buffer(answer).value & 0xFFFFFFFF
    return _UNSTABLE_MAGIC.get(magic, "unknown")


def _lies_in(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")


def inodes_are_stable(path: bytes) -> bool:
    """Say whether a file below `path` is known again by its device and inode after a rename or a new mount.

    False on FAT, exFAT, NTFS, network and FUSE file systems, and where the type cannot be told.
    """
    if sys.platform == "darwin":
        return True
    kind = filesystem_type(path) or _magic(path)
    return kind is not None and kind not in _UNSTABLE_INODES and not kind.startswith("fuse.")
