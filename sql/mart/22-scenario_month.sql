-- scenario_month: the twelve months of a scenario's fiscal year, which its ledger is held to

-- A foreign key of the ledger refers to it, since PostgreSQL holds those between sessions at every isolation level.
-- Without one to scenario: what is left of a scenario that is gone does no harm.
CREATE TABLE IF NOT EXISTS scenario_month (
    organisation text NOT NULL,
    scenario     text NOT NULL,
    month        date NOT NULL,
    PRIMARY KEY (organisation, scenario, month)
);
COMMENT ON TABLE  scenario_month              IS 'The months that a scenario may have amounts of: those of its fiscal year. Written by triggers of scenario and organisation';
COMMENT ON COLUMN scenario_month.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN scenario_month.scenario     IS 'Code of the scenario';
COMMENT ON COLUMN scenario_month.month        IS 'First day of the month';

-- It works as the owner, so that whoever may load scenarios need not be allowed to write scenario_month.
-- Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION set_scenario_months() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
DECLARE
    -- Scenarios whose year, or the months of it, may be others than before.
    touched text := CASE
        WHEN TG_TABLE_NAME = 'organisation' THEN
            format('SELECT s.organisation, s.code FROM new_rows n JOIN old_rows o ON o.organisation = n.organisation AND o.fiscal_year_start <> n.fiscal_year_start
                    JOIN %I.scenario s ON s.organisation = n.organisation', TG_TABLE_SCHEMA)
        WHEN TG_OP = 'INSERT' THEN 'SELECT organisation, code FROM new_rows'
        WHEN TG_OP = 'DELETE' THEN 'SELECT organisation, code FROM old_rows'
        ELSE 'SELECT o.organisation, o.code FROM (SELECT organisation, code, fiscal_year FROM old_rows EXCEPT SELECT organisation, code, fiscal_year FROM new_rows) o
              UNION SELECT n.organisation, n.code FROM (SELECT organisation, code, fiscal_year FROM new_rows EXCEPT SELECT organisation, code, fiscal_year FROM old_rows) n' END;
    months text := format('SELECT s.organisation, s.code AS scenario, (make_date(s.fiscal_year - (o.fiscal_year_start > 1)::integer, o.fiscal_year_start, 1) + make_interval(months => m.number))::date AS month
                           FROM (%2$s) t
                           JOIN %1$I.scenario s ON s.organisation = t.organisation AND s.code = t.code
                           JOIN %1$I.organisation o ON o.organisation = s.organisation
                           CROSS JOIN generate_series(0, 11) AS m(number)', TG_TABLE_SCHEMA, touched);
    message text;
    is_touched boolean;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    -- Another session's scenarios cannot be seen by this one.
    IF TG_TABLE_NAME = 'organisation' AND current_setting('transaction_isolation') <> 'read committed' THEN
        EXECUTE format('SELECT EXISTS (%s)', touched) INTO is_touched;
        IF is_touched THEN
            RAISE EXCEPTION USING
                ERRCODE = 'serialization_failure',
                MESSAGE = 'the month in which fiscal years begin can be changed at READ COMMITTED only',
                HINT = 'Begin the transaction with BEGIN ISOLATION LEVEL READ COMMITTED.',
                SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
        END IF;
    END IF;
    -- On INSERT too: what is left of a scenario that was truncated.
    EXECUTE format('DELETE FROM %1$I.scenario_month k USING (%2$s) t
                    WHERE k.organisation = t.organisation AND k.scenario = t.code
                      AND (k.organisation, k.scenario, k.month) NOT IN (%3$s)', TG_TABLE_SCHEMA, touched, months);
    EXECUTE format('INSERT INTO %1$I.scenario_month (organisation, scenario, month) %2$s ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING', TG_TABLE_SCHEMA, months);
    RETURN NULL;
EXCEPTION WHEN foreign_key_violation THEN
    GET STACKED DIAGNOSTICS message = PG_EXCEPTION_DETAIL;
    RAISE EXCEPTION USING
        ERRCODE = 'foreign_key_violation',
        MESSAGE = CASE TG_TABLE_NAME WHEN 'organisation' THEN 'the fiscal year of an organisation cannot begin in another month while there are amounts of months outside of it'
                                     ELSE 'the fiscal year of a scenario cannot be another while there are amounts of months outside of it' END,
        DETAIL = message,
        HINT = 'Load those amounts into scenarios of the years that they are of first, or remove them.',
        SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'ledger_month_is_in_the_scenarios_fiscal_year';
END
$function$;
REVOKE ALL ON FUNCTION set_scenario_months() FROM PUBLIC;
COMMENT ON FUNCTION set_scenario_months() IS 'Keeps scenario_month: the months of the fiscal year of each scenario. Refuses to change the year of one, or the month in which years begin, while there are amounts of months outside of it (23503), and the latter at other isolation levels than READ COMMITTED (40001). 42501 for a table of another owner';

CREATE OR REPLACE TRIGGER scenario_months_are_set_on_insert AFTER INSERT ON scenario
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION set_scenario_months();
CREATE OR REPLACE TRIGGER scenario_months_are_set_on_update AFTER UPDATE ON scenario
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION set_scenario_months();
CREATE OR REPLACE TRIGGER scenario_months_are_set_on_delete AFTER DELETE ON scenario
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION set_scenario_months();
CREATE OR REPLACE TRIGGER organisation_sets_scenario_months AFTER UPDATE ON organisation
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION set_scenario_months();

-- Of marts of 0.1.0, and where rows came past the triggers (session_replication_role = replica).
INSERT INTO scenario_month (organisation, scenario, month)
SELECT s.organisation, s.code, (make_date(s.fiscal_year - (o.fiscal_year_start > 1)::integer, o.fiscal_year_start, 1) + pg_catalog.make_interval(months => m.number))::date
FROM scenario s
JOIN organisation o ON o.organisation = s.organisation
CROSS JOIN pg_catalog.generate_series(0, 11) AS m(number)
ON CONFLICT DO NOTHING;
