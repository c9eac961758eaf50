"""Writes random transactions, in this process or as one of its own, and says which of them were committed."""

import contextlib
import json
import random
import subprocess
import sys
from pathlib import Path

import apsw

from dunnock.contract.events import FavoritesUpdated, LibraryUpdated
from dunnock.store import tracks
from dunnock.store.database import Database, Transaction
from tests.store.sample_library import add_track, retag_track

_PER_WRITER = 1_000_000


class TakenBack(Exception):  # noqa: N818 - it is what the writer wants
    """Raised inside a transaction or savepoint to take it back."""


class RandomWriter:
    """Its tokens, one for each transaction or savepoint that it tells of, begin at `number` millions."""

    def __init__(self, path: Path, number: int) -> None:
        self.committed: list[int] = []
        self._random = random.Random(number)
        self._database = Database(path)
        self._token = number * _PER_WRITER
        self._told: list[int] = []

    def run(self, transactions: int) -> None:
        """Write, and close the database."""
        for _ in range(transactions):
            self._told = []
            with contextlib.suppress(TakenBack, apsw.ConstraintError):
                with self._database.transaction(background=self._random.random() < 0.5) as transaction:
                    self._write(transaction)
                    self._end(transaction)
                self.committed += self._told
        self._database.close()

    def _write(self, transaction: Transaction) -> None:
        self._change(transaction)
        if self._random.random() < 0.3:
            kept = len(self._told)
            with contextlib.suppress(TakenBack), transaction.savepoint():
                self._change(transaction)
                if self._random.random() < 0.5:
                    del self._told[kept:]
                    raise TakenBack

    def _change(self, transaction: Transaction) -> None:
        self._token += 1
        self._told.append(self._token)
        transaction.emit(FavoritesUpdated(action="added", track_id=self._token))
        title = f"Title {self._token}"
        known = list(transaction.rows("SELECT id, name FROM track"))
        act = self._random.choice(["add", "retag", "remove"]) if len(known) > 5 else "add"
        track_id, name = self._random.choice(known) if known else (0, b"")
        if act == "add":
            track_id = add_track(transaction, b"%d.mp3" % self._token, title=title)
            transaction.emit(LibraryUpdated(action="added", track_ids=[track_id]))
        elif act == "retag":
            retag_track(transaction, track_id, name, title=title)
            transaction.emit(LibraryUpdated(action="updated", track_ids=[track_id]))
        else:
            tracks.remove(transaction, track_id)
            transaction.emit(LibraryUpdated(action="removed", track_ids=[track_id]))

    def _end(self, transaction: Transaction) -> None:
        fate = self._random.random()
        if fate < 0.15:
            raise TakenBack
        if fate < 0.3:  # found by COMMIT itself
            transaction.execute("PRAGMA defer_foreign_keys = 1")
            transaction.execute(
                "INSERT INTO directory (folder_id, path, path_text, device) VALUES (99, x'', '', 1)"
            )


def start_process(path: Path, number: int, transactions: int) -> "subprocess.Popen[str]":
    """Run a writer in a process of its own. It prints its committed tokens as JSON at its end."""
    return subprocess.Popen(
        [sys.executable, "-m", __name__, str(path), str(number), str(transactions)],
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    """Write as told by the arguments."""
    writer = RandomWriter(Path(sys.argv[1]), int(sys.argv[2]))
    writer.run(int(sys.argv[3]))
    print(json.dumps(writer.committed))


if __name__ == "__main__":
    main()
