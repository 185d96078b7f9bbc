-- closing: up to when the books are closed

CREATE TABLE IF NOT EXISTS closing (
    organisation text NOT NULL,
    scenario     text NOT NULL,
    unit         text,
    head         text,
    closed_until date NOT NULL,
    closed_month date GENERATED ALWAYS AS (CASE WHEN isfinite(closed_until) THEN date_trunc('month'::text, closed_until::timestamp)::date END) STORED,
    CONSTRAINT closing_is_said_once UNIQUE NULLS NOT DISTINCT (organisation, scenario, unit, head),
    CONSTRAINT closing_scenario_fkey FOREIGN KEY (organisation, scenario) REFERENCES scenario,
    CONSTRAINT closing_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT closing_head_fkey FOREIGN KEY (organisation, head) REFERENCES budget_head,
    CONSTRAINT closing_closed_until_is_finite CHECK (isfinite(closed_until)),
    CONSTRAINT closing_is_in_the_scenarios_fiscal_year FOREIGN KEY (organisation, scenario, closed_month) REFERENCES scenario_month
);
COMMENT ON TABLE  closing              IS 'Up to when the books of an outcome are closed: for all, for a unit, for a head, or for a unit and head; the more particular row counts, and a unit''s before a head''s. Where none says so it is inferred, see booked_until';
COMMENT ON COLUMN closing.organisation IS 'Organisation that the outcome belongs to';
COMMENT ON COLUMN closing.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN closing.unit         IS 'Code of the unit, or NULL for all';
COMMENT ON COLUMN closing.head         IS 'Code of the budget head, or NULL for all';
COMMENT ON COLUMN closing.closed_until IS 'Last day of what is complete; of a month that is not over by then nothing is';
COMMENT ON COLUMN closing.closed_month IS 'Its month, kept so that it can be held against the scenario''s fiscal year';

-- What it says of a unit and head: the more particular row, and a unit's before a head's.
CREATE OR REPLACE VIEW live_closing AS
SELECT DISTINCT ON (closing.organisation, closing.scenario, unit.code, head.code)
       closing.organisation, closing.scenario, unit.code AS unit, head.code AS head,
       (date_trunc('month'::text, (least(closing.closed_until, day.today) + 1)::timestamp) - interval '1 day')::date AS closed_until
FROM closing
JOIN live_day day ON day.organisation = closing.organisation
JOIN unit ON unit.organisation = closing.organisation AND (unit.code = closing.unit OR closing.unit IS NULL)
JOIN budget_head head ON head.organisation = closing.organisation AND (head.code = closing.head OR closing.head IS NULL)
WHERE closing.unit IS NOT NULL OR closing.head IS NOT NULL
ORDER BY closing.organisation, closing.scenario, unit.code, head.code, closing.unit, closing.head;
COMMENT ON VIEW   live_closing              IS 'A unit and head in an outcome of which closing says something other than of all';
COMMENT ON COLUMN live_closing.organisation IS 'Organisation that the outcome belongs to';
COMMENT ON COLUMN live_closing.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_closing.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_closing.head         IS 'Code of the budget head';
COMMENT ON COLUMN live_closing.closed_until IS 'Last day of its last complete month: what has not been yet is not closed';

-- What the foreign key refuses is said here in words.
CREATE OR REPLACE FUNCTION refuse_closing() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    closed record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    EXECUTE format('SELECT s.kind, s.fiscal_year, min(m.month) AS first_month, max(m.month) AS last_month
                    FROM %1$I.scenario s LEFT JOIN %1$I.scenario_month m ON m.organisation = s.organisation AND m.scenario = s.code
                    WHERE s.organisation = $1 AND s.code = $2 GROUP BY s.kind, s.fiscal_year', TG_TABLE_SCHEMA)
        INTO closed USING NEW.organisation, NEW.scenario;
    IF closed.kind <> 'outcome' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('scenario "%s" of a closing must be an outcome, not a %s', NEW.scenario, closed.kind),
            HINT = 'Only books are closed. When a budget or forecast was made stands in its as_of.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    ELSIF isfinite(NEW.closed_until) AND (NEW.closed_until < closed.first_month OR NEW.closed_until >= closed.last_month + interval '1 month') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('closed_until must be a day of fiscal year %s, which outcome "%s" is of, not %s', closed.fiscal_year, NEW.scenario, to_char(NEW.closed_until::timestamp, 'YYYY-MM-DD')),
            HINT = format('The year ends on %s. Each year is closed by a row of its own scenario.', to_char(closed.last_month + interval '1 month' - interval '1 day', 'YYYY-MM-DD')),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'closing_is_in_the_scenarios_fiscal_year';
    END IF;
    RETURN NEW;
END
$function$;
REVOKE ALL ON FUNCTION refuse_closing() FROM PUBLIC;
COMMENT ON FUNCTION refuse_closing() IS 'Refuses a closing of what is no outcome, and one that is not in the fiscal year of its outcome (23514). 42501 for a table of another owner';
CREATE OR REPLACE TRIGGER closing_is_of_an_outcomes_year BEFORE INSERT OR UPDATE ON closing
    FOR EACH ROW EXECUTE FUNCTION refuse_closing();

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{closing}'::text[], 'ledger'::text, @extschema@.forecast_earlier_years(), 'scenario'::text);
