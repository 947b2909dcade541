-- One script for both engines: INTEGER, TEXT and BLOB become BIGINT, TEXT and BYTEA on PostgreSQL, an INTEGER PRIMARY KEY an identity;
-- what stands in a comment that begins with pg is for PostgreSQL alone.
-- Times are epoch microseconds unless a column says milliseconds (_ms). Flags are 0 or 1.
-- The id of a message is conversation_id << 32 | ordinal and the id of a fact is network_id << 44 | seq, so that a plain
-- integer key clusters both by what they are read by, on either engine.

CREATE TABLE networks (
    id                   INTEGER PRIMARY KEY,
    name                 TEXT    NOT NULL UNIQUE,
    recording            TEXT    NOT NULL,
    authority_public_key TEXT    NULL,
    support_user_id      TEXT    NULL,
    admin_user_id        TEXT    NULL,
    settings             TEXT    NOT NULL,
    head                 INTEGER NOT NULL,
    head_hash            BLOB    NOT NULL,
    head_signature       BLOB    NOT NULL,
    head_ts              INTEGER NOT NULL,
    created              INTEGER NOT NULL
);

CREATE TABLE facts (
    id              INTEGER NOT NULL,
    conversation_id INTEGER NULL,
    session_key_id  INTEGER NULL,
    json            BLOB    NOT NULL,
    PRIMARY KEY (id)
) /*pg PARTITION BY RANGE (id) */;

-- What a message said, under the id of its fact: in the order of the journal, so that retention drops whole partitions of both, and
-- erasing a message leaves everything else about it.
CREATE TABLE ciphertexts (
    id   INTEGER NOT NULL,
    iv   TEXT    NOT NULL,
    body TEXT    NOT NULL,
    PRIMARY KEY (id)
) /*pg PARTITION BY RANGE (id) */;

/*pg
-- The number of the last batch, by which a writer that lost its connection while committing learns whether it did.
CREATE TABLE batches (last BIGINT NOT NULL);
INSERT INTO batches VALUES (0);
*/

CREATE TABLE users (
    id                     INTEGER PRIMARY KEY,
    network_id             INTEGER NOT NULL,
    user_id                TEXT    NOT NULL,
    is_bot                 INTEGER NOT NULL,
    registered             INTEGER NULL,
    created_ms             INTEGER NOT NULL,
    last_login_ms          INTEGER NOT NULL,
    avatar_updated_ms      INTEGER NOT NULL,
    keys_updated_ms        INTEGER NOT NULL,
    nick                   TEXT    NULL,
    blocked                INTEGER NOT NULL,
    key_pair_uuid          TEXT    NULL,
    public_key             TEXT    NULL,
    private_key_encrypted  TEXT    NULL,
    metadata_key_encrypted TEXT    NULL,
    UNIQUE (network_id, user_id)
);

-- Every pair a user ever had: old signatures stay verifiable.
CREATE TABLE key_pairs (
    user_key      INTEGER NOT NULL,
    key_pair_uuid TEXT    NOT NULL,
    public_key    TEXT    NOT NULL,
    created       INTEGER NOT NULL,
    PRIMARY KEY (user_key, key_pair_uuid)
);

CREATE TABLE applications (
    id                  INTEGER PRIMARY KEY,
    user_key            INTEGER NOT NULL,
    uuid                TEXT    NOT NULL,
    device_id           TEXT    NULL UNIQUE,
    secret_hash         BLOB    NULL,
    application_type    TEXT    NOT NULL,
    model               TEXT    NOT NULL,
    os_version          TEXT    NOT NULL,
    vendor              TEXT    NOT NULL,
    confirmed           INTEGER NOT NULL,
    deleted             INTEGER NOT NULL,
    device_token        TEXT    NULL,
    created_ms          INTEGER NOT NULL,
    last_login_ms       INTEGER NOT NULL,
    UNIQUE (user_key, uuid)
);

-- pending is what takes effect when the code is confirmed, as JSON; it never holds a secret in clear.
CREATE TABLE codes (
    user_key         INTEGER NOT NULL,
    application_uuid TEXT    NOT NULL,
    purpose          TEXT    NOT NULL,
    code_hash        BLOB    NOT NULL,
    pending          TEXT    NOT NULL,
    expires          INTEGER NOT NULL,
    checks           INTEGER NOT NULL,
    PRIMARY KEY (user_key, application_uuid, purpose)
);

-- What a subject (a number, an address, a user) has spent of a limit in one window of time.
CREATE TABLE budgets (
    subject      TEXT    NOT NULL,
    window_start INTEGER NOT NULL,
    spent        INTEGER NOT NULL,
    PRIMARY KEY (subject)
);
CREATE INDEX budgets_window ON budgets (window_start);

