"""`dunnock doctor`: each check finds the very thing it looks for, broken."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.services.doctor import Finding
from dunnock.services.doctor.library import check_database
from dunnock.services.doctor.system import check_screen, check_space, check_watches
from tests.cli.conftest import CommandLine

NAMES = ["screen", "watches", "space", "database", "webkit", "mpv", "fonts"]


def examined(dunnock: CommandLine, **environment: str) -> tuple[int, dict[str, Finding]]:
    """The exit code, and what was found under each name."""
    process = dunnock.start("doctor", "--json", environment=environment)
    out, err = process.communicate(timeout=50)
    assert err == ""
    findings = [Finding(**json.loads(line)) for line in out.splitlines()]
    for finding in findings:
        assert finding.status in {"ok", "warning", "failed"}
        assert (finding.mend is None) == (finding.status == "ok")
    return process.returncode, {finding.name: finding for finding in findings}


@pytest.fixture
def virtual_screen() -> Iterator[str]:
    """The name of an X display that lives as long as the test."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "320x200x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        display = f":{number.readline().strip()}"
    yield display
    server.terminate()
    server.wait(timeout=10)


def test_each_check_is_made_and_a_sound_machine_passes(dunnock: CommandLine, virtual_screen: str) -> None:
    dunnock.run("settings", "list")
    code, findings = examined(dunnock, DISPLAY=virtual_screen, WAYLAND_DISPLAY="")
    assert list(findings) == NAMES
    assert [name for name, finding in findings.items() if finding.status == "failed"] == []
    assert code == 0
    assert virtual_screen in findings["screen"].found
    assert findings["webkit"].found.startswith("WebKitGTK 2.")
    assert findings["mpv"].found.startswith("libmpv")
    assert "dunnock.db" in findings["database"].found


def test_a_person_reads_what_to_do_below_what_is_wrong(dunnock: CommandLine) -> None:
    process = dunnock.start("doctor", environment={"DISPLAY": ":98765", "WAYLAND_DISPLAY": ""})
    lines = process.communicate(timeout=50)[0].splitlines()
    assert process.returncode == 1
    place = next(place for place, line in enumerate(lines) if line.startswith("FAILED  screen"))
    assert "does not answer" in lines[place]
    assert lines[place + 1].startswith(" " * 18 + "Start Dunnock")


@pytest.mark.parametrize(
    ("name", "library", "package"),
    [("webkit", "libwebkit2gtk-4.1.so.0", "libwebkit2gtk-4.1-0"), ("mpv", "libmpv.so.2", "libmpv2")],
)
def test_a_library_that_cannot_be_loaded_is_found(
    dunnock: CommandLine, tmp_path: Path, name: str, library: str, package: str
) -> None:
    # the loader takes the first file of that name, and this one is no library
    (tmp_path / library).write_bytes(b"not a library")
    code, findings = examined(dunnock, LD_LIBRARY_PATH=str(tmp_path))
    assert code == 1
    assert findings[name].status == "failed"
    assert library in findings[name].found
    assert f"apt install {package}" in (findings[name].mend or "")


def test_a_library_that_kills_its_process_is_found(dunnock: CommandLine, tmp_path: Path) -> None:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("a library that crashes cannot be made here: there is no C compiler")
    (tmp_path / "crash.c").write_text(
        "#include <stdlib.h>\n__attribute__((constructor)) static void crash(void) { abort(); }\n"
    )
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", tmp_path / "libmpv.so.2", tmp_path / "crash.c"],
        check=True,
        timeout=50,
    )
    code, findings = examined(dunnock, LD_LIBRARY_PATH=str(tmp_path))
    assert (code, findings["mpv"].status, findings["webkit"].status) == (1, "failed", "ok")


