-- ledger_period: what a load of the ledger is held against: an amount by month or for the whole year, accounts that are there

CREATE TABLE IF NOT EXISTS ledger_period (
    organisation text    NOT NULL,
    scenario     text    NOT NULL,
    unit         text    NOT NULL,
    head         text    NOT NULL,
    flow         text    NOT NULL,
    by_month     boolean NOT NULL,
    PRIMARY KEY (organisation, scenario, unit, head, flow),
    CONSTRAINT ledger_period_by_month_key UNIQUE (organisation, scenario, unit, head, flow, by_month)
);
COMMENT ON TABLE  ledger_period              IS 'Whether an amount is given by month or for the whole year. Written by the ledger''s triggers; rows whose amounts are gone do no harm';
COMMENT ON COLUMN ledger_period.organisation IS 'Organisation that the amount belongs to';
COMMENT ON COLUMN ledger_period.scenario     IS 'Code of the scenario';
COMMENT ON COLUMN ledger_period.unit         IS 'Code of the unit';
COMMENT ON COLUMN ledger_period.head         IS 'Code of the budget head';
COMMENT ON COLUMN ledger_period.flow         IS 'cost or revenue';
COMMENT ON COLUMN ledger_period.by_month     IS 'Whether the ledger may have rows of months; else it may have one row without a month';

-- Marts of 0.1.0 let all loads take turns, and looked for amounts given both ways among all rows of a scenario.
DROP TRIGGER IF EXISTS ledger_is_loaded_one_at_a_time ON ledger;
DROP TRIGGER IF EXISTS ledger_has_one_period_on_insert ON ledger;
DROP TRIGGER IF EXISTS ledger_has_one_period_on_update ON ledger;
DROP FUNCTION IF EXISTS refuse_mixed_periods();

-- What a scenario that was truncated left behind.
DELETE FROM scenario_month k
WHERE NOT EXISTS (SELECT FROM scenario s JOIN organisation o ON o.organisation = s.organisation
                  CROSS JOIN LATERAL (SELECT make_date(s.fiscal_year - (o.fiscal_year_start > 1)::integer, o.fiscal_year_start, 1)) AS y(first_month)
                  WHERE s.organisation = k.organisation AND s.code = k.scenario
                    AND k.month >= y.first_month AND k.month < y.first_month + interval '1 year')
  AND NOT EXISTS (SELECT FROM ledger l WHERE l.organisation = k.organisation AND l.scenario = k.scenario AND l.month = k.month);

-- Of marts of 0.1.0, and where rows came past the triggers (session_replication_role = replica).
INSERT INTO ledger_period (organisation, scenario, unit, head, flow, by_month)
SELECT DISTINCT l.organisation, l.scenario, l.unit, l.head, l.flow, l.by_month FROM ledger l
ON CONFLICT DO NOTHING;

-- A foreign key, since PostgreSQL holds foreign keys between sessions at every isolation
-- level, lets nobody wait who refers to the same row, and proves them again where a dump
-- is restored. Here and not with the table, for what it refers to comes first.
DO $do$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                   WHERE k.conrelid = 'ledger'::pg_catalog.regclass::oid AND k.conname = 'ledger_is_by_month_or_for_the_whole_year'::name) THEN
        ALTER TABLE ledger ADD CONSTRAINT ledger_is_by_month_or_for_the_whole_year
            FOREIGN KEY (organisation, scenario, unit, head, flow, by_month)
            REFERENCES ledger_period (organisation, scenario, unit, head, flow, by_month) DEFERRABLE;
    END IF;
END
$do$;

-- Before a statement this lets the ledger's foreign keys wait for its end. There it notes
-- in ledger_period the keys that are new, or given the other way than before, and then has
-- the foreign keys checked: all before the statement is over.
--
-- Whatever the planner believes, the work grows with the rows of the statement only: what
-- is looked up is one row, by the whole of a key, so that no scan of a table can be right.
--
-- It works as the owner, so that whoever may load need not be allowed to write ledger_period.
-- Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION hold_ledger_to_its_keys() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off
    SET enable_sort = off
    SET enable_incremental_sort = off
    SET enable_bitmapscan = off
    SET jit = off
