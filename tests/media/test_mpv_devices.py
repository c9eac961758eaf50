"""What the player knows of output devices."""

from dunnock.media.mpv_player.deck import Deck, DeckNews, Happened
from dunnock.media.mpv_player.library import load_libmpv


def test_devices_that_come_or_go_are_told_of_and_those_that_are_there_are_not() -> None:
    told: list[DeckNews] = []
    deck = Deck(load_libmpv(), told.append, {"ao": "null"})
    for devices in (["speakers"], ["speakers"], ["speakers", "headphones"], ["speakers"]):
        deck._take_devices("audio-device-list", [{"name": name, "description": name} for name in devices])
    deck.close()
    assert [news.happened for news in told if news.happened is Happened.DEVICES] == [Happened.DEVICES] * 2