def test_missing_fonts_are_a_warning(dunnock: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig></fontconfig>")
    _, findings = examined(dunnock, FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert findings["fonts"].status == "warning"
    assert "Japanese or Arabic or emoji" in findings["fonts"].found
    assert "fonts-wqy-microhei" in (findings["fonts"].mend or "")


def test_missing_fontconfig_is_a_warning(dunnock: CommandLine, tmp_path: Path) -> None:
    _, findings = examined(dunnock, PATH=str(tmp_path))
    assert findings["fonts"].status == "warning"
    assert "fc-list" in findings["fonts"].found


def test_no_screen_and_no_virtual_one_is_a_failure(tmp_path: Path) -> None:
    finding = check_screen({"PATH": str(tmp_path)})
    assert finding.status == "failed"
    assert "apt install xvfb" in (finding.mend or "")
    (tmp_path / "Xvfb").touch(mode=0o755)
    assert check_screen({"PATH": str(tmp_path)}).status == "ok"


def test_a_dead_display_is_a_failure_and_a_living_one_is_not(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert check_screen(environment).status == "failed"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        assert check_screen(environment).status == "failed"
        server.listen()
        assert check_screen(environment).status == "ok"
    assert check_screen(environment).status == "failed"


@pytest.mark.parametrize(("free", "status"), [(5, "failed"), (50, "warning"), (5000, "ok")])
def test_little_space_is_a_warning_and_hardly_any_a_failure(tmp_path: Path, free: int, status: str) -> None:
    finding = check_space(tmp_path / "not/yet/made", lambda _: free * 2**20)
    assert finding.status == status
    assert f"{free:,} MiB free at {tmp_path}" in finding.found


def test_the_space_is_that_of_the_database_s_disk(tmp_path: Path) -> None:
    asked: list[Path] = []

    def free(path: Path) -> int:
        asked.append(path)
        return 2**40

    check_space(tmp_path / "home", free)
    assert asked == [tmp_path]


def test_few_watches_are_a_warning(tmp_path: Path) -> None:
    (tmp_path / "max_user_instances").write_text("128\n")
    (tmp_path / "max_user_watches").write_text("4096\n")
    finding = check_watches(tmp_path)
    assert finding.status == "warning"
    assert "4,096" in finding.found
    assert "fs.inotify.max_user_watches" in (finding.mend or "")
    (tmp_path / "max_user_watches").write_text("524288\n")
    assert check_watches(tmp_path).status == "ok"


def test_unreadable_limits_are_a_warning(tmp_path: Path) -> None:
    assert check_watches(tmp_path).status == "warning"


def test_a_used_up_limit_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    import inotify_simple

    def refuse() -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(inotify_simple, "INotify", refuse)
    finding = check_watches()
    assert finding.status == "warning"
    assert "Too many open files" in finding.found


@pytest.mark.parametrize("harm", ["one page", "overwritten", "header", "cut", "text"])
def test_a_damaged_database_is_a_failure(dunnock: CommandLine, music: Path, harm: str) -> None:
    dunnock.run("scan", music)
    path = dunnock.home / "dunnock.db"
    content = bytearray(path.read_bytes())
    if harm == "one page":
        # opening and writing go on as if nothing were wrong: only looking through all of it finds this
        content[-4096:-4088] = b"\xff" * 8
    elif harm == "overwritten":
        for page in range(4096, len(content), 8192):
            content[page : page + 4096] = bytes(reversed(content[page : page + 4096]))
    elif harm == "header":
        content[:16] = b"Not a database.."
    elif harm == "cut":
        del content[len(content) // 2 :]
    else:
        content[:] = b"a text\n" * 1000
    for rest in dunnock.home.glob("dunnock.db-*"):
        rest.unlink()
    path.write_bytes(content)
    code, findings = examined(dunnock)
    assert (code, findings["database"].status) == (1, "failed")
    assert "backups" in (findings["database"].mend or "")


def test_a_database_of_a_newer_version_is_a_failure(dunnock: CommandLine) -> None:
    dunnock.run("settings", "list")
    path = dunnock.home / "dunnock.db"
    # SQLite keeps the schema's version in these four bytes of the first page (https://sqlite.org/fileformat.html)
    with path.open("r+b") as file:
        file.seek(60)
        file.write((999).to_bytes(4, "big"))
    code, findings = examined(dunnock)
    assert (code, findings["database"].status) == (1, "failed")
    assert "999" in findings["database"].found


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder everybody can reach, and rights that can be taken away: nothing is forbidden to root."""
    folder = Path(tempfile.mkdtemp(prefix="dunnock-doctor-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def with_rights_of_nobody(path: Path) -> Finding:
    if os.geteuid() != 0:
        return check_database(path)
    os.setegid(65534)
    os.seteuid(65534)
    try:
        return check_database(path)
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_home_that_cannot_be_written_is_a_failure(as_nobody: Path, mode: int) -> None:
    path = as_nobody / "home/dunnock.db"
    path.parent.mkdir()
    assert check_database(path).status == "ok"
    path.parent.chmod(mode)
    finding = with_rights_of_nobody(path)
    assert finding.status == "failed"
    assert f"{path.parent} cannot be written" in finding.found
    assert "DUNNOCK_HOME" in (finding.mend or "")
    path.parent.chmod(0o755)


def test_a_database_that_cannot_be_written_is_a_failure(as_nobody: Path) -> None:
    home = as_nobody / "home"
    CommandLine(home).run("settings", "list")
    for path in home.iterdir():
        path.chmod(0o444)
    home.chmod(0o555)
    finding = with_rights_of_nobody(home / "dunnock.db")
    assert finding.status == "failed"
    assert str(home) in finding.found
    home.chmod(0o755)


def test_a_new_home_has_no_database_yet_and_the_doctor_makes_none(dunnock: CommandLine) -> None:
    _, findings = examined(dunnock)
    assert findings["database"].status == "ok"
    assert not dunnock.home.exists()


def test_a_music_folder_that_is_gone_is_a_failure(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    assert examined(dunnock)[1]["folder"] == Finding("folder", "ok", str(music))
    music.rename(music.with_name("Elsewhere"))
    code, findings = examined(dunnock)
    assert (code, findings["folder"].status) == (1, "failed")
    assert str(music) in findings["folder"].found


def test_a_music_folder_that_is_suddenly_empty_is_a_warning(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    for inner in music.iterdir():
        shutil.rmtree(inner)
    dunnock.run("scan", code=1)
    assert examined(dunnock)[1]["folder"].status == "warning"
