"""Playlist files: what is written is read back, from whatever program it comes, and nothing in one does harm."""

import os
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.media.playlist_files import Item, NotAPlaylistFile, parse, write
from dunnock.media.playlist_files.items import path_of_uri, uri_of

FOLDER = b"/home/ada/lists"

NAMES = st.binary(min_size=1, max_size=12).filter(
    lambda name: b"\0" not in name and b"/" not in name and name not in {b".", b".."}
)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(lambda names: b"/" + b"/".join(names))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def paths(content: bytes, folder: bytes = FOLDER) -> list[tuple[bytes, ...]]:
    return [item.paths for item in parse(content, folder).items]


def first_paths(content: bytes) -> list[bytes]:
    return [each[0] for each in paths(content)]


@pytest.mark.parametrize("format_name", ["m3u8", "m3u", "xspf"])
@pytest.mark.parametrize("relative_to", [None, FOLDER])
@given(found=st.lists(st.tuples(PATHS, TEXTS, TEXTS), max_size=4), title=TEXTS)
def test_any_path_that_is_written_is_among_what_is_read(
    format_name: str, relative_to: bytes | None, found: list[tuple[bytes, str, str]], title: str
) -> None:
    items = [Item((path,), name, artist, duration_ms=5_000) for path, name, artist in found]
    read = parse(write(items, format_name, title, relative_to), FOLDER)
    assert len(read.items) == len(items)
    for written, back in zip(items, read.items, strict=True):
        assert written.paths[0] in back.paths
        assert back.duration_ms == 5_000


@pytest.mark.parametrize("format_name", ["m3u8", "xspf"])
@given(paths=st.lists(PATHS, max_size=4), relative=st.booleans())
def test_the_likeliest_path_is_the_written_one_where_the_code_is_known(
    format_name: str, paths: list[bytes], *, relative: bool
) -> None:
    items = [Item((path,)) for path in paths]
    read = parse(write(items, format_name, "", FOLDER if relative else None), FOLDER)
    assert [item.paths[0] for item in read.items] == paths


def test_title_artist_and_length_come_back() -> None:
    item = Item((b"/m/1.flac",), "Ebb & <Flow>", "Ada Vale", "Tides", 185_400)
    xspf = parse(write([item], "xspf", "Rain & Sun", None), FOLDER)
    assert xspf.title == "Rain & Sun"
    assert xspf.items == [item]
    m3u = parse(write([item], "m3u8", "Rain & Sun", None), FOLDER)
    assert m3u.title == "Rain & Sun"
    assert m3u.items == [Item((b"/m/1.flac",), "Ebb & <Flow>", "Ada Vale", duration_ms=185_000)]


def test_an_m3u_of_letters_that_windows_has_is_read_there_and_here() -> None:
    item = Item(("/m/Été “Ça”.flac".encode(),), "Été", "Zoë")
    content = write([item], "m3u", "", None)
    assert "Été “Ça”.flac" in content.decode("cp1252")
    (read,) = parse(content, FOLDER).items
    assert item.paths[0] in read.paths
    assert (read.title, read.artist) == ("Été", "Zoë")


def test_an_m3u_of_other_letters_is_utf8() -> None:
    content = write([Item(("/m/事変.flac".encode(),), "事変")], "m3u", "", None)
    assert "事変" in content.decode("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        b"a.mp3\nb/c.mp3\n/abs/d.mp3\n",
        b"#EXTM3U\r\na.mp3\r\nb/c.mp3\r\n/abs/d.mp3",
        b"\xef\xbb\xbf#EXTM3U\n\na.mp3\n\n\nb/c.mp3\n# a remark\n/abs/d.mp3\n",
        b"a.mp3\rb/c.mp3\r/abs/d.mp3\r",
        b"  a.mp3 \n\tb/c.mp3\n/abs/d.mp3\n".replace(b"  a.mp3 ", b"./x/../a.mp3").replace(b"\tb", b"b"),
        "#EXTM3U\na.mp3\nb/c.mp3\n/abs/d.mp3\n".encode("utf-16"),
        b"file:///home/ada/lists/a.mp3\nfile:///home/ada/lists/b/c%2Emp3\nfile://localhost/abs/d.mp3\n",
    ],
)
def test_m3u_of_many_programs_is_understood(content: bytes) -> None:
    assert first_paths(content) == [FOLDER + b"/a.mp3", FOLDER + b"/b/c.mp3", b"/abs/d.mp3"]