AS $function$
DECLARE
    check_keys CONSTANT text := format('SET CONSTRAINTS %1$I.ledger_scenario_fkey, %1$I.ledger_unit_fkey, %1$I.ledger_head_fkey,
        %1$I.ledger_month_is_in_the_scenarios_fiscal_year, %1$I.ledger_is_by_month_or_for_the_whole_year ', TG_TABLE_SCHEMA);
    columns CONSTANT text := 'organisation, scenario, unit, head, flow, by_month';
    in_order CONSTANT text := 'organisation COLLATE "C", scenario COLLATE "C", unit COLLATE "C", head COLLATE "C", flow COLLATE "C"';
    changed text;
    are_some_known boolean;
    switched bigint := 0;
    wrong record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    IF TG_WHEN = 'BEFORE' THEN
        -- A procedure that runs as the mart's owner may leave nothing to be run later. It notes its keys in ledger_period
        -- first, so that they hold row by row; who only says so is refused.
        EXECUTE check_keys || CASE WHEN current_setting('social_services.keys_are_noted', true) = 'on' THEN 'IMMEDIATE' ELSE 'DEFERRED' END;
        RETURN NULL;
    END IF;

    changed := CASE TG_OP WHEN 'INSERT' THEN format('SELECT DISTINCT %s FROM new_rows', columns)
                          ELSE format('SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows', columns) END;
    -- In one order, so that of two who add the same keys one waits for the other, and never both.
    EXECUTE format('WITH changed AS MATERIALIZED (%1$s),
                         added AS (INSERT INTO %2$I.ledger_period (%3$s) SELECT %3$s FROM changed ORDER BY %4$s ON CONFLICT DO NOTHING RETURNING by_month)
                    SELECT (SELECT pg_catalog.count(*) FROM changed) > (SELECT pg_catalog.count(*) FROM added)', changed, TG_TABLE_SCHEMA, columns, in_order)
        INTO are_some_known;
    IF are_some_known THEN
        EXECUTE format('INSERT INTO %2$I.ledger_period (%3$s)
                        SELECT %3$s
                        FROM (%1$s) c
                        CROSS JOIN LATERAL (SELECT p.by_month AS is_by_month FROM %2$I.ledger_period p
                                            WHERE p.organisation = c.organisation AND p.scenario = c.scenario
                                              AND p.unit = c.unit AND p.head = c.head AND p.flow = c.flow LIMIT 1) p
                        WHERE p.is_by_month <> c.by_month
                        ORDER BY %4$s
                        ON CONFLICT (organisation, scenario, unit, head, flow) DO UPDATE SET by_month = EXCLUDED.by_month',
                       changed, TG_TABLE_SCHEMA, columns, in_order);
        GET DIAGNOSTICS switched = ROW_COUNT;
    END IF;
    BEGIN
        EXECUTE check_keys || 'IMMEDIATE';
        RETURN NULL;
    EXCEPTION WHEN foreign_key_violation THEN
        NULL;
    END;

    -- Why not?
    EXECUTE format('SELECT n.organisation, n.scenario, n.unit, n.head, n.month,
                           s.fiscal_year, u.code IS NOT NULL AS has_unit, h.code IS NOT NULL AS has_head,
                           (SELECT min(m.month) FROM %1$I.scenario_month m WHERE m.organisation = n.organisation AND m.scenario = n.scenario) AS first_month
                    FROM new_rows n
                    LEFT JOIN LATERAL (SELECT s.fiscal_year FROM %1$I.scenario s WHERE s.organisation = n.organisation AND s.code = n.scenario LIMIT 1) s ON true
                    LEFT JOIN LATERAL (SELECT u.code FROM %1$I.unit u WHERE u.organisation = n.organisation AND u.code = n.unit LIMIT 1) u ON true
                    LEFT JOIN LATERAL (SELECT h.code FROM %1$I.budget_head h WHERE h.organisation = n.organisation AND h.code = n.head LIMIT 1) h ON true
                    WHERE s.fiscal_year IS NULL OR u.code IS NULL OR h.code IS NULL
                       OR n.month IS NOT NULL AND NOT EXISTS (SELECT FROM %1$I.scenario_month m
                                                              WHERE m.organisation = n.organisation AND m.scenario = n.scenario AND m.month = n.month)
                    ORDER BY 1, 2, 3, 4, 5 LIMIT 1', TG_TABLE_SCHEMA)
        INTO wrong;
    IF wrong.fiscal_year IS NULL AND wrong.scenario IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            MESSAGE = format('table scenario of organisation "%s" has no "%s"', wrong.organisation, wrong.scenario),
            HINT = format('Load it before its ledger, or correct the code: INSERT INTO scenario (organisation, code, kind, fiscal_year) VALUES (%L, %L, ...).',
                          wrong.organisation, wrong.scenario),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'ledger_scenario_fkey';
    ELSIF NOT wrong.has_unit OR NOT wrong.has_head THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            MESSAGE = format('table %s of organisation "%s" has no "%s"', CASE WHEN wrong.has_unit THEN 'budget_head' ELSE 'unit' END, wrong.organisation,
                             CASE WHEN wrong.has_unit THEN wrong.head ELSE wrong.unit END),
            DETAIL = format('The ledger is to have an amount of unit "%s" and head "%s" in scenario "%s".', wrong.unit, wrong.head, wrong.scenario),
            HINT = format('Load it before the ledger, or correct the code: INSERT INTO %s (organisation, code, name) VALUES (%L, %L, ''its name'').',
                          CASE WHEN wrong.has_unit THEN 'budget_head' ELSE 'unit' END, wrong.organisation, CASE WHEN wrong.has_unit THEN wrong.head ELSE wrong.unit END),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = CASE WHEN wrong.has_unit THEN 'ledger_head_fkey' ELSE 'ledger_unit_fkey' END;
    ELSIF wrong.scenario IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            MESSAGE = format('month %s is not in fiscal year %s, which scenario "%s" is of', to_char(wrong.month::timestamp, 'YYYY-MM-DD'), wrong.fiscal_year, wrong.scenario),
            DETAIL = format('Organisation "%s", unit "%s", head "%s". The year begins on %s.', wrong.organisation, wrong.unit, wrong.head, to_char(wrong.first_month::timestamp, 'YYYY-MM-DD')),
            HINT = 'Load each year into a scenario of its own, or correct the month.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'ledger_month_is_in_the_scenarios_fiscal_year';
    END IF;

    -- The first and the last row of each key, of which months come first: one step down an
    -- index for each, since only the index of the key has that order.
    EXECUTE format('SELECT c.organisation, c.scenario, c.unit, c.head, c.flow
                    FROM (SELECT DISTINCT organisation, scenario, unit, head, flow FROM new_rows) c
                    CROSS JOIN LATERAL (SELECT p.month FROM %1$I.ledger p
                                        WHERE (p.organisation, p.scenario, p.unit, p.head, p.flow) >= (c.organisation, c.scenario, c.unit, c.head, c.flow)
                                        ORDER BY p.organisation, p.scenario, p.unit, p.head, p.flow, p.month LIMIT 1) first
                    CROSS JOIN LATERAL (SELECT p.month FROM %1$I.ledger p
                                        WHERE (p.organisation, p.scenario, p.unit, p.head, p.flow) <= (c.organisation, c.scenario, c.unit, c.head, c.flow)
                                        ORDER BY p.organisation DESC, p.scenario DESC, p.unit DESC, p.head DESC, p.flow DESC, p.month DESC LIMIT 1) last
                    WHERE first.month IS NOT NULL AND last.month IS NULL
                    ORDER BY 1, 2, 3, 4, 5 LIMIT 1', TG_TABLE_SCHEMA)
        INTO wrong;
    IF wrong.scenario IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('%s of unit "%s" and head "%s" in scenario "%s" is given both by month and for the whole year',
                             wrong.flow, wrong.unit, wrong.head, wrong.scenario),
            DETAIL = format('Organisation "%s".', wrong.organisation),
            HINT = 'Keep either the rows with a month or the one row without.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'ledger_is_by_month_or_for_the_whole_year';
    END IF;
    -- Rows that this transaction cannot see are given the other way.
    IF switched > 0 AND current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'serialization_failure',
            MESSAGE = 'could not serialize access due to concurrent update',
            DETAIL = 'Another transaction gave amounts by month that this one gives for the whole year, or the reverse.',
            HINT = 'The transaction might succeed if retried.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'ledger_is_by_month_or_for_the_whole_year';
    END IF;
    -- What one statement both adds and changes (ON CONFLICT, MERGE) comes in two triggers: the
    -- second has the foreign keys checked. COMMIT would at the latest.
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION hold_ledger_to_its_keys() FROM PUBLIC;
COMMENT ON FUNCTION hold_ledger_to_its_keys() IS 'Refuses an amount that is given both by month and for the whole year, which would count twice (23514), of a scenario, unit or head that is not there, or of another year''s month (23503). 42501 for a table of another owner';

-- Named so that they run before what notes changes, which relies on the keys.
CREATE OR REPLACE TRIGGER ledger_a_key_waits BEFORE INSERT OR UPDATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION hold_ledger_to_its_keys();
CREATE OR REPLACE TRIGGER ledger_a_key_holds_on_insert AFTER INSERT ON ledger
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_ledger_to_its_keys();
CREATE OR REPLACE TRIGGER ledger_a_key_holds_on_update AFTER UPDATE ON ledger
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_ledger_to_its_keys();
