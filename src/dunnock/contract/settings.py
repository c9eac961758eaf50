"""Every setting, its type, its default and what it is for."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ColumnId = Literal["number", "title", "artist", "album", "year", "length", "added", "plays"]
"""A column of the track list; each can be sorted by."""

VALUE_LIMIT = 2 * 1024
"""Bytes of JSON a setting's value may have, so that an event with two of them stays within its limit."""


class Column(BaseModel):
    """One column of the track list, in the order shown. `width` is in CSS pixels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: ColumnId
    width: Annotated[int, Field(ge=40, le=1200)]
    visible: bool


class Sort(BaseModel):
    """What a list is sorted by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: ColumnId
    descending: bool


DEFAULT_COLUMNS = (
    Column(id="number", width=56, visible=True),
    Column(id="title", width=320, visible=True),
    Column(id="artist", width=220, visible=True),
    Column(id="album", width=240, visible=True),
    Column(id="year", width=64, visible=True),
    Column(id="length", width=72, visible=True),
    Column(id="added", width=112, visible=False),
    Column(id="plays", width=64, visible=True),
)


class Settings(BaseModel):
    """All settings with their values. A field's name is the setting's key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: Annotated[
        Literal["system", "light", "dark"],
        Field(description="Colours: the system's choice, always light, or always dark."),
    ] = "system"
    sort_ignores_articles: Annotated[bool, Field(description="Sort “The Hollow Kings” under H.")] = True
    scan_on_start: Annotated[
        bool, Field(description="Look for new and changed files when Dunnock starts.")
    ] = True
    library_columns: Annotated[
        tuple[Column, ...], Field(description="The track list's columns, in order, with their widths.")
    ] = DEFAULT_COLUMNS
    library_sort: Annotated[Sort, Field(description="The order a new window starts with.")] = Sort(
        column="artist", descending=False
    )
    sidebar_width: Annotated[
        int, Field(ge=160, le=480, description="Width of the sidebar in CSS pixels.")
    ] = 220
    queue_open: Annotated[bool, Field(description="Show the queue beside the list.")] = True
    queue_width: Annotated[int, Field(ge=200, le=640, description="Width of the queue in CSS pixels.")] = 320
    volume: Annotated[int, Field(ge=0, le=100, description="Loudness in percent.")] = 80
    muted: Annotated[bool, Field(description="Play without sound.")] = False
    speed: Annotated[float, Field(ge=0.25, le=4, description="How fast to play; 1 is as recorded.")] = 1.0
    replaygain: Annotated[
        Literal["off", "track", "album", "auto"],
        Field(
            description="Play everything about equally loud, by the tags of the track, of its album,"
            " or of the album while the queue plays one in order."
        ),
    ] = "auto"
    replaygain_preamp_db: Annotated[
        float, Field(ge=-15, le=15, description="Decibels to add to what ReplayGain asks for.")
    ] = 0.0
    replaygain_prevent_clipping: Annotated[
        bool, Field(description="Play less loud where ReplayGain would distort.")
    ] = True
    crossfade_ms: Annotated[
        int,
        Field(ge=0, le=12_000, description="Milliseconds for which one track fades into the next; 0 is off."),
    ] = 0
    output_device: Annotated[
        str,
        Field(
            min_length=1, max_length=500, description="What sound comes out of; auto is the system's choice."
        ),
    ] = "auto"
    notifications: Annotated[bool, Field(description="Tell of each new track in a notification.")] = False
    tray_icon: Annotated[
        bool, Field(description="Show an icon with play and pause in the system's tray.")
    ] = True
