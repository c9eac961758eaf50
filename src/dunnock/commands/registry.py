"""Which function answers which request, and what becomes of an error on the way."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from dunnock.commands import (
    artwork,
    favorites,
    feed,
    folders,
    history,
    library,
    player,
    playlists,
    queue,
    scan,
    settings,
    windows,
)
from dunnock.commands.context import CommandError, Context
from dunnock.contract import requests
from dunnock.contract.errors import DunnockError, InternalError, InvalidRequestError
from dunnock.contract.models import Reply

_log = logging.getLogger(__name__)

Handler = Callable[[Context, Any], BaseModel | bytes]

_HANDLERS: tuple[tuple[type[requests.Request], Handler], ...] = (
    (requests.FeedSubscribe, feed.subscribe),
    (requests.FeedAck, feed.acknowledge),
    (requests.LibraryOpenView, library.open_view),
    (requests.LibraryRows, library.rows),
    (requests.LibraryLocate, library.locate),
    (requests.LibraryTrackIds, library.track_ids),
    (requests.FoldersList, folders.list_folders),
    (requests.FoldersAdd, folders.add),
    (requests.FoldersPick, folders.pick),
    (requests.FoldersRemove, folders.remove),
    (requests.FoldersConfirmEmpty, folders.confirm_empty),
    (requests.ScanStart, scan.start),
    (requests.ScanCancel, scan.cancel),
    (requests.ScanList, scan.list_jobs),
    (requests.ScanErrorList, scan.list_errors),
    (requests.SettingsList, settings.list_settings),
    (requests.SettingsSet, settings.set_value),
    (requests.SettingsReset, settings.reset),
    (requests.QueueReadState, queue.state),
    (requests.QueueReadRows, queue.rows),
    (requests.QueueLocate, queue.locate),
    (requests.QueueEntryIds, queue.entry_ids),
    (requests.QueueAdd, queue.add),
    (requests.QueueRemove, queue.remove),
    (requests.QueueMove, queue.move),
    (requests.QueueClear, queue.clear),
    (requests.QueueKeepCurrent, queue.keep_current),
    (requests.QueueShuffle, queue.shuffle),
    (requests.QueueRepeat, queue.repeat),
    (requests.QueueStopAfterCurrent, queue.stop_after_current),
    (requests.QueueJump, queue.jump),
    (requests.QueueSaveAsPlaylist, queue.save_as_playlist),
    (requests.FavoritesSet, favorites.set_favorite),
    (requests.PlaylistsList, playlists.list_playlists),
    (requests.PlaylistReadRows, playlists.rows),
    (requests.PlaylistLocate, playlists.locate),
    (requests.PlaylistEntryIds, playlists.entry_ids),
    (requests.PlaylistCreate, playlists.create),
    (requests.PlaylistUpdate, playlists.update),
    (requests.PlaylistDelete, playlists.delete),
    (requests.PlaylistAdd, playlists.add),
    (requests.PlaylistRemove, playlists.remove),
    (requests.PlaylistMove, playlists.move),
    (requests.PlaylistImport, playlists.import_file),
    (requests.PlaylistExport, playlists.export_file),
    (requests.PlaylistPickFile, playlists.pick_file),
    (requests.PlaylistPickTarget, playlists.pick_target),
    (requests.HistoryReadState, history.state),
    (requests.HistoryUndo, history.undo),
    (requests.HistoryRedo, history.redo),
    (requests.PlayerReadState, player.state),
    (requests.PlayerPlay, player.play),
    (requests.PlayerPlaySource, player.play_source),
    (requests.PlayerPause, player.pause),
    (requests.PlayerToggle, player.toggle),
    (requests.PlayerStop, player.stop),
    (requests.PlayerSeek, player.seek),
    (requests.PlayerNext, player.next_entry),
    (requests.PlayerPrevious, player.previous_entry),
    (requests.PlayerSleep, player.sleep),
    (requests.PlayerListDevices, player.list_devices),
    (requests.PlaysList, player.list_plays),
    (requests.WindowOpen, windows.open_another),
    (requests.WindowOpenMini, windows.open_mini),
    (requests.ArtworkRead, artwork.artwork),
    (requests.ArtworkReadImage, artwork.image),
    (requests.LyricsRead, artwork.lyrics),
)

COMMANDS: dict[str, Handler] = {request.NAME: handler for request, handler in _HANDLERS}
"""The function that answers each request, by the request's name."""

