-- indicator_value: outcomes and targets

CREATE TABLE IF NOT EXISTS indicator_value (
    organisation text    NOT NULL,
    fiscal_year  integer NOT NULL,
    indicator    text    NOT NULL,
    outcome      numeric,
    target       numeric,
    as_of        date,
    breakdown    text    NOT NULL DEFAULT 'total',
    why_no_outcome text,
    target_kind  text    NOT NULL DEFAULT 'level',
    PRIMARY KEY (organisation, indicator, fiscal_year, breakdown),
    CONSTRAINT indicator_value_indicator_fkey FOREIGN KEY (organisation, indicator) REFERENCES indicator,
    CONSTRAINT indicator_value_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT indicator_value_outcome_is_a_number_below_1e18 CHECK (abs(outcome) < 1e18),
    CONSTRAINT indicator_value_target_is_a_number_below_1e18 CHECK (abs(target) < 1e18),
    CONSTRAINT indicator_value_target_kind_is_known CHECK (target_kind IN ('level', 'change', 'improvement')),
    CONSTRAINT indicator_value_improvement_has_no_target_of_its_own CHECK (target_kind <> 'improvement' OR target IS NULL),
    CONSTRAINT indicator_value_as_of_is_finite CHECK (isfinite(as_of)),
    CONSTRAINT indicator_value_breakdown_is_total_women_men_or_an_age CHECK (breakdown ~ '^(total|(women|men)( [0-9]{1,3}([-][0-9]{1,3}|[+])?)?|[0-9]{1,3}([-][0-9]{1,3}|[+])?)$'),
    CONSTRAINT indicator_value_why_no_outcome_is_known CHECK (why_no_outcome IN ('missing', 'secret', 'not_applicable')),
    CONSTRAINT indicator_value_why_no_outcome_stands_without_an_outcome CHECK (why_no_outcome IS NULL OR outcome IS NULL)
);
CREATE INDEX IF NOT EXISTS indicator_value_year ON indicator_value (organisation, fiscal_year);
COMMENT ON TABLE  indicator_value              IS 'An indicator''s outcome and target of a fiscal year; NULL where there is none';
COMMENT ON COLUMN indicator_value.organisation IS 'Organisation that the figures belong to';
COMMENT ON COLUMN indicator_value.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN indicator_value.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN indicator_value.outcome      IS 'Outcome, in the indicator''s measure; yes is 1, no is 0, 91 % is 0.91';
COMMENT ON COLUMN indicator_value.target       IS 'Target, likewise';
COMMENT ON COLUMN indicator_value.target_kind  IS 'level: the target is what the outcome is held against. change: it is what the outcome is to change by since the year before, -0.02 for two percentage points less. improvement: more than the year before, or less with at_most; the same is not met';
COMMENT ON COLUMN indicator_value.as_of        IS 'Day that the outcome is of, where the year was not over; NULL for the whole year';
COMMENT ON COLUMN indicator_value.breakdown    IS 'Whom it is of: total, women, men, an age such as 18-24 or 65+, or both: women 18-24. Goals are judged by total';
COMMENT ON COLUMN indicator_value.why_no_outcome IS 'Why there is no outcome, where that is known: missing (nobody has counted it), secret (it would be about few) or not_applicable';

CREATE TABLE IF NOT EXISTS indicator_target (
    organisation text    NOT NULL,
    indicator    text    NOT NULL,
    month        date    NOT NULL,
    target       numeric NOT NULL,
    PRIMARY KEY (organisation, indicator, month),
    CONSTRAINT indicator_target_indicator_fkey FOREIGN KEY (organisation, indicator) REFERENCES indicator,
    CONSTRAINT indicator_target_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1::numeric
                                                            OR refuse_month('indicator_target'::text, month)),
    CONSTRAINT indicator_target_target_is_a_number_below_1e18 CHECK (abs(target) < 1e18)
);
COMMENT ON TABLE  indicator_target              IS 'Targets within the year: what it is to have come to by the end of a month, or of a quarter by its last month. The target of the year stands in indicator_value';
COMMENT ON COLUMN indicator_target.organisation IS 'Organisation that the target belongs to';
COMMENT ON COLUMN indicator_target.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN indicator_target.month        IS 'First day of the month';
COMMENT ON COLUMN indicator_target.target       IS 'What the year so far is to come to by the end of the month, in the indicator''s measure: of a sum the months until then together';

