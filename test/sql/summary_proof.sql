-- summary: nothing kept is read unless it is proven to be whole, nor by who has no right to it, and nothing is computed that nobody asks for

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CREATE SCHEMA our_own;
GRANT USAGE ON SCHEMA our_own TO PUBLIC;
SET search_path = our_own, public;
\i test/sql/include/refusal.sql

SET client_min_messages = warning;
CALL create_social_mart('lund', organisation => '1281', insider => 'regress_mart_reader');
SET search_path = lund, our_own, public;
-- The other organisation has payments only: a refresh goes through both, and plans the many views of the ledger once.
INSERT INTO organisation (organisation, name) VALUES ('1280', 'Malmö');
INSERT INTO unit (organisation, code, name) SELECT o, c, 'Unit ' || c FROM unnest('{1280,1281}'::text[]) AS o, unnest('{u1,u2}'::text[]) AS c;
INSERT INTO budget_head (organisation, code, name, pool) SELECT o, h, 'Head ' || h, 'pool' FROM unnest('{1280,1281}'::text[]) AS o, unnest('{h1,h2}'::text[]) AS h;
INSERT INTO transfer_rule (from_head, to_head) VALUES ('h2', 'h1');
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT k || '-' || y, k, y, CASE k WHEN 'outcome' THEN make_date(y, 12, 31) END
FROM generate_series(2020, 2023) AS y, unnest('{budget,outcome}'::text[]) AS k;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT s.organisation, s.code, u, h, make_date(s.fiscal_year, m, 1), 100 + m * length(u) + CASE h WHEN 'h1' THEN 20 ELSE 0 END
FROM scenario s, unnest('{u1,u2}'::text[]) AS u, unnest('{h1,h2}'::text[]) AS h, generate_series(1, 12) AS m WHERE s.kind = 'outcome';
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT s.organisation, s.code, u, h, 1400 FROM scenario s, unnest('{u1,u2}'::text[]) AS u, unnest('{h1,h2}'::text[]) AS h WHERE s.kind = 'budget';
INSERT INTO appropriation (fiscal_year, unit, amount) SELECT y, 'u1', 2600 FROM generate_series(2019, 2023) AS y;
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT o, 'u1', n, make_date(y, m, 1), 9000 + n FROM unnest('{1280,1281}'::text[]) AS o, generate_series(2022, 2023) AS y, generate_series(1, 12) AS m, generate_series(1, 20) AS n;
INSERT INTO support_payment (unit, household, month, amount) VALUES ('u1', 21, '2022-05-01', 1);

\i test/sql/include/kept_views.sql
-- In one word: what is stale, and which views are wrong.
CREATE FUNCTION our_own.state(are_read boolean DEFAULT false, OUT stale text, OUT wrong text) LANGUAGE sql AS $function$
    SELECT (SELECT string_agg(s.about || ' ' || s.years, ', ' ORDER BY s.about)
            FROM (SELECT about, count(DISTINCT (organisation, fiscal_year)) AS years FROM lund.stale_summary GROUP BY about) s),
           (SELECT string_agg(w.view_name, ', ' ORDER BY w.view_name) FROM our_own.wrong_views(are_read) w)
$function$;
SELECT * FROM state(are_read => true);
CALL refresh_social_mart('lund');
SELECT * FROM state(are_read => true);
-- What is kept is held against what is computed, or nothing below could be wrong.
BEGIN;
SET LOCAL social_services.writes_summaries = 'on';
UPDATE budget_total_summary SET amount = amount + 1 WHERE fiscal_year = 2022 AND organisation = '1281';
DELETE FROM caseload_by_month_summary WHERE place = 1;
SELECT * FROM wrong_views();
SELECT * FROM wrong_views(are_read => true);
ROLLBACK;
-- Years without a row in any summary are kept too: there is nothing more to compute.
SELECT count(*) > 5 AS some, bool_and(stale = 0) AS all_kept FROM (
    SELECT y.fiscal_year, (SELECT count(*) FROM caseload_by_year c WHERE c.fiscal_year = y.fiscal_year) + (SELECT count(*) FROM reallocation_transfer t WHERE t.fiscal_year = y.fiscal_year) AS rows,
           (SELECT count(*) FROM stale_summary s WHERE s.fiscal_year = y.fiscal_year) AS stale
    FROM summary_note y WHERE y.kind = 'refresh') k WHERE rows = 0;


