"""The log of a running window: everything in a file of the home, warnings on standard error too."""

import contextlib
import logging
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FILE_BYTES = 1_000_000
_OLD_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


@contextlib.contextmanager
def log_to(home: Path) -> Iterator[None]:
    """Keep the log in `logs/dunnock.log` of a home. Where that cannot be written there is standard error alone."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setLevel(logging.WARNING)
    stream.setFormatter(logging.Formatter("dunnock: %(message)s"))
    handlers: list[logging.Handler] = [stream]
    with contextlib.suppress(OSError):
        (home / "logs").mkdir(exist_ok=True)
        path = home / "logs" / "dunnock.log"
        file = RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_OLD_FILES, encoding="utf-8")
        file.setFormatter(logging.Formatter(_FORMAT))
        handlers.append(file)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