def test_spaces_around_a_line_belong_to_the_name_only_if_such_a_file_is_there() -> None:
    assert paths(b" a.mp3 \n") == [(FOLDER + b"/ a.mp3 ", FOLDER + b"/a.mp3")]


def test_backslashes_are_tried_as_part_of_the_name_and_as_of_windows() -> None:
    assert paths(b"Tides\\01.mp3\n") == [(FOLDER + b"/Tides\\01.mp3", FOLDER + b"/Tides/01.mp3")]
    assert paths(b"C:\\Music\\01.mp3\n") == [(b"C:\\Music\\01.mp3",)]


def test_bytes_that_are_no_utf8_are_a_name_as_it_is_or_windows_letters() -> None:
    assert paths(b"\xe9t\xe9.mp3\n") == [(FOLDER + b"/\xe9t\xe9.mp3", FOLDER + "/été.mp3".encode())]
    assert paths(b"\x81\x8d.mp3\n")[0][0] == FOLDER + b"/\x81\x8d.mp3"


def test_an_address_of_the_network_is_no_file_but_keeps_its_place() -> None:
    content = (
        b"#EXTINF:-1,Radio\nhttp://radio.example/live\nhttps://radio.example/2\nfile://server/share/1.mp3\n"
    )
    read = parse(content, FOLDER).items
    assert [item.paths for item in read] == [(), (), ()]
    assert [item.title for item in read] == ["Radio", "https://radio.example/2", "file://server/share/1.mp3"]


@pytest.mark.parametrize(
    ("line", "title", "artist", "duration_ms"),
    [
        ("#EXTINF:123,Ada Vale - Slow Ferry", "Slow Ferry", "Ada Vale", 123_000),
        ("#EXTINF:123.5,Slow Ferry", "Slow Ferry", "", 123_500),
        ("#EXTINF:-1,Ada - Slow - Ferry", "Slow - Ferry", "Ada", None),
        ('#EXTINF:60 tvg-id="x",Title', "Title", "", 60_000),
        ("#EXTINF:,", "", "", None),
        ("#EXTINF:nonsense", "", "", None),
        ("#extinf:9,low", "low", "", 9_000),
    ],
)
def test_what_stands_before_a_path_is_known_of_it(
    line: str, title: str, artist: str, duration_ms: int | None
) -> None:
    (first, second) = parse(f"{line}\n1.mp3\n2.mp3\n".encode(), FOLDER).items
    assert (first.title, first.artist, first.duration_ms) == (title, artist, duration_ms)
    assert (second.title, second.artist, second.duration_ms) == ("", "", None)


def test_names_that_look_like_something_else_are_written_so_that_they_are_read_back() -> None:
    names = [b"#1.mp3", b" 1.mp3", b"1.mp3 ", b"a\nb.mp3", b"http:1.mp3", b"a\\b.mp3", b"%41.mp3", b"a:b.mp3"]
    items = [Item((FOLDER + b"/" + name,)) for name in names]
    for format_name in ("m3u8", "xspf"):
        for relative_to in (FOLDER, None):
            read = parse(write(items, format_name, "", relative_to), FOLDER).items
            assert [item.paths[0] for item in read] == [item.paths[0] for item in items]