--
-- What was deleted is not to be read: neither by a function nor by an error that tells
--

-- Of May 2022 180211 are kept; without the household that is erased it is 171204.
DELETE FROM support_payment WHERE organisation = '1281' AND household = 7 AND month = '2022-05-01';
SET SESSION AUTHORIZATION regress_mart_reader;
CREATE TABLE pg_temp.seen (value numeric);
CREATE FUNCTION pg_temp.see(value numeric) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
    INSERT INTO pg_temp.seen VALUES (value);
    RETURN true;
END
$$;
CREATE FUNCTION pg_temp.looked_at(view_name text, amount_column text, secret numeric, truth numeric,
                                  OUT view text, OUT secret_by_function boolean, OUT secret_by_error text, OUT truth_by_function boolean, OUT truth_by_error text)
    LANGUAGE plpgsql AS $$
BEGIN
    view := view_name;
    EXECUTE format('DELETE FROM pg_temp.seen');
    EXECUTE format('SELECT count(*) FROM lund.%I WHERE pg_temp.see(%I)', view_name, amount_column);
    secret_by_function := EXISTS (SELECT FROM pg_temp.seen WHERE value = secret);
    truth_by_function := EXISTS (SELECT FROM pg_temp.seen WHERE value = truth);
    secret_by_error := refusal(format('SELECT count(*) FROM lund.%1$I WHERE CASE WHEN %2$I = %3$s THEN CAST(%2$I::text || ''x'' AS integer) ELSE 0 END = 0', view_name, amount_column, secret));
    truth_by_error := refusal(format('SELECT count(*) FROM lund.%1$I WHERE CASE WHEN %2$I = %3$s THEN CAST(%2$I::text || ''x'' AS integer) ELSE 0 END = 0', view_name, amount_column, truth));
END
$$;
SELECT l.* FROM (VALUES ('caseload_by_month', 'payments', 180211, 171204), ('household_cost', 'payments', 180211, 171204),
                        ('caseload_by_year', 'payments', 2162521, 2153514), ('household_cost_change', 'cost_before', 2162521, 2153514)) AS v(view_name, amount_column, secret, truth)
CROSS JOIN LATERAL pg_temp.looked_at(v.view_name, v.amount_column, v.secret, v.truth) l;
-- Not in joins either, nor through a view of the reader's own.
CREATE VIEW pg_temp.mine AS SELECT c.*, s.about FROM lund.caseload_by_month c LEFT JOIN lund.stale_summary s USING (organisation, fiscal_year);
DELETE FROM pg_temp.seen;
SELECT count(*) > 0 AS some FROM pg_temp.mine m JOIN (VALUES ('1281')) AS o(organisation) ON o.organisation = m.organisation AND pg_temp.see(m.payments);
SELECT count(*) > 0 AS some, count(*) FILTER (WHERE value = 180211) AS secrets FROM pg_temp.seen;
SET SESSION AUTHORIZATION regress_mart_owner;
-- And yet what can tell nothing reaches what is kept, by its key, and the tables that are computed from.
\i test/sql/include/plan_shows.sql
SELECT v.query, plan_shows(format('EXPLAIN SELECT * FROM lund.caseload_by_month WHERE %s', v.query), v.kept) AS kept,
       plan_shows(format('EXPLAIN SELECT * FROM lund.caseload_by_month WHERE %s', v.query), v.computed) AS computed
