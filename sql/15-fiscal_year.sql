-- fiscal_year: years that begin in any month

CREATE FUNCTION @extschema@.fiscal_year(day date, first_month integer) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.fiscal_year(date, integer) IS
'The fiscal year that a day lies in, where years begin in first_month (1 for January): named after the calendar year in which it ends, so that 2025-09-01 with first_month 9 lies in 2026. NULL where an argument is NULL. Errors: 22008 for an infinite day, 22023 for a first_month other than 1 to 12.';

CREATE FUNCTION @extschema@.fiscal_year_begin(fiscal_year integer, first_month integer) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.fiscal_year_begin(integer, integer) IS
'The first day of a fiscal year that begins in first_month (1 for January); with first_month 9, 2026 begins on 2025-09-01. NULL where an argument is NULL. 22023 for a fiscal_year other than 1 to 9999, or a first_month other than 1 to 12.';

CREATE FUNCTION @extschema@.fiscal_year_end(fiscal_year integer, first_month integer) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.fiscal_year_end(integer, integer) IS
'The last day of a fiscal year that begins in first_month (1 for January); with first_month 9, 2026 ends on 2026-08-31. NULL where an argument is NULL. 22023 for a fiscal_year other than 1 to 9999, or a first_month other than 1 to 12.';

CREATE FUNCTION @extschema@.fiscal_month(day date, first_month integer) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.fiscal_month(date, integer) IS
'The number of a day''s month in its fiscal year, from 1 to 12, where years begin in first_month (1 for January); with first_month 9, 1 for September and 12 for August. NULL where an argument is NULL. Errors: 22008 for an infinite day, 22023 for a first_month other than 1 to 12.';
