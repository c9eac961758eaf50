"""`dunnock queue`: what will be heard."""

import argparse

from dunnock.cli.items import (
    add_before_option,
    add_entries,
    add_item_arguments,
    number,
    report,
    source_of,
    state_of,
)
from dunnock.cli.parts import (
    Subparsers,
    add_json_option,
    length,
    opened_app,
    print_columns,
    print_json,
    read_in_parts,
    text_argument,
)


def add_parser(commands: Subparsers) -> None:
    """Declare the command and what it can do."""
    command = commands.add_parser(
        "queue", help="list and change the queue", description="List and change the queue."
    )
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True)
    _add_reading(acts)
    _add_changing(acts)
    _add_modes(acts)


def _add_reading(acts: Subparsers) -> None:
    listing = acts.add_parser(
        "list", help="every entry", description="Print the queue in the order in which it will be heard."
    )
    add_json_option(listing, "every entry")
    listing.set_defaults(run=_list)
    state = acts.add_parser(
        "state", help="what is current, and the modes", description="Print what is current, and the modes."
    )
    add_json_option(state, "the state")
    state.set_defaults(run=_state)


def _add_changing(acts: Subparsers) -> None:
    add = acts.add_parser(
        "add", help="add tracks", description="Add tracks at the end, or at another place, of the queue."
    )
    add_item_arguments(add)
    place = add.add_mutually_exclusive_group()
    place.add_argument("--next", action="store_true", help="add after the current entry")
    place.add_argument("--before", type=number, metavar="ENTRY", help="add before this entry")
    remove = acts.add_parser("remove", help="remove entries", description="Remove entries from the queue.")
    add_entries(remove)
    move = acts.add_parser(
        "move", help="move entries", description="Move entries, keeping their order, to the end of the queue."
    )
    add_entries(move)
    add_before_option(move)
    clear = acts.add_parser("clear", help="remove all entries", description="Remove all entries.")
    keep = acts.add_parser(
        "keep-current",
        help="remove all entries but the current one",
        description="Remove all entries but the current one.",
    )
    save = acts.add_parser(
        "save", help="make a playlist of the queue", description="Make a playlist of what is in the queue."
    )
    save.add_argument("name", metavar="NAME", help="the playlist's name")
    runs = ((add, _add), (remove, _remove), (move, _move), (clear, _clear), (keep, _keep), (save, _save))
    for act, run in runs:
        add_json_option(act, "what was done")
        act.set_defaults(run=run)


def _add_modes(acts: Subparsers) -> None:
    shuffle = acts.add_parser(
        "shuffle",
        help="shuffle the entries",
        description="Shuffle the entries, leaving the current one where it is.",
    )
    unshuffle = acts.add_parser(
        "unshuffle", help="undo shuffling", description="Bring back the order from before shuffling."
    )
    repeat = acts.add_parser(
        "repeat", help="choose what follows the end", description="Choose what follows the last entry."
    )
    repeat.add_argument("mode", choices=("off", "all", "one"), metavar="MODE", help="off, all or one")
    stop = acts.add_parser(
        "stop-after-current",
        help="stop when the current entry ends",
        description="Stop, or do not stop, when the current entry ends.",
    )
    stop.add_argument("mode", choices=("on", "off"), metavar="MODE", help="on or off")
    jump = acts.add_parser(
        "jump", help="make an entry the current one", description="Make an entry the current one."
    )
    jump.add_argument("entry", type=number, metavar="ENTRY", help="the entry's number in the list")
    runs = ((shuffle, _shuffle), (unshuffle, _unshuffle), (repeat, _repeat), (stop, _stop), (jump, _jump))
    for act, run in runs:
        add_json_option(act, "what was done" if act in {shuffle, unshuffle} else "the state")
        act.set_defaults(run=run)


def _list(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        current = app.queue.state().current_entry_id
        for row in read_in_parts(lambda *part: app.queue.rows(*part).rows):
            if arguments.json:
                print_json({**row.model_dump(mode="json"), "current": row.entry_id == current})
                continue
            mark = ">" if row.entry_id == current else "played" if row.played else ""
            track = row.track
            print_columns(
                row.entry_id, mark, track.artist, track.title, length(track.duration_ms), state_of(track)
            )
    return 0


def _state(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        state = app.queue.state().model_dump(mode="json", exclude={"as_of", "epoch"})
    if arguments.json:
        print_json(state)
    else:
        for name, value in state.items():
            print_columns(name.replace("_", " "), str(value).lower() if isinstance(value, bool) else value)
    return 0


def _add(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        source = source_of(app, arguments)
        report(arguments, app.queue.add(source, "next" if arguments.next else "end", arguments.before))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.queue.remove(arguments.entries))
    return 0


def _move(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.queue.move(arguments.entries, arguments.before))
    return 0


def _clear(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.queue.clear())
    return 0


def _keep(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.queue.keep_current())
    return 0


def _save(arguments: argparse.Namespace) -> int:
    from dunnock.services.sources import Source

    with opened_app() as app:
        report(arguments, app.playlists.create(text_argument(arguments.name), Source(queue=True)))
    return 0


def _shuffle(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.queue.shuffle(on=True))
    return 0


def _unshuffle(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.queue.shuffle(on=False))
    return 0


def _repeat(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        app.queue.repeat(arguments.mode)
    return _state(arguments) if arguments.json else 0


def _stop(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        app.queue.stop_after_current(on=arguments.mode == "on")
    return _state(arguments) if arguments.json else 0


def _jump(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        app.queue.jump(arguments.entry)
    return _state(arguments) if arguments.json else 0
