"""What all replies have in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """The base of all replies and their parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reply(Model):
    """A reply that reads the database: `as_of` is the last change it has seen.

    A window drops a reply older than the one it shows, of the same request; `epoch` tells a restored database from
    the one before.
    """

    as_of: int
    epoch: str


class Done(Model):
    """The act was carried out; what it changed comes as events."""


class Acted(Model):
    """An act was carried out; what it changed comes as events.

    `label` names it as the history does, for the message that offers to undo it, and `act_id` tells it from others of
    the same name; both are null when nothing had to change.
    """

    label: str | None
    act_id: int | None


NOTHING_DONE = Acted(label=None, act_id=None)
"""What an act is that finds everything as it was to be."""
