"""`dunnock doctor`: what is missing on this machine, and how to get it."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from dunnock.cli.parts import Subparsers, add_json_option, one_line, print_json

if TYPE_CHECKING:
    from dunnock.services.doctor import Finding

_SIGNS = {"ok": "ok      ", "warning": "warning ", "failed": "FAILED  "}


def add_parser(commands: Subparsers) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "doctor",
        help="check this machine, and say how to mend what is wrong",
        description="Check the screen, file notification, the disk, the database, the music folders, "
        "WebKitGTK, libmpv and the fonts. Exit code 1 when something Dunnock cannot do without has failed.",
    )
    add_json_option(command, "every check")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the checks, and print each as it is done."""
    from dunnock.app import dunnock_home
    from dunnock.services.doctor import examine

    failed = False
    for finding in examine(dunnock_home() / "dunnock.db"):
        failed = failed or finding.status == "failed"
        if arguments.json:
            print_json(asdict(finding))
        else:
            _print(finding)
    return 1 if failed else 0


def _print(finding: "Finding") -> None:
    print(f"{_SIGNS[finding.status]}{finding.name:<10}{one_line(finding.found)}", flush=True)
    if finding.mend is not None:
        print(f"{'':18}{one_line(finding.mend)}", flush=True)
