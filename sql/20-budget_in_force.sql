-- budget_in_force: which budget a figure is held against

CREATE FUNCTION @extschema@.held_on(as_of date, last_day date) RETURNS date
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.held_on(date, date) IS
'The day whose budget a figure of the date as_of is held against, in a fiscal year that ends on last_day: as_of itself; from the year''s last day on, and without a date, infinity, which is the year''s last budget, whenever that was decided. NULL where last_day is NULL.';

CREATE FUNCTION @extschema@.in_force_on(day date, in_force_from date, in_force_until date) RETURNS boolean
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.in_force_on(date, date, date) IS
'Whether a budget or supplement is in force on a day: in_force_from is the first day on which it is, in_force_until the first on which it is no more, as budget_in_force has them; NULL is no limit. All that are in force on a day, added up, are the budget of that day; held_on says which day that is for a figure. NULL where day is NULL.';
