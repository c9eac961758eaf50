"""What all requests have in common."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

ROWS_LIMIT = 500
"""Rows one request may ask for: more would make a reply slower than a frame."""

IDS_LIMIT = 100_000
"""Ids one request may carry."""

Start = Annotated[int, Field(ge=0)]
RowCount = Annotated[int, Field(ge=1, le=ROWS_LIMIT)]
IdCount = Annotated[int, Field(ge=1, le=IDS_LIMIT)]
Ids = Annotated[list[int], Field(min_length=1, max_length=IDS_LIMIT)]
FewIds = Annotated[list[int], Field(max_length=1000)]
PathText = Annotated[str, Field(min_length=1, max_length=4096)]


class Part(BaseModel):
    """The base of what requests are made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Request(Part):
    """The base of all requests. `NAME` is the command's name; `REPLY` the model it is answered with, or `bytes`."""

    NAME: ClassVar[str]
    REPLY: ClassVar[type[BaseModel] | type[bytes]]


class Brief(Request):
    """A request that waits for nothing but the database. Those that a page makes at once are sent as one message.

    What is asked of playback is brief, too: its thread does not wait for the player, which has one of its own.
    """
