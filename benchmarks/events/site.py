"""The page under measurement, built when its sources have changed."""

from pathlib import Path

from hatch_build import frontend_digest, install_packages, run_npm

ROOT = Path(__file__).parents[2]

_STAMP = "built-from.sha256"


def built_page(root: Path = ROOT) -> Path:
    """The folder of the built page, built first where need be.

    Raises:
        FrontendBuildError: it cannot be built.
    """
    sources, folder = root / "frontend", root / "build" / "benchmark-page"
    digest = frontend_digest(sources)
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text("ascii").strip() != digest:
        install_packages(sources)
        options = ["--mode", "bench", "--outDir", str(folder), "--emptyOutDir", "--logLevel", "error"]
        run_npm(sources, "run", "--silent", "build", "--", *options)
        stamp.write_text(digest + "\n", "ascii")
    return folder
