-- Impuls' functions. The server runs this itself when it starts; by hand it is
--
--     psql impuls < migrations.sql
--
-- and the server then takes the table as it is. It may be run again, and on a table that is there with rows.

CREATE TABLE IF NOT EXISTS functions (
    id TEXT PRIMARY KEY,
    name TEXT UNIQUE NOT NULL,
    description TEXT,
    runtime TEXT NOT NULL,
    handler TEXT NOT NULL,
    code TEXT NOT NULL,
    code_path TEXT,
    memory_mb INTEGER NOT NULL,
    timeout_sec INTEGER NOT NULL,
    environment JSONB,
    created_at TIMESTAMP NOT NULL, -- UTC, as updated_at
    updated_at TIMESTAMP NOT NULL
);

-- Lists are in the order of the names' characters, whatever the database's collation.
CREATE INDEX IF NOT EXISTS functions_name_order ON functions (name COLLATE "C");

-- Tells every server of every change when it is committed: which table, what, which version, which function.
CREATE OR REPLACE FUNCTION impuls_announce_function() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    function_name TEXT;
    version TEXT := '0';
    place TID; -- Of equal notifications of one transaction only the first is sent; so no two are equal.
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM pg_catalog.pg_notify('impuls_functions', TG_RELID || ' ALL');
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        function_name := OLD.name;
        place := OLD.ctid;
    ELSE
        function_name := NEW.name;
        version := NEW.xmin;
        place := NEW.ctid;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.name <> NEW.name THEN
        PERFORM pg_catalog.pg_notify('impuls_functions', TG_RELID || ' ALL');
    ELSIF pg_catalog.octet_length(function_name) > 7000 THEN -- NOTIFY takes 7,999 bytes.
        PERFORM pg_catalog.pg_notify('impuls_functions', TG_RELID || ' ALL');
    ELSE
        PERFORM pg_catalog.pg_notify(
            'impuls_functions',
            TG_RELID || ' ' || TG_OP || ' ' || version || ' ' || place || ' ' || function_name);
    END IF;
    RETURN NULL;
END
$$;

DROP TRIGGER IF EXISTS impuls_announce ON functions;
CREATE TRIGGER impuls_announce AFTER INSERT OR UPDATE OR DELETE ON functions
    FOR EACH ROW EXECUTE FUNCTION impuls_announce_function();
DROP TRIGGER IF EXISTS impuls_announce_truncate ON functions;
CREATE TRIGGER impuls_announce_truncate AFTER TRUNCATE ON functions
    FOR EACH STATEMENT EXECUTE FUNCTION impuls_announce_function();

-- Also for rows that replication brings.
ALTER TABLE functions ENABLE ALWAYS TRIGGER impuls_announce;
ALTER TABLE functions ENABLE ALWAYS TRIGGER impuls_announce_truncate;
