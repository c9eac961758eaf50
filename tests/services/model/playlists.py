"""What a person does with playlists, and what it makes of plain lists."""

from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.services.desk import of
from tests.services.model.acts import Acts
from tests.services.model.lists import PICK, PLACE, PlaylistModel, moved_in


class PlaylistActs(Acts):
    """Acts on playlists."""

    def playlist_act(self, label: str | None, playlist_id: int, after: PlaylistModel) -> None:
        before = self.playlists.get(playlist_id, replace(after, removed=True))
        assert (label is None) == (after == before)

        def move(to: PlaylistModel) -> None:
            self.playlists[playlist_id] = to

        self.act(label, lambda: move(before), lambda: move(after))

    def shown(self, place: int) -> int | None:
        there = [playlist_id for playlist_id, each in self.playlists.items() if not each.removed]
        return there[place % len(there)] if there else None

    @rule(name=st.sampled_from(["Rain", "Sun"]), pick=PICK)
    def create_playlist(self, name: str, pick: list[int]) -> None:
        wanted = self.some_tracks(pick)
        reply = self.desk.playlists.create(name, of(*wanted))
        entries = self.desks[0].playlist_ids(reply.playlist_id)
        self.in_playlist.update(zip(entries, wanted, strict=True))
        self.playlist_act(reply.label, reply.playlist_id, PlaylistModel(name, entries))

    @rule(which=st.integers(0, 9), name=st.sampled_from(["Rain", "Fog"]))
    @precondition(lambda self: self.shown(0) is not None)
    def rename_playlist(self, which: int, name: str) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        label = self.desk.playlists.update(playlist_id, name=name).label
        self.playlist_act(label, playlist_id, replace(self.playlists[playlist_id], name=name))

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: self.shown(0) is not None)
    def delete_playlist(self, which: int) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        label = self.desk.playlists.delete(playlist_id).label
        self.playlist_act(label, playlist_id, replace(self.playlists[playlist_id], removed=True))

    @rule(
        which=st.integers(0, 9), pick=PICK, before=PLACE, duplicates=st.sampled_from(["ask", "add", "skip"])
    )
    @precondition(lambda self: self.shown(0) is not None)
    def add_to_playlist(
        self, which: int, pick: list[int], before: int | None, duplicates: Literal["ask", "add", "skip"]
    ) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        model = self.playlists[playlist_id]
        wanted = self.some_tracks(pick)
        held = {self.in_playlist[each] for each in model.entries}
        fresh = [each for each in dict.fromkeys(wanted) if each not in held]
        repeated = len(wanted) - len(fresh)
        added = fresh if duplicates == "skip" else [] if duplicates == "ask" and repeated else wanted
        anchor = self.entries([before], model.entries)[0] if before is not None and model.entries else None
        reply = self.desk.playlists.add(playlist_id, of(*wanted), anchor, duplicates)
        assert (reply.added, reply.duplicates) == (len(added), repeated)
        new = sorted(set(self.desks[0].playlist_ids(playlist_id)) - set(model.entries))
        self.in_playlist.update(zip(new, added, strict=True))
        place = len(model.entries) if anchor is None else model.entries.index(anchor)
        entries = model.entries[:place] + new + model.entries[place:]
        self.playlist_act(reply.label, playlist_id, replace(model, entries=entries))

    @rule(which=st.integers(0, 9), pick=PICK)
    @precondition(lambda self: self.shown(0) is not None)
    def remove_from_playlist(self, which: int, pick: list[int]) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        model = self.playlists[playlist_id]
        gone = self.entries(pick, model.entries)
        label = self.desk.playlists.remove(playlist_id, gone).label
        entries = [each for each in model.entries if each not in gone]
        self.playlist_act(label, playlist_id, replace(model, entries=entries))

    @rule(which=st.integers(0, 9), pick=PICK, before=PLACE)
    @precondition(lambda self: self.shown(0) is not None)
    def move_in_playlist(self, which: int, pick: list[int], before: int | None) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        model = self.playlists[playlist_id]
        moved = self.entries(pick, model.entries)
        anchor = self.entries([before], model.entries)[0] if before is not None and model.entries else None
        label = self.desk.playlists.move(playlist_id, moved, anchor).label
        self.playlist_act(label, playlist_id, replace(model, entries=moved_in(model.entries, moved, anchor)))