-- Of marts of 0.1.0, in which a fiscal year was a calendar year, and figures had at most six digits.
ALTER TABLE indicator_value DROP CONSTRAINT IF EXISTS indicator_value_is_below_a_million;
ALTER TABLE indicator_value DROP CONSTRAINT IF EXISTS indicator_value_as_of_is_in_the_fiscal_year;

-- When a year begins, a rule of the table alone cannot know.
--
-- It works as the owner, since who writes one of the tables need not be allowed to read the
-- other. Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION refuse_day_outside_of_year() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
DECLARE
    wrong record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    IF TG_TABLE_NAME = 'indicator_value' THEN
        -- The year stays as it is until this is committed.
        EXECUTE format('SELECT FROM %I.organisation o WHERE o.organisation IN (SELECT n.organisation FROM new_rows n WHERE n.as_of IS NOT NULL)
                        ORDER BY o.organisation FOR KEY SHARE', TG_TABLE_SCHEMA);
    END IF;
    EXECUTE format('SELECT v.organisation, v.indicator, v.fiscal_year, v.as_of, y.first_day, (y.first_day + interval ''1 year'')::date - 1 AS last_day
                    FROM %s v
                    JOIN %I.organisation o ON o.organisation = v.organisation
                    CROSS JOIN LATERAL (SELECT make_date(v.fiscal_year - (o.fiscal_year_start > 1)::integer, o.fiscal_year_start, 1)) AS y(first_day)
                    WHERE v.as_of < y.first_day OR v.as_of >= y.first_day + interval ''1 year''
                    ORDER BY 1, 2, 3 LIMIT 1',
                   CASE TG_TABLE_NAME WHEN 'indicator_value' THEN 'new_rows'
                        ELSE format('(SELECT i.* FROM new_rows n JOIN old_rows b ON b.organisation = n.organisation AND b.fiscal_year_start <> n.fiscal_year_start
                                      JOIN %I.indicator_value i ON i.organisation = n.organisation)', TG_TABLE_SCHEMA) END, TG_TABLE_SCHEMA)
        INTO wrong;
    IF wrong.indicator IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('as_of %s of indicator "%s" is not in fiscal year %s, which is from %s to %s', wrong.as_of, wrong.indicator, wrong.fiscal_year, wrong.first_day, wrong.last_day),
            DETAIL = format('Organisation "%s".', wrong.organisation),
            HINT = CASE TG_TABLE_NAME WHEN 'indicator_value' THEN 'Correct the day or the year; leave as_of out for an outcome of the whole year. Years begin in the month organisation.fiscal_year_start.'
                        ELSE format('Before years begin in another month, move the outcome to its year, or let it be of the whole year: UPDATE indicator_value SET as_of = NULL WHERE organisation = %L AND indicator = %L AND fiscal_year = %s.',
                                    wrong.organisation, wrong.indicator, wrong.fiscal_year) END,
            SCHEMA = TG_TABLE_SCHEMA, TABLE = 'indicator_value', CONSTRAINT = 'indicator_value_as_of_is_in_the_fiscal_year';
    END IF;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION refuse_day_outside_of_year() FROM PUBLIC;
COMMENT ON FUNCTION refuse_day_outside_of_year() IS 'Refuses an outcome of an indicator with a day that is not in its fiscal year, and another beginning of years that would make it so (23514). 42501 for a table of another owner';

CREATE OR REPLACE TRIGGER indicator_value_as_of_is_in_the_fiscal_year_on_insert AFTER INSERT ON indicator_value
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_day_outside_of_year();
CREATE OR REPLACE TRIGGER indicator_value_as_of_is_in_the_fiscal_year_on_update AFTER UPDATE ON indicator_value
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_day_outside_of_year();
CREATE OR REPLACE TRIGGER organisation_keeps_as_of_of_indicators_in_the_fiscal_year AFTER UPDATE ON organisation
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_day_outside_of_year();
