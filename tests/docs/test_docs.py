"""The documentation keeps up with the code."""

import re
from pathlib import Path

from dunnock.contract.events import EVENTS

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_map_names_every_part_of_the_backend() -> None:
    source = ROOT / "src/dunnock"
    parts = {
        path.name + ("/" if path.is_dir() else "")
        for path in source.iterdir()
        if (path.is_dir() and list(path.glob("*.py"))) or path.suffix == ".py"
    }
    missing = {part for part in parts - {"__init__.py", "__main__.py"} if f"  {part}" not in ARCHITECTURE}
    assert missing == set()


def test_the_map_names_nothing_that_is_not_there() -> None:
    block = ARCHITECTURE.split("## The map")[1].split("Imports go downwards")[0]
    base, named = ROOT, []
    for line in block.splitlines():
        found = re.match(r"^( {4,8})((?:\S+ ? ?)+?)(?: {3,}.*)?$", line)
        if not found:
            continue
        if len(found[1]) == 4 and line.strip().endswith("/"):
            base = ROOT / line.strip()
            named.append(base)
            continue
        place = ROOT if len(found[1]) == 4 else base
        named += [place / name for name in found[2].split()]
    assert len(named) > 20
    generated = {"generator", "generated"}
    assert [path for path in named if not path.exists() and path.name not in generated] == []


def test_every_file_named_in_a_text_exists() -> None:
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|ts|md|sh|toml|svelte))`", ARCHITECTURE + README)
    bases = (ROOT, ROOT / "src/dunnock", ROOT / "frontend/src")
    assert len(named) > 5
    assert [name for name in named if not any((base / name).exists() for base in bases)] == []


def test_the_architecture_names_every_event() -> None:
    assert [event.NAME for event in EVENTS if f"`{event.NAME}`" not in ARCHITECTURE] == []


def test_the_readme_gives_the_two_commands() -> None:
    for command in ("./run", "./test"):
        assert re.search(rf"^\s*{re.escape(command)}\b", README, re.MULTILINE)
        assert (ROOT / command).exists()


def test_every_picture_in_the_readme_exists() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).exists()] == []
