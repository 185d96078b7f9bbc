-- late_month: months in the ledger that begin after the day until which their outcome knows

-- They stay, and no view counts them: whoever loads them, or moves as_of, is told. The
-- months of budgets and forecasts are rightly later than the day on which these were made.
--
-- It works as the owner, since who writes one of the tables need not be allowed to read the
-- other. Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION tell_late_months() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off
    SET enable_sort = off
    SET enable_bitmapscan = off
    SET jit = off
AS $function$
DECLARE
    late record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    FOR late IN EXECUTE format(
        'SELECT n.organisation, n.scenario, n.as_of, n.last_month FROM (' || CASE TG_TABLE_NAME
            WHEN 'ledger' THEN
                'SELECT l.organisation, l.scenario, s.as_of, l.last_month
                 FROM (SELECT organisation, scenario, pg_catalog.max(month) AS last_month FROM new_rows GROUP BY organisation, scenario) l
                 CROSS JOIN LATERAL (SELECT s.as_of FROM %I.scenario s
                                     WHERE s.organisation = l.organisation AND s.code = l.scenario AND s.kind = ''outcome'' LIMIT 1) s'
            ELSE
                'SELECT s.organisation, s.code AS scenario, s.as_of, l.last_month
                 FROM new_rows s
                 CROSS JOIN LATERAL (SELECT l.month AS last_month FROM %I.ledger l
                                     WHERE l.organisation = s.organisation AND l.scenario = s.code AND l.month IS NOT NULL
                                     ORDER BY l.month DESC LIMIT 1) l
                 WHERE s.kind = ''outcome'''
        END || ') n WHERE n.last_month > n.as_of ORDER BY 1, 2', TG_TABLE_SCHEMA)
    LOOP
        RAISE NOTICE USING
            MESSAGE = format('outcome "%s" of organisation "%s" knows of days until %s, but its ledger has months until %s: the later ones stay there and count nowhere',
                             late.scenario, late.organisation, to_char(late.as_of::timestamp, 'YYYY-MM-DD'), to_char(late.last_month::timestamp, 'YYYY-MM')),
            HINT = format('If they are booked, move the outcome on: UPDATE scenario SET as_of = %L WHERE organisation = %L AND code = %L.',
                          to_char(late.last_month::timestamp + '1 month'::interval - '1 day'::interval, 'YYYY-MM-DD'), late.organisation, late.scenario);
    END LOOP;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION tell_late_months() FROM PUBLIC;
COMMENT ON FUNCTION tell_late_months() IS 'Tells of months in the ledger that begin after the day until which their outcome knows. 42501 for a table of another owner';

CREATE OR REPLACE TRIGGER ledger_late_months_are_told_on_insert AFTER INSERT ON ledger
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_late_months();
CREATE OR REPLACE TRIGGER ledger_late_months_are_told_on_update AFTER UPDATE ON ledger
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_late_months();
CREATE OR REPLACE TRIGGER scenario_late_months_are_told_on_update AFTER UPDATE ON scenario
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_late_months();
