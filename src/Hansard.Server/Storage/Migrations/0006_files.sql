-- Files of messages, and pictures: those of a conversation have no message, those of the user himself no conversation either. Their bytes are
-- in the data folder under stored_as, which is random: nothing that a client sends becomes a path.
-- download_name is the last part of the documented path, so that one look-up finds what it names.
-- received counts the bytes that are on the disk for certain; touched is when they last became more.
CREATE TABLE files (
    id              INTEGER PRIMARY KEY,
    stored_as       TEXT    NOT NULL UNIQUE,
    network_id      INTEGER NOT NULL,
    user_key        INTEGER NOT NULL,
    conversation_id INTEGER NULL,
    message_id      INTEGER NULL,
    download_name   TEXT    NOT NULL,
    name_encrypted  TEXT    NOT NULL,
    mime_type       TEXT    NOT NULL,
    size            INTEGER NOT NULL,
    width           INTEGER NOT NULL,
    height          INTEGER NOT NULL,
    duration        INTEGER NULL,
    preview_name    TEXT    NULL,
    received        INTEGER NOT NULL,
    ready           INTEGER NOT NULL,
    sha256          TEXT    NULL,
    touched         INTEGER NOT NULL,
    UNIQUE (conversation_id, download_name)
);
CREATE INDEX files_message ON files (message_id);
CREATE INDEX files_pictures ON files (conversation_id, user_key) WHERE message_id IS NULL;
CREATE INDEX files_unfinished ON files (user_key) WHERE ready = 0;
