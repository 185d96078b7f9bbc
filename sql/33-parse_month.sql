-- parse_month: the month that a text says

CREATE FUNCTION @extschema@.parse_month(written text) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.parse_month(text) IS
'The first day of the month that a text says: 2026-01, 2026/01, 2026M01, 202601, a day of it as 2026-01-31 or 20260131, also as a timestamp, with a time and, at midnight, a time zone, which is not converted; or its name in Swedish or English, whole or its first three letters, with a year of four digits before or behind it. NULL for NULL and for blank text. 22007 for all else, so for what could be read in two ways, such as 01-02-2026 and jan 26.';

CREATE FUNCTION @extschema@.month_fault(written text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.month_fault(text) IS
'Why parse_month would refuse a text, so that many can be told at once; NULL for what says a month or is blank, and for NULL. For load_ledger.';
