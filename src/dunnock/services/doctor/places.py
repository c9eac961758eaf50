"""Looking at paths that may not be there, or may not be looked at."""

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is something at a path. What may not be looked at counts as not there, and raises nothing."""
    return os.path.exists(path)


def nearest(folder: Path) -> Path:
    """The folder, or the first one above it that is there: where it would be made."""
    return next((each for each in (folder, *folder.parents) if is_there(each)), Path("/"))
