"""`dunnock contract`: the contract in other languages."""

import argparse
import sys
from pathlib import Path

from dunnock.cli.parts import Subparsers


def add_parser(commands: Subparsers) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "contract",
        help="print the events and requests as TypeScript, JSON Schema or Rust",
        description="Print what crosses between the program and its window, made from its one declaration.",
    )
    target = command.add_mutually_exclusive_group()
    target.add_argument(
        "--format",
        choices=("typescript", "json-schema", "rust"),
        default="typescript",
        help="the language (default: typescript)",
    )
    target.add_argument(
        "--write",
        metavar="CHECKOUT",
        type=Path,
        help="write every language's file to its place in a checkout of the source",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one format, or write all."""
    from dunnock.contract.generator import FORMATS, OUTPUTS

    if arguments.write is None:
        sys.stdout.write(FORMATS[arguments.format]())
        return 0
    for name, output in OUTPUTS.items():
        path = arguments.write / output
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FORMATS[name](), encoding="utf-8")
        print(path)
    return 0
