"""The command line needs no desktop: neither WebKit nor its bindings are loaded for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from dunnock.cli import main
try:
    main(sys.argv[1:])
finally:
    loaded = {name.partition(".")[0] for name in sys.modules}
    print(sorted(loaded & {"pytauri", "pytauri_wheel", "sqlite3"}), file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["--help", "tracks", "doctor"])
def test_a_command_loads_neither_the_window_nor_a_second_sqlite(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, command],
        env=os.environ | {"DUNNOCK_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"
