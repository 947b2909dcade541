-- When the application last told its push token: a provider that found it gone before that does not mean this one.
ALTER TABLE applications ADD COLUMN device_token_ms INTEGER NOT NULL DEFAULT 0;