CREATE TABLE known_users (
    user_key   INTEGER NOT NULL,
    known_key  INTEGER NOT NULL,
    PRIMARY KEY (user_key, known_key)
);

-- Ids asked for and not known: what keeps discovery from enumerating a network.
CREATE TABLE discovery_lookups (
    user_key INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    user_id  TEXT    NOT NULL,
    PRIMARY KEY (user_key, day, user_id)
);

-- Each lets one bot announce itself; used up by it. They are random, so a plain hash keeps them.
CREATE TABLE bot_passwords (
    network_id INTEGER NOT NULL,
    hash       BLOB    NOT NULL,
    created    INTEGER NOT NULL,
    PRIMARY KEY (network_id, hash)
);

CREATE TABLE bots (
    user_key     INTEGER PRIMARY KEY,
    user_name    TEXT    NOT NULL,
    signing_key  BLOB    NOT NULL,
    is_recorder  INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    signature    TEXT    NULL,
    acknowledged INTEGER NOT NULL,
    added        INTEGER NOT NULL,
    approved     INTEGER NULL
);

CREATE TABLE conversations (
    id                INTEGER PRIMARY KEY,
    network_id        INTEGER NOT NULL,
    uuid              TEXT    NOT NULL,
    is_dialog         INTEGER NOT NULL,
    dialog_low        INTEGER NULL,
    dialog_high       INTEGER NULL,
    title             TEXT    NULL,
    blocked           INTEGER NOT NULL,
    deleted           INTEGER NOT NULL,
    has_avatar        INTEGER NOT NULL,
    avatar_updated_ms INTEGER NOT NULL,
    created_ms        INTEGER NOT NULL,
    session_key_id    INTEGER NOT NULL,
    UNIQUE (network_id, uuid)
);
CREATE UNIQUE INDEX conversations_dialog ON conversations (network_id, dialog_low, dialog_high) WHERE is_dialog = 1 AND deleted = 0;

-- read_set, delivered_set and spans are sets of ordinals; own messages are in both sets, so that the ranges merge.
CREATE TABLE members (
    conversation_id INTEGER NOT NULL,
    user_key        INTEGER NOT NULL,
    active          INTEGER NOT NULL,
    admin           INTEGER NOT NULL,
    joined          INTEGER NOT NULL,
    nick            TEXT    NULL,
    spans           BLOB    NOT NULL,
    read_set        BLOB    NOT NULL,
    delivered_set   BLOB    NOT NULL,
    countable_base  INTEGER NOT NULL,
    countable_read  INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, user_key)
) /*pg WITH (fillfactor = 50) */;
CREATE INDEX members_user ON members (user_key) WHERE active = 1;

CREATE TABLE session_keys (
    id              INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    uuid            TEXT    NOT NULL,
    previous_uuid   TEXT    NULL,
    closed          TEXT    NULL,
    created_ms      INTEGER NOT NULL,
    UNIQUE (conversation_id, uuid)
);

CREATE TABLE session_key_wraps (
    session_key_id       INTEGER NOT NULL,
    user_key             INTEGER NOT NULL,
    key_encrypted        TEXT    NOT NULL,
    signature            TEXT    NOT NULL,
    signer_user_key      INTEGER NOT NULL,
    signer_key_pair_uuid TEXT    NOT NULL,
    created_ms           INTEGER NOT NULL,
    PRIMARY KEY (session_key_id, user_key)
);

CREATE TABLE session_key_checks (
    session_key_id INTEGER NOT NULL,
    recorder_key   INTEGER NOT NULL,
    confirmed      INTEGER NOT NULL,
    reason         TEXT    NULL,
    PRIMARY KEY (session_key_id, recorder_key)
);

-- countable = how many messages up to and with this one are no events and were written by people (running count).
CREATE TABLE messages (
    id               INTEGER PRIMARY KEY,
    conversation_id  INTEGER NOT NULL,
    uuid             TEXT    NOT NULL,
    user_key         INTEGER NOT NULL,
    session_key_uuid TEXT    NOT NULL,
    fact_id          INTEGER NOT NULL,
    created_ms       INTEGER NOT NULL,
    flags            INTEGER NOT NULL,
    event_type       TEXT    NULL,
    event_user_key   INTEGER NULL,
    reply_uuid       TEXT    NULL,
    members          INTEGER NOT NULL,
    readed           INTEGER NOT NULL,
    delivered        INTEGER NOT NULL,
    countable        INTEGER NOT NULL
) /*pg WITH (fillfactor = 85) */;
CREATE UNIQUE INDEX messages_uuid ON messages (conversation_id, uuid);
