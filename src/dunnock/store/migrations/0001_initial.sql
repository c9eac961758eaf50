CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The outbox: one row an event, written in the transaction of the change it tells of.
CREATE TABLE change_log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;

-- A music folder. One with a parent lies inside it and is scanned, shown and removed with it.
CREATE TABLE folder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES folder (id),
    path BLOB NOT NULL UNIQUE,
    path_text TEXT NOT NULL,
    device INTEGER,
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    offline_reason TEXT,
    added_at INTEGER NOT NULL,
    scanned_at INTEGER
) STRICT;

CREATE TABLE directory (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id INTEGER NOT NULL REFERENCES folder (id),
    path BLOB NOT NULL UNIQUE,
    path_text TEXT NOT NULL,
    device INTEGER NOT NULL
) STRICT;
CREATE INDEX directory_folder ON directory (folder_id);

-- The ..._key columns are what is sorted by: folded, numbers padded. ..._key_plain keep a leading article.
-- Lists such as artists are JSON arrays; artist, genre and composer are the same as one text.
CREATE TABLE track (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id INTEGER NOT NULL REFERENCES folder (id),
    directory_id INTEGER NOT NULL REFERENCES directory (id),
    name BLOB NOT NULL,
    name_text TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    fingerprint BLOB,
    missing_since INTEGER,
    added_at INTEGER NOT NULL,
    plays INTEGER NOT NULL DEFAULT 0,
    last_played_at INTEGER,
    title TEXT,
    title_display TEXT NOT NULL,
    title_key TEXT NOT NULL,
    title_key_plain TEXT NOT NULL,
    artist TEXT,
    artists TEXT NOT NULL,
    artist_key TEXT NOT NULL,
    artist_key_plain TEXT NOT NULL,
    album TEXT,
    album_key TEXT NOT NULL,
    album_key_plain TEXT NOT NULL,
    album_artist TEXT,
    album_artists TEXT NOT NULL,
    album_artist_key TEXT NOT NULL,
    album_artist_key_plain TEXT NOT NULL,
    genre TEXT,
    genres TEXT NOT NULL,
    composer TEXT,
    composers TEXT NOT NULL,
    comment TEXT,
    track_no INTEGER,
    track_total INTEGER,
    disc_no INTEGER,
    disc_total INTEGER,
    year INTEGER,
    date TEXT,
    original_date TEXT,
    compilation INTEGER NOT NULL CHECK (compilation IN (0, 1)),
    title_sort TEXT,
    artist_sort TEXT,
    album_sort TEXT,
    album_artist_sort TEXT,
    musicbrainz_track_id TEXT,
    musicbrainz_album_id TEXT,
    musicbrainz_artist_id TEXT,
    rg_track_gain REAL,
    rg_track_peak REAL,
    rg_album_gain REAL,
    rg_album_peak REAL,
    duration_ms INTEGER NOT NULL,
    bitrate INTEGER,
    sample_rate INTEGER,
    channels INTEGER,
    codec TEXT NOT NULL,
    has_cover INTEGER NOT NULL CHECK (has_cover IN (0, 1))
) STRICT;
-- A missing track may share its place with the file that is there now.
CREATE UNIQUE INDEX track_place ON track (directory_id, name) WHERE missing_since IS NULL;
-- With all a scan compares, so that one with nothing changed reads this index instead of the whole table.
CREATE INDEX track_directory ON track (directory_id, name, size, mtime_ns, inode, missing_since);
CREATE INDEX track_folder ON track (folder_id, missing_since);
CREATE INDEX track_inode ON track (inode);
CREATE INDEX track_fingerprint ON track (fingerprint);
CREATE INDEX track_added ON track (added_at);
-- With the duration, so that the list in its usual order and its total come from the index alone.
CREATE INDEX track_artist ON track (artist_key, album_key, disc_no, track_no, title_key, duration_ms);

-- Searched by prefixes of words of our own folded text: 'ascii' leaves every other character a part of its word.
CREATE VIRTUAL TABLE track_search USING fts5 (
    text,
    content = '',
    contentless_delete = 1,
    detail = 'none',
    prefix = '1 2 3',
    tokenize = 'ascii'
);

-- A file or directory the last scan could not read. With size and time, so that it is not read again until it changes.
CREATE TABLE scan_error (
    folder_id INTEGER NOT NULL REFERENCES folder (id),
    directory BLOB NOT NULL,
    name BLOB NOT NULL,
    path_text TEXT NOT NULL,
    reason TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (directory, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_error_folder ON scan_error (folder_id, path_text);

CREATE TABLE scan_job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('queued', 'scanning', 'completed', 'failed', 'cancelled')),
    folder_ids TEXT NOT NULL,
    cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    started_at INTEGER,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    scanned INTEGER NOT NULL DEFAULT 0,
    found INTEGER NOT NULL DEFAULT 0,
    errors INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    current_path TEXT,
    message TEXT
) STRICT;
CREATE INDEX scan_job_open ON scan_job (seq) WHERE status IN ('queued', 'scanning');

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What another process asks of the running app.
CREATE TABLE app_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;
