"""The locked requirements are what pyproject.toml asks for, and nothing but names, versions and hashes."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.!+]+)(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^ {4}--hash=sha256:[0-9a-f]{64}( \\)?$")
COMMENT = re.compile(r"^ {4}# +(via|-c|[\w.-]+$|dunnock \(pyproject\.toml(:\w+)?\)$).*")


def pins(lock: Path) -> dict[str, Version]:
    """Read the versions of one file by their canonical names."""
    matches = filter(None, map(PIN.match, lock.read_text(encoding="utf-8").splitlines()))
    return {canonicalize_name(match["name"]): Version(match["version"]) for match in matches}


def asked_for() -> dict[str, list[Requirement]]:
    """Read what pyproject.toml asks for, by the file that holds it to versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    return {
        "run.txt": [Requirement(line) for line in project["project"]["dependencies"]],
        "build.txt": [Requirement(line) for line in groups["build"] + project["build-system"]["requires"]],
        "bench.txt": [Requirement(line) for line in groups["bench"]],
        "test.txt": [Requirement(line) for line in groups["test"] if isinstance(line, str)],
    }


def test_there_is_a_lock_for_running_building_measuring_and_testing() -> None:
    assert {lock.name for lock in LOCKS} == asked_for().keys()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_locked_versions_are_what_the_project_asks_for(lock: Path) -> None:
    locked = pins(lock)
    wanted = asked_for()[lock.name]
    assert wanted
    absent = [str(one) for one in wanted if canonicalize_name(one.name) not in locked]
    assert absent == [], "run tools/lock_requirements.sh"
    unmet = [str(one) for one in wanted if locked[canonicalize_name(one.name)] not in one.specifier]
    assert unmet == [], "run tools/lock_requirements.sh"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_pins_hashes_and_comments_alone(lock: Path) -> None:
    """An address or an option would send a machine elsewhere than its own configuration says."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    strange = [line for line in lines if not any(kind.match(line) for kind in (PIN, HASH, COMMENT))]
    assert strange == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    followers = [after for line, after in pairwise(lines) if PIN.match(line)]
    assert len(followers) == len(pins(lock)) > 0
    assert all(HASH.match(line) for line in followers)


def test_the_locks_agree_so_that_all_can_be_installed_together() -> None:
    versions: dict[str, set[Version]] = {}
    for lock in LOCKS:
        for name, version in pins(lock).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