FROM (VALUES ('organisation = ''1281''', 'organisation = ''1281''', 'organisation = ''1281'''),
             ('unit_code = ''u1''', 'unit_code = ''u1''', 'unit = ''u1'''),
             ('month = ''2022-05-01''', 'month = ''2022-05-01''', 'month = ''2022-05-01'''),
             ('month < ''2022-05-01''', 'month < ''2022-05-01''', 'month < ''2022-05-01'''),
             ('unit_code IN (''u1'', ''u3'')', 'unit_code = ANY', 'unit = ANY')) AS v(query, kept, computed);
CALL refresh_social_mart('lund');
SELECT * FROM state();


--
-- Summaries are written by refresh alone
--

CREATE FUNCTION our_own.refusals() RETURNS TABLE (refused text, statements bigint) LANGUAGE plpgsql AS $function$
DECLARE
    relations text[];
BEGIN
    SELECT array_agg(relation_name) INTO relations FROM lund.summary_relation WHERE purpose IN ('summary', 'notes', 'list');
    RETURN QUERY SELECT left(our_own.refusal(format(s.statement, r.relation_name)), 6), count(*)
    FROM unnest(relations) AS r(relation_name)
    CROSS JOIN (VALUES ('INSERT INTO lund.%I SELECT * FROM lund.%1$I'), ('DELETE FROM lund.%I'), ('TRUNCATE lund.%I'),
                       ('INSERT INTO lund.%I SELECT * FROM lund.%1$I WHERE false'), ('DELETE FROM lund.%I WHERE false')) AS s(statement)
    GROUP BY 1;
END
$function$;
SELECT * FROM refusals();
SELECT refusal('UPDATE lund.budget_total_summary SET amount = 1'), refusal('UPDATE lund.summary_note SET kind = ''refresh''');
\set VERBOSITY default
DELETE FROM lund.budget_total_summary;
-- Whatever somebody else was granted, or says.
GRANT ALL ON ALL TABLES IN SCHEMA lund TO regress_mart_stranger;
GRANT USAGE ON SCHEMA lund TO regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
SET social_services.writes_summaries = 'on';
SELECT * FROM our_own.refusals();
RESET social_services.writes_summaries;
SET SESSION AUTHORIZATION regress_mart_owner;
REVOKE ALL ON ALL TABLES IN SCHEMA lund FROM regress_mart_stranger;
RESET SESSION AUTHORIZATION;
SELECT * FROM our_own.refusals();
-- What a subscription would apply of them is passed over; a refresh is done in such a session too.
SET session_replication_role = replica;
DELETE FROM lund.summary_note;
DELETE FROM lund.budget_total_summary;
INSERT INTO lund.summary_note (kind, about, organisation, fiscal_year, triggers) VALUES ('refresh', 'ledger', '1281', 2023, 1);
SELECT * FROM our_own.state();
INSERT INTO lund.ledger (organisation, scenario, unit, head, flow, amount) VALUES ('1281', 'budget-2023', 'u1', 'h1', 'revenue', 1);
SELECT * FROM our_own.state(are_read => true);
CALL refresh_social_mart('lund');
SELECT * FROM our_own.state();
RESET session_replication_role;
SET SESSION AUTHORIZATION regress_mart_owner;
DELETE FROM ledger WHERE flow = 'revenue';
CALL refresh_social_mart('lund');


--
-- Whatever is lost, no view is wrong, and a refresh makes all whole again
--

