-- loaded_file: which files were loaded, so that one is known again

-- Written by load_sie. It says what was done, and keeps nobody from doing it again: whether what a file has is in the ledger, that tells.
CREATE TABLE IF NOT EXISTS loaded_file (
    organisation text        NOT NULL REFERENCES organisation,
    number       bigint      GENERATED ALWAYS AS IDENTITY,
    kind         text        NOT NULL,
    checksum     text        NOT NULL,
    name         text,
    program      text,
    generated_on date,
    scenario     text        NOT NULL,
    rows         bigint      NOT NULL,
    amount       numeric     NOT NULL,
    loaded_at    timestamptz NOT NULL DEFAULT pg_catalog.now(),
    loaded_by    text        NOT NULL DEFAULT session_user,
    PRIMARY KEY (organisation, number),
    CONSTRAINT loaded_file_kind_is_known CHECK (kind IN ('sie')),
    CONSTRAINT loaded_file_checksum_is_sha_256 CHECK (checksum ~ '^[0-9a-f]{64}$')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'loaded_file'::text, '{}'::text[], '{name,program}'::text[]);
CREATE INDEX IF NOT EXISTS loaded_file_checksum ON loaded_file (organisation, checksum);
COMMENT ON TABLE  loaded_file              IS 'A file that was loaded into a scenario. Written by load_sie, where the caller may insert here';
COMMENT ON COLUMN loaded_file.organisation IS 'Organisation that it was loaded for';
COMMENT ON COLUMN loaded_file.number       IS 'Number of the row, in the order of loads';
COMMENT ON COLUMN loaded_file.kind         IS 'sie';
COMMENT ON COLUMN loaded_file.checksum     IS 'SHA-256 of the bytes of the file, in hexadecimal';
COMMENT ON COLUMN loaded_file.name         IS 'Whose books the file says that it has (#FNAMN)';
COMMENT ON COLUMN loaded_file.program      IS 'Program that wrote it (#PROGRAM)';
COMMENT ON COLUMN loaded_file.generated_on IS 'Day on which it was written (#GEN)';
COMMENT ON COLUMN loaded_file.scenario     IS 'Code of the scenario that its amounts went into: a row for each';
COMMENT ON COLUMN loaded_file.rows         IS 'Rows of the ledger that it had for that scenario';
COMMENT ON COLUMN loaded_file.amount       IS 'Their net cost';
COMMENT ON COLUMN loaded_file.loaded_at    IS 'When it was loaded';
COMMENT ON COLUMN loaded_file.loaded_by    IS 'By which role';
