"""What `pip install .` installs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from dunnock.desktop.integration.mpris_root import DESKTOP_ENTRY, IDENTITY, MIME_TYPES
from hatch_build import build_frontend

ROOT = Path(__file__).parents[2]
SERVER = re.compile(rb"websocket|uvicorn|[\"'`/]/ws\b", re.IGNORECASE)
"""What only a program with a server holds, or one that talks to a server."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel, with what is installed here and without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", folder, ROOT], check=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution and unpack it."""
    folder = tmp_path_factory.mktemp("sdist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder], cwd=ROOT, check=True
    )
    (built,) = folder.glob("*.tar.gz")
    # not by tarfile: Python 3.11.2 does not know the filter that later versions warn about when it is not given
    subprocess.run(["tar", "-xzf", built, "-C", folder], check=True)
    return folder / built.name.removesuffix(".tar.gz")


def test_the_wheel_holds_the_built_frontend(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    page = wheel.read("dunnock/frontend/index.html").decode()
    linked = re.findall(r'(?:src|href)="/?([^"]+\.(?:js|css))"', page)
    assert linked
    assert {f"dunnock/frontend/{name}" for name in linked} <= names


def test_the_wheel_holds_the_demo_collection(wheel: zipfile.ZipFile) -> None:
    shipped = {str(path.relative_to(ROOT)) for path in (ROOT / "demo").rglob("*") if path.is_file()}
    assert shipped
    assert {f"dunnock/{name}" for name in shipped} <= set(wheel.namelist())


def test_the_wheel_holds_the_licence(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("/LICENSE"))
    assert wheel.read(name) == (ROOT / "LICENSE").read_bytes()
    assert b"License-Expression: GPL-3.0-or-later" in wheel.read(f"{name.partition('/')[0]}/METADATA")


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    package = {
        str(path.relative_to(ROOT / "src"))
        for path in (ROOT / "src" / "dunnock").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name and ".data/" not in name}
    assert {name for name in packed if not name.startswith("dunnock/demo/")} == package


def test_the_wheel_tells_desktops_of_the_program(wheel: zipfile.ZipFile) -> None:
    data = {
        name.partition(".data/data/share/")[2]: wheel.read(name)
        for name in wheel.namelist()
        if ".data/" in name
    }
    assert set(data) == {f"applications/{DESKTOP_ENTRY}.desktop", "icons/hicolor/256x256/apps/dunnock.png"}
    head, *lines = data[f"applications/{DESKTOP_ENTRY}.desktop"].decode().splitlines()
    assert head == "[Desktop Entry]"
    described = dict(line.split("=", 1) for line in lines)
    assert (described["Name"], described["Exec"], described["Icon"]) == (IDENTITY, "dunnock %F", "dunnock")
    assert tuple(described["MimeType"].removesuffix(";").split(";")) == MIME_TYPES


def test_the_wheel_starts_the_command_line(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("/entry_points.txt"))
    assert wheel.read(name).decode().split() == ["[console_scripts]", "dunnock", "=", "dunnock.cli:main"]


def test_the_wheel_holds_no_server(wheel: zipfile.ZipFile) -> None:
    found = {
        name: match[0]
        for name in wheel.namelist()
        if ".dist-info/" not in name and (match := SERVER.search(wheel.read(name)))
    }
    assert found == {}


def test_the_wheel_holds_nothing_of_the_benchmark_and_asks_for_none_of_what_it_needs(
    wheel: zipfile.ZipFile,
) -> None:
    assert [name for name in wheel.namelist() if re.search(r"bench|baseline", name)] == []
    (metadata,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    asked = re.findall(r"^Requires-Dist: ([\w-]+)", wheel.read(metadata).decode(), re.MULTILINE)
    assert asked
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    compared_with = {re.split(r"[^\w-]", line)[0] for line in groups["bench"]}
    assert compared_with & set(asked) == set()


def test_the_sdist_brings_the_frontend_built_and_current(sdist: Path) -> None:
    assert (sdist / "src" / "dunnock" / "frontend" / "index.html").is_file()
    assert not build_frontend(sdist)