CREATE TABLE our_own.loss (place integer GENERATED ALWAYS AS IDENTITY, command text, are_read boolean NOT NULL DEFAULT false);
INSERT INTO our_own.loss (command) VALUES
    ('DELETE FROM budget_total_summary WHERE fiscal_year = 2023 AND organisation = ''1281'''),
    ('TRUNCATE caseload_by_month_summary, live_forecast_account_summary'),
    ('TRUNCATE summary_note; INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES (''budget-2023'', ''u1'', ''h1'', ''revenue'', 3)'),
    ('DELETE FROM summary_note WHERE fiscal_year = 2022'),
    -- As a restore writes it: the same row, of another transaction.
    ('WITH old AS (DELETE FROM summary_note RETURNING *) INSERT INTO our_own.dumped SELECT * FROM old; INSERT INTO summary_note SELECT * FROM our_own.dumped; UPDATE summary_note SET written_by = ''77'''),
    ('DELETE FROM summary_trigger WHERE table_name = ''ledger'''),
    ('TRUNCATE summary_trigger'),
    ('INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES (''budget-2023'', ''u1'', ''h1'', ''revenue'', 3); DELETE FROM ledger WHERE flow = ''revenue'''),
    ('ALTER TABLE ledger DISABLE TRIGGER ALL; DELETE FROM ledger WHERE scenario = ''budget-2022''; ALTER TABLE ledger ENABLE TRIGGER ALL'),
    ('ALTER TABLE support_payment DISABLE TRIGGER USER; DELETE FROM support_payment WHERE household = 5'),
    ('ALTER TABLE unit DISABLE TRIGGER unit_changes_ledger_summaries_on_update; UPDATE unit SET name = ''Another'''),
    ('DROP TRIGGER ledger_changes_ledger_summaries_on_row ON ledger'),
    ('ALTER TABLE summary_note ENABLE TRIGGER summary_note_is_not_replicated'),
    ('CREATE TABLE our_own.more () INHERITS (ledger); INSERT INTO our_own.more (organisation, scenario, unit, head, amount, id) VALUES (''1281'', ''budget-2023'', ''u1'', ''h1'', 9, 1)'),
    ('DELETE FROM support_payment WHERE organisation = ''1280''; DELETE FROM unit WHERE organisation = ''1280''; DELETE FROM budget_head WHERE organisation = ''1280'';
      DELETE FROM organisation WHERE organisation = ''1280''');
-- Here the views are read themselves: where some years are fresh, where some rows of others are there, and where nothing is proven.
UPDATE our_own.loss SET are_read = true WHERE command ~ '^(DELETE FROM summary_note WHERE|TRUNCATE caseload_by_month_summary|TRUNCATE summary_note)';
CREATE TABLE our_own.dumped (LIKE summary_note);
CREATE TABLE our_own.effect (place integer, stale text, wrong text, refreshed text, after_refresh text, upgraded text, after_upgrade text);
RESET SESSION AUTHORIZATION;
DO $$
DECLARE
    c our_own.loss;
    e our_own.effect;
BEGIN
    PERFORM set_config('search_path', 'lund, our_own, public', true);
    FOR c IN SELECT * FROM our_own.loss ORDER BY place LOOP
        BEGIN
            e := NULL;
            e.place := c.place;
            -- To switch off the triggers of foreign keys takes a superuser.
            IF c.command !~ 'TRIGGER ALL' THEN
                SET LOCAL ROLE regress_mart_owner;
            END IF;
            PERFORM set_config('social_services.writes_summaries', 'on', true);
            EXECUTE c.command;
            PERFORM set_config('social_services.writes_summaries', 'off', true);
            SET LOCAL ROLE regress_mart_owner;
            SELECT s.stale, coalesce(s.wrong, 'right') INTO e.stale, e.wrong FROM our_own.state(c.are_read) s;
            e.refreshed := left(refusal($q$CALL public.refresh_social_mart('lund')$q$), 63);
            SELECT coalesce(s.wrong, 'right') || coalesce(', stale ' || s.stale, '') INTO e.after_refresh FROM our_own.state() s;
            IF e.refreshed <> 'accepted' THEN
                e.upgraded := left(refusal($q$CALL public.upgrade_social_mart('lund')$q$), 50) || ' ' || left(refusal($q$CALL public.refresh_social_mart('lund')$q$), 50);
                SELECT coalesce(s.wrong, 'right') || coalesce(', stale ' || s.stale, '') INTO e.after_upgrade FROM our_own.state() s;
            END IF;
            RAISE SQLSTATE 'ZZZZZ';
        EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
            INSERT INTO our_own.effect SELECT e.*;
        END;
    END LOOP;
END
$$;
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT left(regexp_replace(c.command, '\s+', ' ', 'g'), 70) AS command, e.stale, e.wrong, e.refreshed, e.after_refresh, e.upgraded, e.after_upgrade
FROM our_own.loss c LEFT JOIN our_own.effect e USING (place) ORDER BY c.place;


--
-- Nothing is computed that nobody asks for, and nothing twice
--

-- How many rows of the ledger and of payments a query reads, loops and all.
CREATE FUNCTION our_own.rows_read(query text, OUT ledger bigint, OUT support_payment bigint) LANGUAGE plpgsql AS $function$
DECLARE
    plan jsonb;
BEGIN
    EXECUTE 'EXPLAIN (ANALYZE, TIMING off, FORMAT json) ' || query INTO plan;
    SELECT coalesce(sum(n.rows) FILTER (WHERE n.relation = 'ledger'), 0), coalesce(sum(n.rows) FILTER (WHERE n.relation = 'support_payment'), 0) INTO ledger, support_payment
    FROM (SELECT node ->> 'Relation Name' AS relation,
                 (node ->> 'Actual Loops')::numeric * ((node ->> 'Actual Rows')::numeric + coalesce((node ->> 'Rows Removed by Filter')::numeric, 0)) AS rows
          FROM jsonb_path_query(plan, '$.**') node
          WHERE jsonb_typeof(node) = 'object') n;
END
$function$;
-- Of tables this small the planner reads all rows rather than look up some.
SET enable_seqscan = off;
-- Everything is fresh: nothing is read of the ledger, and of payments the first of each year at most.
CALL refresh_social_mart('lund');
SELECT v.view_name, r.ledger, r.support_payment <= 10 AS first_payments
FROM summary_view v CROSS JOIN LATERAL rows_read(format('SELECT * FROM %I', v.view_name)) AS r ORDER BY 1;
-- Several years are stale: a view that is the inner side of a nested loop is computed once, not for each outer row.
UPDATE ledger SET amount = amount + 1 WHERE scenario = 'outcome-2021' AND organisation = '1281';
UPDATE support_payment SET amount = amount + 1 WHERE household = 3;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
SELECT v.view_name, j.rows > 0 AS some, j.rows = a.rows AS as_often_as_alone
FROM summary_view v
CROSS JOIN LATERAL rows_read(format('SELECT * FROM %I', v.view_name)) AS alone
CROSS JOIN LATERAL rows_read(format('SELECT * FROM generate_series(2011, 2030) AS y LEFT JOIN %I v ON v.fiscal_year = y OR v.fiscal_year = y + 1', v.view_name)) AS joined
CROSS JOIN LATERAL (SELECT CASE v.about WHEN 'ledger' THEN alone.ledger ELSE alone.support_payment END) AS a(rows)
CROSS JOIN LATERAL (SELECT CASE v.about WHEN 'ledger' THEN joined.ledger ELSE joined.support_payment END) AS j(rows)
ORDER BY 1;
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_material;
-- All years are stale: a scenario is computed without the others.
SET social_services.writes_summaries = 'on';
UPDATE summary_view SET definition = '';
RESET social_services.writes_summaries;
CALL upgrade_social_mart('lund');
SELECT v.view_name, c.ledger > 0 AS some, c.ledger < a.ledger / v.at_least AS without_the_others
-- A need that is computed may be of any scenario: its books are looked at first.
FROM (VALUES ('budget_variance', 3), ('reallocation_proposal', 1), ('reallocation_transfer', 1)) AS v(view_name, at_least)
CROSS JOIN LATERAL rows_read(format('SELECT * FROM %I', v.view_name)) AS a
CROSS JOIN LATERAL rows_read(format('SELECT * FROM %I WHERE scenario = ''outcome-2021''', v.view_name)) AS c;
SELECT v.view_name, v.condition, c.rows > 0 AS some, c.rows < a.rows AS without_the_others
FROM (VALUES ('forecast_by_month', 'ledger', 'unit_code = ''u1'' AND fiscal_year = 2020'), ('budget_total', 'ledger', 'fiscal_year = 2021'),
             ('caseload_by_month', 'support_payment', 'month = ''2022-03-01'''), ('household_cost', 'support_payment', 'fiscal_year = 2022 AND organisation = ''1281'''),
             ('household_cost_change', 'support_payment', 'fiscal_year = 2022')) AS v(view_name, table_name, condition)
