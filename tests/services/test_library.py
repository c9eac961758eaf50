from dunnock.services.library import LibraryService
from dunnock.store.database import Database
from tests.store.sample_library import add_folder, add_track


def fill(database: Database) -> LibraryService:
    with database.transaction() as transaction:
        add_folder(transaction)
        for number, (artist, album, disc, track) in enumerate(
            [
                ("Wren", "B", 1, 2),
                ("Wren", "B", 1, 1),
                ("Wren", "A", 2, 1),
                ("Åse", "Z", 1, 9),
                ("The Owls", "C", 1, 1),
            ]
        ):
            add_track(
                transaction,
                b"%d.flac" % number,
                artists=(artist,),
                album=album,
                disc_no=disc,
                track_no=track,
                title=f"{artist} {album}{track}",
            )
    return LibraryService(database)


def test_tracks_come_by_artist_album_disc_and_number(database: Database) -> None:
    library = fill(database)
    assert [track.title for track in library.tracks("", 10)] == [
        "Åse Z9",
        "The Owls C1",
        "Wren A1",
        "Wren B1",
        "Wren B2",
    ]


def test_only_so_many_are_read_as_asked_for(database: Database) -> None:
    library = fill(database)
    assert [track.title for track in library.tracks("", 2)] == ["Åse Z9", "The Owls C1"]
    assert library.tracks("", 0) == []


def test_a_query_leaves_those_that_hold_every_word(database: Database) -> None:
    library = fill(database)
    assert [track.title for track in library.tracks("wre b", 10)] == ["Wren B1", "Wren B2"]
    assert library.tracks("nobody", 10) == []


def test_an_empty_library_counts_nothing(database: Database) -> None:
    counts = LibraryService(database).counts()
    assert (counts.tracks, counts.missing, counts.offline) == (0, 0, 0)
