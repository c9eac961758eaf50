"""`./run` and `./test` on machines that lack something, are interrupted, or have all they need.

The scripts are the real ones, in a checkout of their own. What they call that would change the machine or use
a network is a small program in a folder that is all of their PATH.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ("run", "test", ".ci/run", "tools/setup.sh", "tools/lock_requirements.sh")
COPIED = (
    "run",
    "tools/setup.sh",
    "pyproject.toml",
    "hatch_build.py",
    "src/dunnock/__init__.py",
    "requirements",
)
REAL_PROGRAMS = (
    *(
        "cat",
        "chmod",
        "cp",
        "date",
        "dirname",
        "env",
        "find",
        "flock",
        "grep",
        "mkdir",
        "mv",
        "readlink",
        "rm",
    ),
    *("sed", "seq", "sh", "sha256sum", "sleep", "sort", "tail", "tr", "xargs"),
)
SECONDS = 30

PYTHON = """
echo "python $*" >>"$WITNESS"
case "$*" in
*"-m venv "*) for folder; do :; done; mkdir -p "$folder/bin"; cp "$0" "$folder/bin/python" ;;
*"install --require-hashes"*)
    [ ! -e "$MACHINE/pip-is-slow" ] || sleep 1
    [ ! -e "$MACHINE/pip-is-killed" ] || { rm "$MACHINE/pip-is-killed"; kill -9 "$PPID"; }
    [ ! -e "$MACHINE/no-network" ] || exit 1 ;;
*hatch_build.py*)
    mkdir -p "$CHECKOUT/src/dunnock/frontend"
    root=$CHECKOUT sh -euc '. "$root/tools/setup.sh"; frontend_sources_digest' \
        >"$CHECKOUT/src/dunnock/frontend/built-from.sha256" ;;
*"-m dunnock"* | *"-m benchmarks."*) echo "started: $*${PYTHONPATH:+ $PYTHONPATH}" ;;
esac
"""
DPKG = """
echo "dpkg $*" >>"$WITNESS"
[ ! -e "$MACHINE/dpkg-goes-on" ] || {
    rm "$MACHINE/dpkg-goes-on"
    echo "dpkg: error: dpkg database lock was locked by another process with pid 2"
    exit 2
}
"""
APT_GET = """
echo "apt-get $*" >>"$WITNESS"
case "$*" in *" install "*)
    [ ! -e "$MACHINE/apt-is-killed" ] || { rm "$MACHINE/apt-is-killed"; kill -9 "$PPID"; }
    echo "libwebkit2gtk-4.1.so.0 libmpv.so.2" >"$MACHINE/libraries"
