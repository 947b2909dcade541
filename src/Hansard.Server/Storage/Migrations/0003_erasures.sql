-- What is deleted and still to be erased, under the id of the fact that says so: once every recorder has acknowledged that fact.
-- Without a message it is the whole conversation.
CREATE TABLE erasures (
    fact_id         INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    message_id      INTEGER NULL,
    PRIMARY KEY (fact_id)
);

-- For which key pair a session key was wrapped: whoever has another one by now cannot open it any more.
ALTER TABLE session_key_wraps ADD COLUMN key_pair_uuid TEXT NOT NULL DEFAULT '';
