-- Which functions a function may share a process with. Rows that say nothing of it are as before.
ALTER TABLE functions ADD COLUMN IF NOT EXISTS function_group TEXT NOT NULL DEFAULT '';
ALTER TABLE functions ADD COLUMN IF NOT EXISTS isolation TEXT NOT NULL DEFAULT 'shared';
