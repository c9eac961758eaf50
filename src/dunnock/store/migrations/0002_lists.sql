-- A list of entries is one value: the entries' ids in order, four bytes each, little-endian. A move then writes one row
-- however long the list is, and a range is read by cutting the value. Entries that were removed stay in their table as
-- long as the history could bring them back, so that they come back with their ids.

CREATE TABLE queue_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    track_id INTEGER NOT NULL REFERENCES track (id),
    played INTEGER NOT NULL DEFAULT 0 CHECK (played IN (0, 1))
) STRICT;
CREATE INDEX queue_entry_track ON queue_entry (track_id);

-- One row. `unshuffled` is the order to go back to; null while the queue is not shuffled.
CREATE TABLE queue_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    current_entry_id INTEGER REFERENCES queue_entry (id),
    position_ms INTEGER NOT NULL DEFAULT 0,
    repeat TEXT NOT NULL DEFAULT 'off' CHECK (repeat IN ('off', 'all', 'one')),
    stop_after_current INTEGER NOT NULL DEFAULT 0 CHECK (stop_after_current IN (0, 1)),
    entries BLOB NOT NULL DEFAULT x'',
    unshuffled BLOB
) STRICT;
INSERT INTO queue_state (id) VALUES (1);

CREATE TABLE favorite (
    track_id INTEGER PRIMARY KEY REFERENCES track (id),
    added_at INTEGER NOT NULL
) STRICT;

-- A deleted playlist is one with `removed`: undo brings it back as it was.
CREATE TABLE playlist (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    entries BLOB NOT NULL DEFAULT x''
) STRICT;

-- An entry without a track keeps what was imported, until a scan finds the file at its path.
CREATE TABLE playlist_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    playlist_id INTEGER NOT NULL REFERENCES playlist (id),
    track_id INTEGER REFERENCES track (id),
    path BLOB,
    path_text TEXT,
    title TEXT NOT NULL DEFAULT '',
    artist TEXT NOT NULL DEFAULT '',
    duration_ms INTEGER
) STRICT;
CREATE INDEX playlist_entry_playlist ON playlist_entry (playlist_id);
CREATE INDEX playlist_entry_track ON playlist_entry (track_id) WHERE track_id IS NOT NULL;
CREATE INDEX playlist_entry_unresolved ON playlist_entry (path) WHERE track_id IS NULL;

-- What can be undone, or after an undo be done again. `content` is the JSON of what the domain needs for both.
CREATE TABLE act (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone')),
    domain TEXT NOT NULL,
    label TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE INDEX act_state ON act (state, id);

-- "The whole album of this track".
CREATE INDEX track_album ON track (album_key, album_artist_key);
