"""Playlists from files and into files, with a report, and entries that resolve when a scan finds their files."""

import os
import unicodedata
from pathlib import Path

import pytest

from dunnock.app import App
from dunnock.contract.errors import NotFoundError, PlaylistError
from dunnock.contract.models import PlaylistFormat
from dunnock.services.sources import Source
from tests.cli.conftest import make_track


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    make_track(folder / "Tides/01.wav", "Slow Ferry")
    make_track(folder / "Tides/02.wav", "Ebb", number=2)
    make_track(Path(os.fsdecode(bytes(folder) + b"/\xe9t\xe9/#1 a%20b\\c.wav")), "Odd", artist="Zoë")
    return folder


@pytest.fixture
def library(app: App, music: Path) -> App:
    scan(app, music)
    return app


def scan(app: App, folder: Path) -> None:
    folder_id = app.folders.add(bytes(folder))
    assert app.scans.wait(app.scans.start([folder_id]).job_id, 30).status == "completed"


def tracks_of(app: App, playlist_id: int) -> list[int | None]:
    rows = app.playlists.rows(playlist_id, 0, 100).rows
    return [None if row.track is None else row.track.id for row in rows]


@pytest.mark.parametrize("format_name", ["m3u8", "m3u", "xspf"])
@pytest.mark.parametrize("relative", [True, False])
def test_a_playlist_comes_back_as_it_was_written(
    library: App, tmp_path: Path, format_name: PlaylistFormat, *, relative: bool
) -> None:
    ids = [track.id for track in library.library.tracks("", 100)]
    made = library.playlists.create("Rain & Sun", Source(track_ids=[*ids, ids[0]])).playlist_id
    file = tmp_path / f"lists.{format_name}"
    report = library.playlist_files.write(made, bytes(file), format_name, relative=relative)
    assert report.model_dump() == {"path": str(file), "written": 4, "skipped": 0}
    # a name that other programs would take apart goes as a URI, and a URI is absolute in an M3U
    plain = [line for line in file.read_bytes().splitlines() if not line.startswith(b"file:")]
    assert (str(tmp_path).encode() in b"\n".join(plain)) == (not relative)
    back = library.playlist_files.read(bytes(file))
    assert (back.matched, back.unmatched) == (4, 0)
    assert tracks_of(library, back.playlist_id) == [*ids, ids[0]]
    assert library.playlists.list().playlists[1].name == "Rain & Sun"


def test_a_file_without_a_name_inside_gives_its_own(library: App, tmp_path: Path) -> None:
    file = tmp_path / "For the  road.m3u"
    file.write_text("Music/Tides/01.wav\n")
    reply = library.playlist_files.read(bytes(file))
    assert reply.label == "Imported the playlist “For the road”"
    assert (reply.matched, reply.unmatched) == (1, 0)


def test_a_list_with_entries_that_wait_is_played_from_the_entry_that_was_chosen(
    library: App, music: Path, tmp_path: Path
) -> None:
    file = tmp_path / "gaps.m3u8"
    file.write_text("lost/a.wav\nMusic/Tides/01.wav\nlost/b.wav\nMusic/Tides/02.wav\n")
    reply = library.playlist_files.read(bytes(file))
    entries = library.playlists.rows(reply.playlist_id, 0, 10).rows
    for place, row in enumerate(entries):
        library.queue.replace(Source(playlist_id=reply.playlist_id), place)
        rows, current = library.queue.rows(0, 10).rows, library.queue.state().current_place
        assert current is not None
        heard = row.track or next(each.track for each in entries[place:] if each.track)
        assert rows[current].track.id == heard.id
        assert len(rows) == 2


