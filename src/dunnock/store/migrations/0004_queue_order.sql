-- The queue's order, apart from what else is known of it: a place in the track that is stored in a byte more or less
-- would otherwise move the whole order within its row, which is then written anew.
CREATE TABLE queue_order (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    entries BLOB NOT NULL DEFAULT x'',
    unshuffled BLOB
) STRICT;
INSERT INTO queue_order SELECT id, entries, unshuffled FROM queue_state;
ALTER TABLE queue_state DROP COLUMN entries;
ALTER TABLE queue_state DROP COLUMN unshuffled;