XSPF = """<?xml version="1.0" encoding="UTF-8"?>
<playlist version="1" xmlns="http://xspf.org/ns/0/">
  <title>Rain</title><creator>Ada</creator>
  <extension application="x"><x:track xmlns:x="y"><x:location>/no</x:location></x:track></extension>
  <trackList>{tracks}</trackList>
</playlist>"""


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("file:///abs/1.mp3", (b"/abs/1.mp3",)),
        ("1.mp3", (FOLDER + b"/1.mp3",)),
        ("a%20b%2F%C3%A9.mp3", (FOLDER + "/a b/é.mp3".encode(),)),
        ("file:///%E9.mp3", (b"/\xe9.mp3",)),
        ("../1.mp3#t=5", (b"/home/ada/1.mp3",)),
        ("http://radio.example/1.mp3", ()),
        ("file:///a%00b", ()),
        ("", ()),
    ],
)
def test_locations_of_xspf_are_uris(location: str, expected: tuple[bytes, ...]) -> None:
    content = XSPF.format(tracks=f"<track><location> {location}\n</location></track>").encode()
    assert paths(content) == [expected]


def test_xspf_of_many_programs_is_understood() -> None:
    track = "<track><identifier>x</identifier><title>A\n  B</title><duration>x</duration></track>"
    content = XSPF.format(
        tracks=f"<track><location>1.mp3</location><location>2.mp3</location></track>{track}"
    )
    read = parse(content.replace("UTF-8", "UTF-16").encode("utf-16"), FOLDER)
    assert read.title == "Rain"
    assert read.items == [Item((FOLDER + b"/1.mp3", FOLDER + b"/2.mp3")), Item((), "A B")]
    plain = parse(content.replace(' xmlns="http://xspf.org/ns/0/"', "").encode(), FOLDER)
    assert plain.items == read.items


BILLION = """<?xml version="1.0"?><!DOCTYPE playlist [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<playlist xmlns="http://xspf.org/ns/0/"><title>&c;</title></playlist>"""
FOREIGN = """<?xml version="1.0"?><!DOCTYPE playlist [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<playlist xmlns="http://xspf.org/ns/0/"><title>&a;</title></playlist>"""


@pytest.mark.parametrize(
    "content",
    [
        BILLION.encode(),
        FOREIGN.encode(),
        b"<?xml version='1.0'?><playlist><trackList>",
        b"<?xml version='1.0'?><html></html>",
        b"<?xml version='1.0' encoding='nonsense'?><playlist/>",
        b"<playlist>" + b"<a>" * 5_000,
        b"<playlist>\xff\xfe</playlist>",
        b"ID3\x04\0\0\0\0\0\0",
        b"RIFF\0\0\0\0WAVE",
    ],
)
def test_what_is_damaged_dangerous_or_no_playlist_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPlaylistFile) as caught:
        parse(content, FOLDER)
    assert str(caught.value).endswith(".")


def test_an_endless_text_is_cut() -> None:
    content = XSPF.format(tracks=f"<track><location>1.mp3</location><title>{'x' * 9_000_000}</title></track>")
    assert len(parse(content.encode(), FOLDER).items[0].title) < 200_000


@given(st.binary(max_size=200))
def test_any_bytes_are_a_playlist_or_refused(content: bytes) -> None:
    for each in (content, b"<?xml version='1.0'?>" + content, b"#EXTM3U\n" + content):
        try:
            found = parse(each, FOLDER)
        except NotAPlaylistFile:
            continue
        for item in found.items:
            assert all(b"\0" not in path for path in item.paths)


@given(PATHS)
def test_a_path_and_its_uri_mean_each_other(path: bytes) -> None:
    for relative_to in (None, FOLDER):
        uri = uri_of(path, relative_to)
        assert uri.isascii()
        assert path_of_uri(uri.encode(), FOLDER) == path


@given(TEXTS, TEXTS)
def test_what_is_written_is_xml_whatever_the_names(title: str, artist: str) -> None:
    content = write([Item((os.fsencode("/m/\udcff.mp3"),), title, artist)], "xspf", title, None)
    ET.fromstring(content)  # noqa: S314 - it is our own
