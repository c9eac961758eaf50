"""`dunnock contract`."""

from pathlib import Path

import pytest

from dunnock.contract.generator import FORMATS, OUTPUTS
from tests.cli.conftest import CommandLine


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_printed(dunnock: CommandLine, name: str) -> None:
    assert dunnock.run("contract", "--format", name).out == FORMATS[name]()


def test_typescript_is_the_default(dunnock: CommandLine) -> None:
    assert dunnock.run("contract").out == FORMATS["typescript"]()


def test_all_formats_are_written_to_their_places(dunnock: CommandLine, tmp_path: Path) -> None:
    out = dunnock.run("contract", "--write", tmp_path / "checkout").out
    assert out.splitlines() == [str(tmp_path / "checkout" / output) for output in OUTPUTS.values()]
    for name, output in OUTPUTS.items():
        assert (tmp_path / "checkout" / output).read_text(encoding="utf-8") == FORMATS[name]()


def test_the_contract_needs_no_home(dunnock: CommandLine) -> None:
    dunnock.run("contract")
    assert not dunnock.home.exists()
