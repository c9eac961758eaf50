"""Scaled pictures on disk, named by the content of what they were made from: `PictureCache`.

`<folder>/<two digits>/<sha256>-<size>.jpg` (or `.png`). Several threads and processes may use one folder: a file is
moved into place when it is whole, and any of them may delete any file at any time. Nothing here is of value: what
is gone or broken is made again.
"""

import contextlib
import logging
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

LARGEST: Final = 256 * 1024 * 1024
"""Bytes the files of a cache may take together."""

_KEPT_SHARE: Final = 0.9
_TOUCH_SECONDS: Final = 3600.0
_STALE_SECONDS: Final = 3600.0
_SUFFIXES: Final = (".jpg", ".png")
_UNFINISHED: Final = ".part-"


class PictureCache:
    """The files in a folder, which is made when the first is written.

    Args:
        folder: where they lie; nothing else may.
        largest: bytes they may take; the ones used longest ago are deleted when they take more.
    """

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self._folder = folder
        self._largest = largest
        self._lock = threading.Lock()
        self._size: int | None = None
        self._complained = False

    def path(self, picture_id: str, size: int) -> Path | None:
        """Where a picture lies, if it does; this counts as a use."""
        for suffix in _SUFFIXES:
            path = self._place(picture_id, size, suffix)
            try:
                used_at = path.stat().st_mtime
            except OSError:
                continue
            # Once an hour is enough to know what was used last, and saves a write for each look.
            if time.time() - used_at > _TOUCH_SECONDS:
                with contextlib.suppress(OSError):
                    os.utime(path)
            return path
        return None

    def read(self, picture_id: str, size: int) -> bytes | None:
        """The content of a picture, if there is one."""
        path = self.path(picture_id, size)
        try:
            return None if path is None else path.read_bytes()
        except OSError:  # deleted by another process just now
            return None

    def write(self, picture_id: str, size: int, data: bytes, *, is_png: bool) -> None:
        """Keep a picture. If the disk refuses, the log says so: the picture can be shown all the same."""
        path = self._place(picture_id, size, ".png" if is_png else ".jpg")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            if not self._complained:
                _log.warning("Pictures cannot be kept in %s: %s", self._folder, error)
            self._complained = True
            return
        self._grown_by(len(data))

    def drop(self, picture_id: str, size: int) -> None:
        """Delete a picture that turned out to be broken."""
        for suffix in _SUFFIXES:
            with contextlib.suppress(OSError):
                self._place(picture_id, size, suffix).unlink()

    def _place(self, picture_id: str, size: int, suffix: str) -> Path:
        return self._folder / picture_id[:2] / f"{picture_id}-{size}{suffix}"

    def _grown_by(self, size: int) -> None:
        with self._lock:
            if self._size is not None:
                self._size += size
                if self._size <= self._largest:
                    return
            # Counted anew before anything is deleted: other processes write and delete here too.
            self._size = self._tidy()

    def _tidy(self) -> int:
        """Delete what was used longest ago if there is too much, and what was left unfinished; return what is kept."""
        files: list[tuple[float, int, str]] = []
        now = time.time()
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = os.path.join(folder, name)  # noqa: PTH118 - a million strings are cheaper than as many paths
                try:
                    status = os.stat(path)  # noqa: PTH116
                    if name.startswith(_UNFINISHED):
                        # one that is being written now would fail whoever writes it
                        if now - status.st_mtime > _STALE_SECONDS:
                            os.unlink(path)  # noqa: PTH108
                        continue
                except OSError:  # deleted by another process
                    continue
                files.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in files)
        if total <= self._largest:
            return total
        for _, size, path in sorted(files):
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108
            total -= size
            if total <= self._largest * _KEPT_SHARE:
                break
        return total
