-- What is heard. One row. At `position_at` the place in the track was `position_ms`; where to go on after a quit or a
-- crash is `queue_state.position_ms`. No references: what was heard of an entry or a track must not hold it.
CREATE TABLE player_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL DEFAULT 'stopped' CHECK (state IN ('stopped', 'paused', 'playing')),
    entry_id INTEGER,
    track_id INTEGER,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    position_ms INTEGER NOT NULL DEFAULT 0,
    position_at INTEGER NOT NULL DEFAULT 0,
    message TEXT,
    sleep_at INTEGER,
    sleep_at_end INTEGER NOT NULL DEFAULT 0 CHECK (sleep_at_end IN (0, 1))
) STRICT;
INSERT INTO player_state (id) VALUES (1);

-- One row each time a track was heard. Rows are never deleted, so that ids have no gaps and a place in the list is an id.
CREATE TABLE play (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    track_id INTEGER NOT NULL REFERENCES track (id),
    started_at INTEGER NOT NULL,
    listened_ms INTEGER NOT NULL,
    counted INTEGER NOT NULL DEFAULT 0 CHECK (counted IN (0, 1)),
    skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped IN (0, 1))
) STRICT;
CREATE INDEX play_track ON play (track_id);

ALTER TABLE track ADD COLUMN skips INTEGER NOT NULL DEFAULT 0;
-- Of most libraries little was ever played: both lists are found without reading the rest.
CREATE INDEX track_last_played ON track (last_played_at) WHERE last_played_at IS NOT NULL;
CREATE INDEX track_plays ON track (plays) WHERE plays > 0;

-- Who waits for an answer looks for it in `reply`: JSON, null until the app has done what was asked, or could not.
ALTER TABLE app_request ADD COLUMN awaited INTEGER NOT NULL DEFAULT 0 CHECK (awaited IN (0, 1));
ALTER TABLE app_request ADD COLUMN taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1));
ALTER TABLE app_request ADD COLUMN reply TEXT;
