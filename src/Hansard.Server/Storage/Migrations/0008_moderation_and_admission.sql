-- What people brought before their network's moderators, under the id of the fact that says so. A message is named by its uuid, because a report
-- outlives it.
CREATE TABLE reports (
    id              INTEGER NOT NULL,
    reporter_key    INTEGER NOT NULL,
    conversation_id INTEGER NULL,
    message_uuid    TEXT    NULL,
    user_key        INTEGER NULL,
    reason          TEXT    NOT NULL,
    created_ms      INTEGER NOT NULL,
    decision        TEXT    NULL,
    note            TEXT    NULL,
    decided_ms      INTEGER NULL,
    PRIMARY KEY (id)
);
CREATE INDEX reports_reporter ON reports (reporter_key) WHERE decided_ms IS NULL;

-- Who may register where admission is listed: ids of numbers, whether anybody has registered with them or not.
CREATE TABLE admitted (
    network_id INTEGER NOT NULL,
    user_id    TEXT    NOT NULL,
    added      INTEGER NOT NULL,
    PRIMARY KEY (network_id, user_id)
);

-- The number of the fact that ended the network, while it waits for its recorders and is then removed; 0 while it lives.
ALTER TABLE networks ADD COLUMN deleted_seq INTEGER NOT NULL DEFAULT 0;
