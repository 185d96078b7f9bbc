-- tell_suspicions: what a load is told of at once, the rest stands in data_quality and, of payments, in live_suspect_payment

-- Only what the rows of the statement tell by themselves, so that a load does not take longer. It stays loaded: it may be meant.
--
-- It works as the owner, since who writes one of the tables need not be allowed to read the
-- other. Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION tell_suspicions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
DECLARE
    suspicion record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    EXECUTE CASE TG_TABLE_NAME
        WHEN 'ledger' THEN
            format('SELECT ''negative_revenue'' AS rule, pg_catalog.count(*) AS number, ''revenue of a scenario that adds up to less than 0'' AS what
                    FROM (SELECT n.organisation, n.scenario FROM new_rows n WHERE n.flow = ''revenue'' GROUP BY n.organisation, n.scenario HAVING pg_catalog.sum(n.amount) < 0) l
                    CROSS JOIN LATERAL (SELECT s.kind FROM %I.scenario s WHERE s.organisation = l.organisation AND s.code = l.scenario LIMIT 1) s
                    WHERE s.kind <> ''supplement''', TG_TABLE_SCHEMA)
        WHEN 'support_payment' THEN
            -- A month's payments. To look through those of years took a seventh of their load. Households, not rows: of these it is.
            'SELECT ''payment_booked_twice'' AS rule, pg_catalog.count(DISTINCT (d.organisation, d.household)) AS number, ''households with the same amount more than once in a month'' AS what
             FROM (SELECT p.organisation, p.household FROM new_rows p WHERE p.amount > 0 AND (SELECT pg_catalog.count(*) <= 20000 FROM (SELECT FROM new_rows LIMIT 20001) n) GROUP BY p.organisation, p.unit, p.household, p.month, p.amount HAVING pg_catalog.count(*) > 1) d'
        ELSE
            format('SELECT ''percent_as_number'' AS rule, pg_catalog.count(*) AS number, ''percent above 1.5, where 90 %% is 0.9'' AS what
                    FROM new_rows v
                    JOIN %I.indicator i ON i.organisation = v.organisation AND i.code = v.indicator
                    WHERE i.measure = ''percent'' AND %s > 1.5', TG_TABLE_SCHEMA,
                   CASE TG_TABLE_NAME WHEN 'indicator_value' THEN 'greatest(abs(v.outcome), abs(v.target))' ELSE 'abs(v.outcome)' END)
    END INTO suspicion;
    IF suspicion.number > 0 THEN
        RAISE NOTICE USING
            MESSAGE = format('%s suspicion%s in what was loaded into %s: %s', suspicion.number, CASE suspicion.number WHEN 1 THEN '' ELSE 's' END,
                             TG_TABLE_NAME, suspicion.what),
            HINT = format('It may be meant. SELECT * FROM %I.%I WHERE rule = %L tells%s more, and what to do.', TG_TABLE_SCHEMA,
                          CASE TG_TABLE_NAME WHEN 'support_payment' THEN 'live_suspect_payment' ELSE 'data_quality' END, suspicion.rule,
                          CASE TG_TABLE_NAME WHEN 'support_payment' THEN ' the owner of the mart' END);
    END IF;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION tell_suspicions() FROM PUBLIC;
COMMENT ON FUNCTION tell_suspicions() IS 'Tells, once a statement, of what looks wrong in the rows that it loads and can be seen in them alone; all else is in data_quality and live_suspect_payment. 42501 for a table of another owner';

CREATE OR REPLACE TRIGGER ledger_suspicions_are_told_on_insert AFTER INSERT ON ledger
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_suspicions();
CREATE OR REPLACE TRIGGER support_payment_suspicions_are_told_on_insert AFTER INSERT ON support_payment
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_suspicions();
CREATE OR REPLACE TRIGGER indicator_value_suspicions_are_told_on_insert AFTER INSERT ON indicator_value
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_suspicions();
CREATE OR REPLACE TRIGGER indicator_value_suspicions_are_told_on_update AFTER UPDATE ON indicator_value
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_suspicions();
CREATE OR REPLACE TRIGGER indicator_month_suspicions_are_told_on_insert AFTER INSERT ON indicator_month
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_suspicions();
CREATE OR REPLACE TRIGGER indicator_month_suspicions_are_told_on_update AFTER UPDATE ON indicator_month
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_suspicions();