CROSS JOIN LATERAL rows_read(format('SELECT * FROM %I', v.view_name)) AS every
CROSS JOIN LATERAL rows_read(format('SELECT * FROM %I WHERE %s', v.view_name, v.condition)) AS chosen
CROSS JOIN LATERAL (SELECT CASE v.table_name WHEN 'ledger' THEN every.ledger ELSE every.support_payment END) AS a(rows)
CROSS JOIN LATERAL (SELECT CASE v.table_name WHEN 'ledger' THEN chosen.ledger ELSE chosen.support_payment END) AS c(rows);


--
-- The day is the mart's, whatever the session says: these zones are never on the same one
--

CREATE FUNCTION our_own.answers() RETURNS text LANGUAGE sql AS $function$
    SELECT md5(string_agg(r.relation || r.hash, ',' ORDER BY r.relation)) FROM mart_test.contents('lund', 'v') r
$function$;
INSERT INTO assignment (code, title, source, decided_by, responsible, due_on) SELECT 'a' || d, 'Assignment', 'Plan', 'Council', 'Unit', current_date + d FROM generate_series(-2, 2) AS d;
INSERT INTO scenario (code, kind, fiscal_year) SELECT 'outcome-' || y, 'outcome', y FROM live_day, LATERAL (SELECT EXTRACT(year FROM today)::integer) AS y(y) WHERE organisation = '1281';
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT s.code, 'u1', 'h1', make_date(s.fiscal_year, m, 1), 100 FROM scenario s, generate_series(1, 12) AS m
WHERE s.organisation = '1281' AND s.code = 'outcome-' || (SELECT EXTRACT(year FROM today)::integer FROM live_day WHERE organisation = '1281');
BEGIN;
SET LOCAL TimeZone = 'Pacific/Kiritimati';
SELECT our_own.answers() AS far_east, current_date AS day \gset
SET LOCAL TimeZone = 'Etc/GMT+12';
SELECT our_own.answers() = :'far_east' AS same_answers, current_date = :'day' AS same_day;
-- The mart's own zone does matter.
UPDATE organisation SET time_zone = 'Pacific/Kiritimati' WHERE organisation = '1281';
SELECT max(days_left) AS days_left FROM assignment_status \gset
UPDATE organisation SET time_zone = 'Etc/GMT+12' WHERE organisation = '1281';
SELECT max(days_left) - :days_left IN (1, 2) AS one_day_more_or_two FROM assignment_status;
ROLLBACK;
UPDATE organisation SET time_zone = 'Europe/Lunnd';
SELECT DISTINCT time_zone FROM organisation;