_REQUESTS: dict[str, type[requests.Request]] = {request.NAME: request for request, _ in _HANDLERS}

_ACTS = frozenset(
    request.NAME
    for request, _ in _HANDLERS
    if issubclass(request, requests.Brief)
    and not issubclass(request.REPLY, Reply)
    and request is not requests.FeedAck
)

TOGETHER = "together"
"""The name under which a page sends brief requests that it makes at once."""


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    body: str


_TOGETHER: TypeAdapter[list[_Asked]] = TypeAdapter(list[_Asked])


def together(context: Context, body: bytes, answer: Callable[[str], None]) -> None:
    """Answer brief requests one after the other on this thread: a read sees what an act before it did.

    Args:
        context: the window that asks.
        body: JSON, a list of `{"name", "body"}`, where `body` is the text of the request's JSON.
        answer: gets JSON, a list of `{"reply"}` or `{"error"}` in the same order.

    Raises:
        CommandError: the body is not of that form.
    """
    try:
        asked = _TOGETHER.validate_json(body)
    except ValidationError as error:
        raise CommandError(_malformed(TOGETHER, error).reply().model_dump_json()) from error
    acts = any(each.name in _ACTS for each in asked)
    with context.app.feed.held() if acts else nullcontext():
        replies = [_part(context, each.name, each.body.encode()) for each in asked]
        if acts:
            context.rest()
        answer(f"[{','.join(replies)}]")


def _part(context: Context, name: str, body: bytes) -> str:
    request = _REQUESTS.get(name)
    if request is not None and not issubclass(request, requests.Brief):
        refusal = InvalidRequestError(f"“{name}” cannot be asked for with others.", "Ask for it alone.")
        return f'{{"error":{refusal.reply().model_dump_json()}}}'
    try:
        reply = dispatch(context, name, body)
    except CommandError as error:
        return f'{{"error":{error.reply}}}'
    assert isinstance(reply, str)  # noqa: S101 - only pictures are not, and those are not brief
    return f'{{"reply":{reply}}}'


def dispatch(context: Context, name: str, body: bytes) -> str | bytes:
    """Answer one request, on this thread.

    Args:
        context: the window that asks.
        name: the request's name.
        body: the request's fields as JSON.

    Returns:
        The reply as JSON; bytes, which reach the page as an ArrayBuffer, where the request is answered with a file.

    Raises:
        CommandError: with an `ErrorReply`, whatever went wrong: no other exception leaves.
    """
    try:
        request = _parse(name, body)
        reply = COMMANDS[name](context, request)
        return reply if isinstance(reply, bytes) else reply.model_dump_json()
    except DunnockError as error:
        raise CommandError(error.reply().model_dump_json()) from error
    except Exception as error:
        _log.exception("the request %s failed", name)
        fault = InternalError(
            f"Dunnock could not carry out “{name}”: {type(error).__name__}.",
            "This is a fault in Dunnock. The log in its folder has the details.",
        )
        raise CommandError(fault.reply().model_dump_json()) from error


def _parse(name: str, body: bytes) -> requests.Request:
    model = _REQUESTS.get(name)
    if model is None:
        raise InvalidRequestError(
            f"There is no request called “{name}”.",
            "The window and Dunnock are of different versions: start Dunnock again.",
        )
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise _malformed(name, error) from error


def _malformed(name: str, error: ValidationError) -> InvalidRequestError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    where = f"The field “{field}” of “{name}”" if field else f"The request “{name}”"
    return InvalidRequestError(
        f"{where} is not of the right form: {first['msg']}.", "Correct it and try again."
    )
