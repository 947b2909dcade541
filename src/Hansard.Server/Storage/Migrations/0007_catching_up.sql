-- What devices that were away are told of when they come back. A network counts everything that a device can see change, facts and marks that are
-- none; rows carry the number of what changed them. The id of a change is network_id << 44 | number, so that old ones go from one end.

ALTER TABLE networks ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
-- Changes up to this one may be forgotten.
ALTER TABLE networks ADD COLUMN changes_forgotten INTEGER NOT NULL DEFAULT 0;

-- Of the message itself or its counters, the last.
ALTER TABLE messages ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
-- Of the beginning or the end of the membership, whichever was last.
ALTER TABLE members ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN keys_changed INTEGER NOT NULL DEFAULT 0;

-- Everything about a conversation but its new messages, which are found from its end, and receipts. subject is whom or what it is about.
CREATE TABLE conversation_changes (
    id              INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    kind            INTEGER NOT NULL,
    subject         INTEGER NOT NULL,
    ordinals        BLOB    NULL,
    PRIMARY KEY (id)
);
CREATE INDEX conversation_changes_conversation ON conversation_changes (conversation_id, id);

-- Messages whose counters moved: one row for all that moved in a conversation within a minute; id is the first change of it, changed the number of the last.
CREATE TABLE receipt_changes (
    id              INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    changed         INTEGER NOT NULL,
    ordinals        BLOB    NOT NULL,
    PRIMARY KEY (id)
) /*pg WITH (fillfactor = 50) */;
CREATE INDEX receipt_changes_conversation ON receipt_changes (conversation_id, id);

-- The last change of each entry of a contact list, also where the entry is no more.
CREATE TABLE contact_changes (
    user_key    INTEGER NOT NULL,
    contact_key INTEGER NOT NULL,
    id          INTEGER NOT NULL,
    PRIMARY KEY (user_key, contact_key)
);
CREATE INDEX contact_changes_id ON contact_changes (id);

-- How far a network had counted when a day began, in days since 1970: by that what is too old is known.
CREATE TABLE change_days (
    network_id INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    changed    INTEGER NOT NULL,
    PRIMARY KEY (network_id, day)
);
