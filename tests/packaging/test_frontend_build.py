"""The build hook: the frontend is built when it must be, and a build that fails harms nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest

import hatch_build
from hatch_build import FrontendBuildError, build_frontend, frontend_digest

ROOT = Path(__file__).parents[2]
SHELL_DIGEST = 'root=$1; . "$root/tools/setup.sh"; frontend_sources_digest'


class FakeNpm:
    """Stands in for npm: `ci` makes node_modules, `build` a page that holds the sources' text."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fails_at: str | None = None
        self.page = True

    def __call__(self, sources: Path, *arguments: str) -> None:
        """Do what npm does, as far as the hook sees it."""
        step = "build" if "build" in arguments else arguments[0]
        self.calls.append(step)
        if step == "ci":
            shutil.rmtree(sources / "node_modules", ignore_errors=True)
            (sources / "node_modules").mkdir()
        if step == self.fails_at:
            message = "npm failed"
            raise FrontendBuildError(message)
        if step == "build":
            output = Path(arguments[arguments.index("--outDir") + 1])
            output.mkdir()
            if self.page:
                shutil.copy(sources / "main.ts", output / "index.html")


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    fake = FakeNpm()
    monkeypatch.setattr(hatch_build, "run_npm", fake)
    return fake


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "a checkout"
    (root / "src" / "dunnock").mkdir(parents=True)
    (root / "frontend").mkdir()
    (root / "frontend" / "package.json").write_text("{}")
    (root / "frontend" / "package-lock.json").write_text("{}")
    (root / "frontend" / "main.ts").write_text("first")
    return root


def page(root: Path) -> str:
    return (root / "src" / "dunnock" / "frontend" / "index.html").read_text()


def test_the_frontend_is_built_once_for_the_same_sources(checkout: Path, npm: FakeNpm) -> None:
    assert build_frontend(checkout)
    assert not build_frontend(checkout)
    assert (npm.calls, page(checkout)) == (["ci", "build"], "first")


def test_changed_sources_are_built_again_without_installing_again(checkout: Path, npm: FakeNpm) -> None:
    build_frontend(checkout)
    (checkout / "frontend" / "main.ts").write_text("second")
    assert build_frontend(checkout)
    assert (npm.calls, page(checkout)) == (["ci", "build", "build"], "second")


def test_a_changed_lock_file_installs_again(checkout: Path, npm: FakeNpm) -> None:
    build_frontend(checkout)
    (checkout / "frontend" / "package-lock.json").write_text('{"packages": {}}')
    build_frontend(checkout)
    assert npm.calls == ["ci", "build", "ci", "build"]


def test_a_failed_build_leaves_the_old_frontend_and_is_tried_again(checkout: Path, npm: FakeNpm) -> None:
    build_frontend(checkout)
    (checkout / "frontend" / "main.ts").write_text("second")
    npm.fails_at = "build"
    with pytest.raises(FrontendBuildError):
        build_frontend(checkout)
    assert page(checkout) == "first"
    npm.fails_at = None
    assert build_frontend(checkout)
    assert page(checkout) == "second"


def test_half_installed_packages_are_installed_again(checkout: Path, npm: FakeNpm) -> None:
    npm.fails_at = "ci"
    with pytest.raises(FrontendBuildError):
        build_frontend(checkout)
    assert (checkout / "frontend" / "node_modules").exists()
    npm.fails_at = None
    build_frontend(checkout)
    assert npm.calls == ["ci", "ci", "build"]


def test_a_build_without_a_page_is_refused(checkout: Path, npm: FakeNpm) -> None:
    npm.page = False
    with pytest.raises(FrontendBuildError, match=r"left no index\.html"):
        build_frontend(checkout)
    assert not (checkout / "src" / "dunnock" / "frontend").exists()


def test_sources_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(FrontendBuildError, match=r"holds no package\.json"):
        build_frontend(tmp_path)


def test_a_change_of_name_place_or_content_changes_the_digest(checkout: Path) -> None:
    sources = checkout / "frontend"
    digests = [frontend_digest(sources)]
    (sources / "main.ts").write_text("second")
    digests.append(frontend_digest(sources))
    (sources / "main.ts").rename(sources / "other.ts")
    digests.append(frontend_digest(sources))
    (sources / "lib").mkdir()
    (sources / "other.ts").rename(sources / "lib" / "other.ts")
    digests.append(frontend_digest(sources))
    assert len(set(digests)) == len(digests)


def test_the_shell_computes_the_same_digest(checkout: Path) -> None:
    """If it did not, every start would build the frontend."""
    sources = checkout / "frontend"
    for name in ("a b.ts", "A.ts", "lib/x.ts", "lib-y.ts", "lib.ts", "node_modules/p/index.js", "ä.ts"):
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text(name)
    (checkout / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "setup.sh", checkout / "tools")
    done = subprocess.run(
        ["sh", "-euc", SHELL_DIGEST, "sh", str(checkout)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [frontend_digest(sources)]
    (sources / "node_modules" / "p" / "index.js").write_text("changed")
    assert done.stdout.split() == [frontend_digest(sources)]
