"""Which function answers which request, and what becomes of an error on the way."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from pydantic import BaseModel, ValidationError

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
from dunnock.contract.models import Picked, PlaylistExported, PlaylistImported, Reply

_log = logging.getLogger(__name__)

Handler = Callable[[Context, Any], Awaitable[BaseModel | bytes]]

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

_SEEN_BY_READS = frozenset(
    request.NAME
    for request, _ in _HANDLERS
    if request.NAME.startswith(("favorites_", "history_", "playlist_", "queue_", "settings_"))
    and not issubclass(request.REPLY, Reply | Picked | PlaylistImported | PlaylistExported)
)
"""Acts that are done in a moment: a read that a window asks for after one of them sees what it did."""


def _turn(context: Context, request: requests.Request) -> AbstractAsyncContextManager[None]:
    if request.NAME in _SEEN_BY_READS:
        return context.turns.act()
    return context.turns.read() if issubclass(request.REPLY, Reply) else nullcontext()


async def dispatch(context: Context, name: str, body: bytes) -> str | bytes:
    """Answer one request.

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
        async with _turn(context, request):
            reply = await COMMANDS[name](context, request)
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
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"The field “{field}” of “{name}”" if field else f"The request “{name}”"
        raise InvalidRequestError(
            f"{where} is not of the right form: {first['msg']}.",
            "Correct it and try again.",
        ) from error
