"""Every error a person can be told, with its code on the wire.

- `DunnockError`
    - `InvalidRequestError`: the request's fields are not of the declared form
    - `NotFoundError`: what was named does not exist (any more)
    - `ViewGoneError`: the view was closed or belongs to an earlier database; open it again
    - `FolderError`: a music folder cannot be added or used
    - `SettingError`: a setting's key or value is not allowed
    - `PlaylistError`: a playlist file cannot be read or written
    - `PlayerError`: nothing can be played here
    - `DatabaseBusyError`: another program held the database for too long
    - `DatabaseUnusableError`: the database is damaged, too new, or cannot be written
    - `InternalError`: a fault of ours; the log has the details
"""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

ErrorCode = Literal[
    "invalid_request",
    "not_found",
    "view_gone",
    "folder",
    "setting",
    "playlist",
    "player",
    "database_busy",
    "database_unusable",
    "internal",
]


class ErrorReply(BaseModel):
    """What a failed request is answered with: `message` says what is wrong, `hint` what to do about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: ErrorCode
    message: str
    hint: str


class DunnockError(Exception):
    """An error with words for the person: what is wrong, and what to do."""

    CODE: ClassVar[ErrorCode] = "internal"

    def __init__(self, message: str, hint: str) -> None:
        """Keep both sentences apart, so that a window can set them apart too."""
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint

    def reply(self) -> ErrorReply:
        """The error as it crosses to the window."""
        return ErrorReply(code=self.CODE, message=self.message, hint=self.hint)


class InvalidRequestError(DunnockError):
    """The request's fields are not of the declared form."""

    CODE = "invalid_request"


class NotFoundError(DunnockError):
    """What was named does not exist (any more)."""

    CODE = "not_found"


class ViewGoneError(DunnockError):
    """The view was closed, or belongs to an earlier database."""

    CODE = "view_gone"


class FolderError(DunnockError):
    """A music folder cannot be added or used."""

    CODE = "folder"


class SettingError(DunnockError):
    """A setting's key or value is not allowed."""

    CODE = "setting"


class PlaylistError(DunnockError):
    """A playlist file cannot be read or written."""

    CODE = "playlist"


class PlayerError(DunnockError):
    """Nothing can be played here: what makes the sound is missing, or too old."""

    CODE = "player"


class DatabaseBusyError(DunnockError):
    """Another program held the database for longer than a write waits."""

    CODE = "database_busy"


class DatabaseUnusableError(DunnockError):
    """The database is damaged, of a newer version, or cannot be written."""

    CODE = "database_unusable"


class InternalError(DunnockError):
    """A fault of the program itself."""

    CODE = "internal"


ERRORS: tuple[type[DunnockError], ...] = (
    InvalidRequestError,
    NotFoundError,
    ViewGoneError,
    FolderError,
    SettingError,
    PlaylistError,
    PlayerError,
    DatabaseBusyError,
    DatabaseUnusableError,
    InternalError,
)
