-- scenario: budgets, supplements to them, outcomes and forecasts of a fiscal year

CREATE TABLE IF NOT EXISTS scenario (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    kind         text    NOT NULL,
    fiscal_year  integer NOT NULL,
    as_of        date,
    adopted      boolean NOT NULL DEFAULT true,
    stated_total numeric,
    PRIMARY KEY (organisation, code),
    -- So that who writes amounts of it keeps its year from being changed meanwhile.
    CONSTRAINT scenario_code_fiscal_year_key UNIQUE (organisation, code, fiscal_year),
    CONSTRAINT scenario_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT scenario_kind_is_known CHECK (kind IN ('budget', 'supplement', 'outcome', 'forecast')),
    CONSTRAINT scenario_supplement_says_in_as_of_when_it_was_decided CHECK (kind <> 'supplement' OR NOT adopted OR as_of IS NOT NULL),
    CONSTRAINT scenario_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT scenario_as_of_has_a_year_of_four_digits CHECK (as_of >= '1000-01-01' AND as_of <= '9999-12-31'),
    CONSTRAINT scenario_stated_total_is_an_amount CHECK (abs(stated_total) < 1e13 AND stated_total = round(stated_total, 2))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'scenario'::text, '{code}'::text[], '{}'::text[]);
-- Of two decided on one day nobody could say which is in force.
CREATE UNIQUE INDEX IF NOT EXISTS scenario_one_adopted_budget_a_day_is_in_force
    ON scenario (organisation, fiscal_year, as_of) NULLS NOT DISTINCT WHERE kind = 'budget' AND adopted;
DROP INDEX IF EXISTS scenario_one_adopted_budget_a_year;
ALTER TABLE scenario DROP CONSTRAINT IF EXISTS scenario_as_of_is_finite;
COMMENT ON TABLE  scenario              IS 'A set of ledger rows: a budget, a supplement to it, an outcome or a forecast of a fiscal year';
COMMENT ON COLUMN scenario.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN scenario.code         IS 'Code of the scenario, unique within the organisation, such as budget-2023';
COMMENT ON COLUMN scenario.kind         IS 'budget (a whole budget), supplement (adds to it: an additional appropriation, a cut, or a move between heads, which adds up to 0), outcome or forecast';
COMMENT ON COLUMN scenario.fiscal_year  IS 'Year it covers, named after the calendar year in which it ends';
COMMENT ON COLUMN scenario.as_of        IS 'Of an outcome or forecast the last day that the figures know of, or NULL where nobody says; of a budget or supplement the day it was decided on, NULL for a budget before all others, and for a supplement that is not adopted yet';
COMMENT ON COLUMN scenario.adopted      IS 'Whether it was adopted. Of a year''s adopted budgets the latest decided counts, with the adopted supplements decided after it (budget_in_force)';
COMMENT ON COLUMN scenario.stated_total IS 'Variance that the source itself states for the whole year, negative for a deficit, or NULL';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{scenario}'::text[], 'ledger'::text, @extschema@.forecast_earlier_years(), 'fiscal_year'::text);

-- What the index and the rule would refuse with no more than their names is said here in words. Of two that are loaded at the
-- same time by two sessions, the index still says it.
--
-- It works as the owner, since who loads scenarios need not be allowed to read them. Hence nobody else may make a trigger of
-- it, and it serves no table of others.
CREATE OR REPLACE FUNCTION refuse_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
DECLARE
    other text;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    IF NEW.kind = 'supplement' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('supplement "%s" of organisation "%s" for %s is adopted, but as_of does not say when it was decided', NEW.code, NEW.organisation, NEW.fiscal_year),
            HINT = format('Write the day of the decision into as_of, such as ''%s-06-15'': from then on it adds to the budget. What is not decided yet has adopted = false.', NEW.fiscal_year),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'scenario_supplement_says_in_as_of_when_it_was_decided';
    END IF;
    EXECUTE format('SELECT s.code FROM %I.scenario s
                    WHERE s.organisation = $1 AND s.fiscal_year = $2 AND s.as_of IS NOT DISTINCT FROM $3 AND s.kind = ''budget'' AND s.adopted
                      AND s.code <> ALL (ARRAY[$4, $5]) LIMIT 1', TG_TABLE_SCHEMA)
        INTO other USING NEW.organisation, NEW.fiscal_year, NEW.as_of, NEW.code, CASE TG_OP WHEN 'UPDATE' THEN OLD.code ELSE NEW.code END;
    IF other IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('budgets "%s" and "%s" of organisation "%s" for %s are both adopted %s', other, NEW.code, NEW.organisation, NEW.fiscal_year,
                             coalesce('and decided on ' || NEW.as_of, 'without a day')),
            HINT = CASE WHEN NEW.as_of IS NULL
                        THEN format('Only one can come before all others. Write into as_of of the later one when it was decided, such as ''%s-06-15''.', NEW.fiscal_year)
                        ELSE 'Nobody could say which of them is in force. Write into as_of of each when it was decided.' END
                   || format(' If "%1$s" only adds to "%2$s", its kind is supplement; if it takes its place, let "%2$s" have adopted = false first. A draft has that too.', NEW.code, other),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'scenario_one_adopted_budget_a_day_is_in_force';
    END IF;
    RETURN NEW;
END
$function$;
REVOKE ALL ON FUNCTION refuse_decision() FROM PUBLIC;
COMMENT ON FUNCTION refuse_decision() IS 'Refuses an adopted budget of a day on which another one of its year was adopted (23505), and an adopted supplement without a day (23514). 42501 for a table of another owner';
CREATE OR REPLACE TRIGGER scenario_decisions_can_be_told_apart BEFORE INSERT OR UPDATE ON scenario
    FOR EACH ROW WHEN (NEW.adopted AND (NEW.kind = 'budget' OR NEW.kind = 'supplement' AND NEW.as_of IS NULL)) EXECUTE FUNCTION refuse_decision();