--
-- What a refresh must see, and must not keep
--

CREATE FUNCTION our_own.right_after(VARIADIC statements text[]) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
    RETURN (SELECT coalesce('wrong: ' || s.wrong, 'right, ' || coalesce('stale: ' || s.stale, 'fresh')) FROM our_own.state() s);
END
$function$;
SET client_min_messages = warning;
-- Published figures are of forecast_accuracy_by_year, and not kept: a refresh after publishing does not say them twice.
CALL refresh_social_mart('lund');
CALL publish_interim_report('lund', '2022-08-31', '1281');
SELECT count(*) > 0 AS some FROM forecast_accuracy_by_year WHERE source = 'published';
SELECT right_after('UPDATE ledger SET amount = amount + 1 WHERE scenario = ''outcome-2022''', 'CALL refresh_social_mart(''lund'')');
SELECT count(*) FILTER (WHERE source = 'published') AS published, count(*) > 0 AS others FROM forecast_accuracy_by_year_summary;
-- A change after a refresh in one transaction, of a year that is not over.
UPDATE ledger SET amount = amount + 1 WHERE scenario ~ '^outcome';
BEGIN;
CALL refresh_social_mart('lund');
UPDATE ledger SET amount = amount + 7 WHERE scenario = (SELECT 'outcome-' || EXTRACT(year FROM today)::integer FROM live_day WHERE organisation = '1281');
COMMIT;
SELECT right_after('SELECT 1') LIKE 'right, stale: ledger %' AS noted;
SELECT right_after('CALL refresh_social_mart(''lund'')');
-- An organisation that is erased leaves nothing behind, and has nothing if it comes back.
INSERT INTO organisation (organisation, name) VALUES ('1233', 'Vellinge');
INSERT INTO unit (organisation, code, name) VALUES ('1233', 'u', 'Unit');
INSERT INTO budget_head (organisation, code, name) VALUES ('1233', 'h', 'Head');
INSERT INTO scenario (organisation, code, kind, fiscal_year) VALUES ('1233', 'b', 'budget', 2023);
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('1233', 'b', 'u', 'h', 777);
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('1233', 'u', 1, '2023-01-01', 12345);
CALL refresh_social_mart('lund');
SELECT count(*) AS kept FROM caseload_by_month_summary WHERE organisation = '1233';
DELETE FROM support_payment WHERE organisation = '1233';
DELETE FROM ledger WHERE organisation = '1233';
DELETE FROM ledger_period WHERE organisation = '1233';
DELETE FROM scenario WHERE organisation = '1233';
DELETE FROM unit WHERE organisation = '1233';
DELETE FROM budget_head WHERE organisation = '1233';
DELETE FROM organisation WHERE organisation = '1233';
CALL refresh_social_mart('lund');
SELECT (SELECT count(*) FROM caseload_by_month_summary WHERE organisation = '1233') + (SELECT count(*) FROM budget_total_summary WHERE organisation = '1233')
     + (SELECT count(*) FROM summary_note WHERE organisation = '1233') AS left_behind;