def test_what_is_not_there_yet_waits_and_resolves_when_a_scan_finds_it(
    library: App, music: Path, tmp_path: Path
) -> None:
    file = tmp_path / "later.m3u8"
    file.write_text(
        "#EXTINF:12,Ada Vale - Late\nMusic/New/03.wav\nMusic/Tides/01.wav\nhttp://radio.example/\n"
    )
    reply = library.playlist_files.read(bytes(file))
    assert (reply.matched, reply.unmatched) == (1, 2)
    waiting, there, radio = library.playlists.rows(reply.playlist_id, 0, 10).rows
    assert waiting.imported is not None
    assert waiting.imported.model_dump() == {
        "path": str(music / "New/03.wav"),
        "title": "Late",
        "artist": "Ada Vale",
        "duration_ms": 12_000,
    }
    assert there.track is not None
    assert radio.imported is not None
    assert (radio.imported.path, radio.imported.title) == (None, "http://radio.example/")
    make_track(music / "New/03.wav", "Late")
    since = library.feed.last_seq()
    scan(library, music)
    row = library.playlists.rows(reply.playlist_id, 0, 1).rows[0]
    assert row.entry_id == waiting.entry_id
    assert row.track is not None
    assert row.track.title == "Late"
    told = [each.payload for each in library.feed.read_log(since, 100) if each.name == "playlists:updated"]
    assert told == [
        f'{{"action":"track_added","playlist_id":{reply.playlist_id},"track_ids":[{row.track.id}]}}'
    ]


def test_an_entry_resolves_when_a_known_file_moves_to_its_path(
    library: App, music: Path, tmp_path: Path
) -> None:
    file = tmp_path / "moved.m3u8"
    file.write_text("Music/Tides/renamed.wav\n")
    reply = library.playlist_files.read(bytes(file))
    known = next(track.id for track in library.library.tracks("ebb", 1))
    (music / "Tides/02.wav").rename(music / "Tides/renamed.wav")
    scan(library, music)
    assert tracks_of(library, reply.playlist_id) == [known]


def test_paths_through_links_and_of_other_spellings_match(library: App, music: Path, tmp_path: Path) -> None:
    make_track(music / unicodedata.normalize("NFD", "Été.wav"), "Été")
    scan(library, music)
    (tmp_path / "link").symlink_to(music)
    file = tmp_path / "spelled.m3u8"
    file.write_text(
        f"link/Tides/01.wav\nMusic\\Tides\\02.wav\n{unicodedata.normalize('NFC', 'Music/Été.wav')}\n"
    )
    reply = library.playlist_files.read(bytes(file))
    assert (reply.matched, reply.unmatched) == (3, 0)


def test_an_imported_entry_is_written_again_and_one_without_a_file_is_counted(
    library: App, tmp_path: Path
) -> None:
    file = tmp_path / "mixed.m3u8"
    file.write_text("#EXTINF:12,Ada Vale - Late\n/gone/03.wav\nMusic/Tides/01.wav\nhttp://radio.example/\n")
    reply = library.playlist_files.read(bytes(file))
    again = tmp_path / "again.xspf"
    report = library.playlist_files.write(reply.playlist_id, bytes(again), "xspf", relative=False)
    assert (report.written, report.skipped) == (2, 1)
    assert "<location>file:///gone/03.wav</location>\n      <title>Late</title>" in again.read_text()


def test_importing_is_one_act(library: App, tmp_path: Path) -> None:
    file = tmp_path / "one.m3u8"
    file.write_text("Music/Tides/01.wav\nnowhere.wav\n")
    reply = library.playlist_files.read(bytes(file))
    assert library.history.undo().label == reply.label
    assert library.playlists.list().playlists == []
    library.history.redo()
    assert len(tracks_of(library, reply.playlist_id)) == 2


@pytest.mark.parametrize("content", [b"\0\1", b"<?xml version='1.0'?><html/>", None])
def test_a_file_that_is_no_playlist_is_refused_and_leaves_nothing(
    library: App, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "bad.m3u8"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PlaylistError, match=r"bad\.m3u8") as caught:
        library.playlist_files.read(bytes(file))
    assert caught.value.hint
    assert library.playlists.list().playlists == []


def test_a_file_that_cannot_be_written_is_refused_and_the_old_one_stays(library: App, tmp_path: Path) -> None:
    made = library.playlists.create("Rain").playlist_id
    with pytest.raises(PlaylistError, match="cannot be written"):
        library.playlist_files.write(made, bytes(tmp_path / "none/x.m3u8"), "m3u8", relative=False)
    (tmp_path / "folder.m3u8").mkdir()
    with pytest.raises(PlaylistError, match="cannot be written"):
        library.playlist_files.write(made, bytes(tmp_path / "folder.m3u8"), "m3u8", relative=False)
    with pytest.raises(NotFoundError):
        library.playlist_files.write(99, bytes(tmp_path / "x.m3u8"), "m3u8", relative=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Music", "folder.m3u8"]
