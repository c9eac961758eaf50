"""The words of tracks of a library."""

import pytest

from dunnock.contract.errors import NotFoundError
from dunnock.services.lyrics import LyricsService
from tests.media.pictures import bare
from tests.services.artwork.shelf import Shelf


def test_the_words_of_a_track_are_read_and_those_of_an_offline_one_are_none(shelf: Shelf) -> None:
    path = bare(shelf.music, ".flac")
    (shelf.music / "song.lrc").write_text("[00:01.00]One")
    track = shelf.track(path)
    service = LyricsService(shelf.database)
    found = service.lyrics(track)
    assert (found.synced, found.source, found.lines[0].text) == (True, "file", "One")
    shelf.set_offline("The drive is asleep.")
    assert service.lyrics(track).lines == []
    with pytest.raises(NotFoundError):
        service.lyrics(99)
