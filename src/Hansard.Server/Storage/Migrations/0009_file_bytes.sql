-- The bytes of all files and pictures of a network that are ready, so that nobody has to add them up.
ALTER TABLE networks ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0;
UPDATE networks SET file_bytes = COALESCE((SELECT SUM(size) FROM files WHERE network_id = networks.id AND ready = 1), 0);