SELECT right_after('INSERT INTO organisation (organisation, name) VALUES (''1233'', ''Vellinge'')');
DELETE FROM organisation WHERE organisation = '1233';
-- Which months are over depends on the time zone.
SELECT right_after('CALL refresh_social_mart(''lund'')', 'UPDATE organisation SET time_zone = ''Pacific/Kiritimati'' WHERE organisation = ''1281''') LIKE 'right, stale: ledger %' AS noted;
SELECT right_after('CALL refresh_social_mart(''lund'')', 'UPDATE organisation SET name = ''Lund'' WHERE organisation = ''1281''') AS name_only;
-- A table that is part of another is changed through that without its own triggers.
CREATE TABLE our_own.parent (amount numeric NOT NULL);
ALTER TABLE support_payment INHERIT our_own.parent;
SELECT right_after('UPDATE our_own.parent SET amount = amount + 1') LIKE 'right, stale: caseload %' AS noted;
CALL refresh_social_mart('lund');
ALTER TABLE support_payment NO INHERIT our_own.parent;
SELECT right_after('CALL refresh_social_mart(''lund'', anew => true)');
-- It no longer is one, and had a statement of its own that changed nothing.
SELECT right_after('DELETE FROM support_payment WHERE false', 'ALTER TABLE support_payment INHERIT our_own.parent', 'UPDATE our_own.parent SET amount = amount + 1',
                   'ALTER TABLE support_payment NO INHERIT our_own.parent') LIKE 'right, stale: caseload %' AS noted;

SET client_min_messages = warning;
DROP SCHEMA our_own CASCADE;
\i test/sql/include/cleanup.sql
