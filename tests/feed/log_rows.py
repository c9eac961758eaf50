"""Rows of the change log, made up."""

import itertools

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dunnock.contract.events import (
    Event,
    FavoritesUpdated,
    FoldersUpdated,
    LibraryScanComplete,
    LibraryScanProgress,
    LibraryUpdated,
    PlayerUpdated,
    ScanStats,
    SettingsUpdated,
)
from dunnock.store.change_log import LogRow


def log_rows(*events: Event, after: int = 0) -> list[LogRow]:
    """The rows that these events would be, numbered from `after` + 1."""
    return [
        LogRow(seq, 0, event.NAME, event.model_dump_json())
        for seq, event in zip(itertools.count(after + 1), events, strict=False)
    ]


def added(*track_ids: int) -> LibraryUpdated:
    return LibraryUpdated(action="added", track_ids=list(track_ids))


def updated(*track_ids: int) -> LibraryUpdated:
    return LibraryUpdated(action="updated", track_ids=list(track_ids))


def removed(*track_ids: int) -> LibraryUpdated:
    return LibraryUpdated(action="removed", track_ids=list(track_ids))


def theme(value: object, previous: object, key: str = "theme") -> SettingsUpdated:
    return SettingsUpdated(key=key, value=value, previous_value=previous)


def progress(scanned: int, job_id: str = "a") -> LibraryScanProgress:
    return LibraryScanProgress(
        job_id=job_id, status="scanning", scanned=scanned, found=0, errors=0, current_path="/Música"
    )


def complete(job_id: str = "a") -> LibraryScanComplete:
    stats = ScanStats(added=0, updated=0, removed=0, skipped=0, errors=0, duration_ms=1)
    return LibraryScanComplete(job_id=job_id, stats=stats)


def liked(track_id: int) -> FavoritesUpdated:
    return FavoritesUpdated(action="added", track_id=track_id)


def came(folder_id: int) -> FoldersUpdated:
    return FoldersUpdated(action="online", folder_id=folder_id)


def heard(entry_id: int, position_ms: int) -> PlayerUpdated:
    return PlayerUpdated(
        state="playing",
        entry_id=entry_id,
        track_id=entry_id,
        duration_ms=1_000,
        position_ms=position_ms,
        position_at=position_ms,
        volume=80,
        muted=False,
        speed=1.0,
        message=None,
    )


_ids = st.lists(st.integers(1, 2**31), min_size=1, max_size=700).map(tuple)
_few = st.lists(st.integers(1, 20), min_size=1, max_size=3).map(tuple)

EVENTS: SearchStrategy[list[Event]] = st.lists(
    st.one_of(
        st.builds(
            lambda make, ids: make(*ids),
            st.sampled_from([added, updated, removed]),
            st.one_of(_few, _few, _ids),
        ),
        st.builds(progress, st.integers(0, 99), st.sampled_from("ab")),
        st.builds(complete, st.sampled_from("ab")),
        st.builds(
            theme,
            st.text(max_size=20) | st.just("é" * 900),
            st.text(max_size=20),
            st.sampled_from(["theme", "library_sort"]),
        ),
        st.builds(liked, st.integers(1, 9)),
        st.builds(came, st.integers(1, 9)),
        st.builds(heard, st.integers(1, 2), st.integers(0, 9)),
    ),
    max_size=60,
)
"""Any sequence of events as the log may hold it; a job's progress ends with its completion."""
