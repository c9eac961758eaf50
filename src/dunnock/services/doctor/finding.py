"""The outcome of a check."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: what was found and, unless all is well, how to mend it."""

    name: str
    status: Status
    found: str
    mend: str | None = None
