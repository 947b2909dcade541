-- What users keep of their own. Values of params and all of a contact but whose he is are ciphertext.

CREATE TABLE params (
    user_key INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (user_key, name)
);

CREATE TABLE contacts (
    user_key                      INTEGER NOT NULL,
    contact_key                   INTEGER NOT NULL,
    contact_id_encrypted          TEXT    NOT NULL,
    nick_encrypted                TEXT    NULL,
    trusted_fingerprint_encrypted TEXT    NULL,
    PRIMARY KEY (user_key, contact_key)
);
CREATE INDEX contacts_contact ON contacts (contact_key);

CREATE TABLE black_lists (
    user_key    INTEGER NOT NULL,
    blocked_key INTEGER NOT NULL,
    added       INTEGER NOT NULL,
    PRIMARY KEY (user_key, blocked_key)
);
CREATE INDEX black_lists_blocked ON black_lists (blocked_key);

-- Users who were deleted and whose messages are still being made tombstones, as far as reached in one conversation after the other.
CREATE TABLE departures (
    user_key       INTEGER NOT NULL,
    application_id INTEGER NOT NULL,
    device_id      TEXT    NOT NULL,
    reached        INTEGER NOT NULL,
    PRIMARY KEY (user_key)
);

-- For those alone who delete a user: where he was, and who knew him.
CREATE INDEX members_former ON members (user_key) WHERE active = 0;
CREATE INDEX known_users_known ON known_users (known_key);