esac
"""


class Machine:
    """A checkout, and the programs that it finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "machine"
        self.programs = self.folder / "bin"
        self.checkout = folder / "the checkout"
        self.witness = self.folder / "calls"
        self.programs.mkdir(parents=True)
        for name in COPIED:
            self._copy(name)
        (self.checkout / "frontend").mkdir()
        (self.checkout / "frontend" / "main.ts").write_text("first")
        for name in REAL_PROGRAMS:
            program = shutil.which(name)
            assert program, name
            self.programs.joinpath(name).symlink_to(program)
        self.install("python3", PYTHON)
        self.install("ldconfig", 'cat "$MACHINE/libraries" 2>/dev/null')
        self.install("fc-list", "echo a font")
        self.install("Xvfb", "")
        self.install("id", "echo 1000")
        self.has_libraries()

    def _copy(self, name: str) -> None:
        target = self.checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target)
        else:
            shutil.copy(ROOT / name, target)

    def install(self, name: str, script: str) -> None:
        """Put a program on PATH."""
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def has_libraries(self, *names: str) -> None:
        """Say which libraries the dynamic linker knows; without names all that are needed."""
        known = names or ("libwebkit2gtk-4.1.so.0", "libmpv.so.2")
        (self.folder / "libraries").write_text("\n".join(known))

    def is_root_with_apt(self) -> None:
        """Let packages be installed."""
        self.install("id", "echo 0")
        self.install("apt-get", APT_GET)
        self.install("dpkg", DPKG)

    def has(self, circumstance: str) -> None:
        """Bring about what the programs above look for."""
        (self.folder / circumstance).touch()

    def environment(self) -> dict[str, str]:
        """Return all of the environment: there is no HOME, as for a service."""
        return {
            "PATH": str(self.programs),
            "WITNESS": str(self.witness),
            "MACHINE": str(self.folder),
            "CHECKOUT": str(self.checkout),
        }

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """Start `./run`."""
        return subprocess.Popen(
            [str(self.checkout / "run"), *arguments],
            cwd=self.folder,
            env=self.environment() | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            umask=0o077,
        )

    def run(self, *arguments: str, code: int = 0, **environment: str) -> tuple[str, str]:
        """Run `./run` to its end, expect its exit code, and return what it printed."""
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(timeout=SECONDS)
        assert process.returncode == code, (process.returncode, out, err)
        return out, err

    def calls(self, part: str) -> list[str]:
        """Return the calls that were made, of those with this part."""
        lines = self.witness.read_text().splitlines() if self.witness.exists() else []
        return [line for line in lines if part in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_plain_posix_shell(script: str) -> None:
    subprocess.run([shutil.which("dash") or "sh", "-n", ROOT / script], check=True)
    assert os.access(ROOT / script, os.X_OK) or script == "tools/setup.sh"


def test_the_first_start_sets_up_and_passes_the_arguments_on(machine: Machine) -> None:
    out, err = machine.run("scan", "my music", "--json")
    assert out == "started: -P -m dunnock scan my music --json\n"
    assert err.splitlines() == [
        "dunnock: making the virtual environment .venv",
        "dunnock: installing the Python requirements",
        "dunnock: building the frontend",
        "dunnock: set up",
    ]


def test_a_benchmark_is_set_up_with_what_it_needs_beside_the_program(machine: Machine) -> None:
    out, _ = machine.run("bench", "events", "--short")
    assert out == f"started: -P -m benchmarks.events --short {machine.checkout}\n"
    (installed,) = machine.calls("--require-hashes")
    assert "/requirements/bench.txt" in installed
    machine.run("scan")
    assert len(machine.calls("--require-hashes")) == 1


def test_the_program_is_set_up_without_what_a_benchmark_needs(machine: Machine) -> None:
    machine.run()
    (installed,) = machine.calls("--require-hashes")
    assert "bench.txt" not in installed


def test_a_benchmark_without_a_name_is_wrong_usage(machine: Machine) -> None:
    _, err = machine.run("bench", "../events", code=2)
    assert err == "usage: ./run bench NAME [ARGUMENT...]\n"
    assert machine.calls("") == []


def test_the_second_start_does_nothing_and_says_nothing_within_half_a_second(machine: Machine) -> None:
    machine.run()
    machine.witness.unlink()
    begun = time.monotonic()
    _, err = machine.run()
    assert time.monotonic() - begun < 0.5
    assert (machine.calls(""), err) == (["python -P -m dunnock"], "")


def test_changed_requirements_are_installed_again(machine: Machine) -> None:
    machine.run()
    (machine.checkout / "requirements" / "run.txt").write_text("other")
    machine.run()
    assert len(machine.calls("--require-hashes")) == 2
    assert len(machine.calls("-m venv")) == 1


def test_a_changed_frontend_is_built_again(machine: Machine) -> None:
    machine.run()
    (machine.checkout / "frontend" / "main.ts").write_text("second")
    machine.run()
    assert (len(machine.calls("hatch_build.py")), len(machine.calls("--require-hashes"))) == (2, 1)


def test_a_moved_checkout_gets_a_new_environment(machine: Machine) -> None:
    machine.run()
    machine.checkout = machine.checkout.rename(machine.folder / "elsewhere")
    machine.run()
    assert len(machine.calls("-m venv")) == 2


def test_a_set_up_killed_in_the_middle_is_made_anew(machine: Machine) -> None:
    machine.has("pip-is-killed")
    machine.run(code=-9)
    out, _ = machine.run()
    assert out.startswith("started:")
    assert len(machine.calls("-m venv")) == len(machine.calls("--require-hashes")) == 2


def test_an_update_that_finds_no_network_leaves_what_works(machine: Machine) -> None:
    machine.run()
    before = (machine.checkout / "requirements" / "run.txt").read_text()
    (machine.checkout / "requirements" / "run.txt").write_text("newer")
    machine.has("no-network")
    _, err = machine.run(code=1)
    assert f"that failed; all of it is in {machine.checkout}/build/setup/log" in err
    (machine.checkout / "requirements" / "run.txt").write_text(before)
    assert machine.run()[0].startswith("started:")


def test_two_starts_at_once_set_up_once(machine: Machine) -> None:
    machine.has("pip-is-slow")
    both = [machine.start("one"), machine.start("two")]
    outputs = [process.communicate(timeout=SECONDS) for process in both]
    assert [out for out, _ in outputs] == [f"started: -P -m dunnock {name}\n" for name in ("one", "two")]
    assert len(machine.calls("--require-hashes")) == 1
    assert "another set-up is at work" in outputs[0][1] + outputs[1][1]


def test_a_link_to_the_script_finds_the_checkout(machine: Machine) -> None:
    machine.run()
    link = machine.programs / "dunnock"
    link.symlink_to(machine.checkout / "run")
    done = subprocess.run([link], env=machine.environment(), capture_output=True, text=True, check=True)
    assert done.stdout == "started: -P -m dunnock\n"


@pytest.mark.parametrize(
    ("libraries", "screen", "named"),
    [
        (("libmpv.so.2",), ":0", "libwebkit2gtk-4.1-0"),
        (("libwebkit2gtk-4.1.so.0",), ":0", "libmpv2"),
        (("none",), ":0", "libwebkit2gtk-4.1-0 libmpv2"),
        (("libwebkit2gtk-4.1.so.0", "libmpv.so.2"), "", "xvfb"),
    ],
)
def test_without_rights_the_missing_packages_are_named(
    machine: Machine, libraries: tuple[str, ...], screen: str, named: str
) -> None:
    machine.has_libraries(*libraries)
    (machine.programs / "Xvfb").unlink()
    _, err = machine.run(code=1, DISPLAY=screen)
    assert err.splitlines()[0].endswith(f"are missing (by their names in Debian and Ubuntu): {named}")
    assert machine.calls("venv") == []


def test_as_root_the_missing_packages_are_installed(machine: Machine) -> None:
    machine.is_root_with_apt()
    machine.has_libraries("none")
    machine.install("fc-list", "")
    out, err = machine.run(DISPLAY=":0")
    (call,) = machine.calls("apt-get -q -y")[1:]
    fonts = "fonts-noto-color-emoji fonts-noto-core fonts-wqy-microhei"
    assert call.endswith(f"Install-Recommends=false install {fonts} libmpv2 libwebkit2gtk-4.1-0")
    assert f"installing packages of the system: {fonts} libmpv2 libwebkit2gtk-4.1-0\n" in err
    assert out.startswith("started:")


def test_apt_is_left_alone_when_nothing_is_missing(machine: Machine) -> None:
    machine.is_root_with_apt()
    machine.run()
    assert machine.calls("apt-get") == []


def test_an_installation_of_packages_killed_in_the_middle_is_repaired(machine: Machine) -> None:
    """What apt unpacked but did not configure looks whole to every probe."""
    machine.is_root_with_apt()
    machine.has_libraries("none")
    machine.has("apt-is-killed")
    machine.has("dpkg-goes-on")
    machine.run(code=-9)
    machine.has_libraries()
    out, _ = machine.run()
    assert out.startswith("started:")
    assert machine.calls("dpkg") == ["dpkg --configure -a"] * 2
    assert machine.calls("--fix-broken install")
    assert machine.calls("false install ")[-1].endswith(" install libmpv2 libwebkit2gtk-4.1-0")
    machine.run()
    assert len(machine.calls("dpkg")) == 2


def test_missing_fonts_do_not_keep_the_program_from_starting(machine: Machine) -> None:
    machine.install("fc-list", "")
    out, err = machine.run()
    assert "going on without the fonts fonts-noto-core" in err
    assert out.startswith("started:")


def test_a_python_that_will_not_do_is_named(machine: Machine) -> None:
    machine.install("python3", "case $1 in --version) echo Python 3.10.12 ;; *) exit 1 ;; esac")
    _, err = machine.run(code=1)
    assert err == "dunnock: Python 3.11, 3.12 or 3.13 is needed; this machine has Python 3.10.12\n"


def test_another_python_that_will_do_is_found(machine: Machine) -> None:
    machine.install("python3", "exit 1")
    machine.install("python3.12", PYTHON)
    assert machine.run()[0].startswith("started:")


def test_a_failing_step_shows_its_end_and_names_the_log(machine: Machine) -> None:
    machine.has("no-network")
    _, err = machine.run(code=1)
    assert "    + " in err
    assert (machine.checkout / "build" / "setup" / "log").exists()
    assert err.endswith(f"that failed; all of it is in {machine.checkout}/build/setup/log\n")
