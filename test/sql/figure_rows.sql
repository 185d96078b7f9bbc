-- figure_rows: from a figure of a view to the rows that it is the sum of

\i test/sql/include/setup.sql
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', reader => 'regress_mart_reader', insider => 'regress_mart_stranger');
SET search_path = lund, public;
\i test/sql/include/figures.sql
-- Revised in mid-year, by accounts; a year by month; moved units.
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES ('more-2022', 'supplement', 2022, '2022-06-15', true), ('new-2022', 'budget', 2022, '2022-09-10', true);
INSERT INTO ledger (scenario, unit, head, account, activity, amount) VALUES ('more-2022', 'eb', 'fb', '4510', '', 77), ('new-2022', 'eb', 'fb', '4510', 'P1', 900), ('new-2022', 'norr', 'fb', '', '', 70.5), ('new-2022', 'norr', 'adm', '4510', '', 60);
INSERT INTO ledger (scenario, unit, head, flow, account, month, amount)
SELECT 'outcome-2022', u, h, f, a, make_date(2022, m, 1), 10 * m + length(u || a) FROM unnest('{norr,syd,fam}'::text[]) u, unnest('{adm,bidrag}'::text[]) h, unnest('{cost,revenue}'::text[]) f, unnest('{4510,4520}'::text[]) a, generate_series(1, 12) m;
INSERT INTO unit_move (unit, parent, from_year) VALUES ('fam', 'eb', 2022);
CALL refresh_social_mart('lund');
RESET client_min_messages;

-- Of each figure, rows of the view with what their rows add up to, wherever that is another sum. Three of each: in any order, but the same every time.
CREATE FUNCTION pg_temp.wrong_sums() RETURNS TABLE (view_name text, figure text, rows bigint, wrong bigint, example text)
    LANGUAGE plpgsql AS $function$
BEGIN
    FOR view_name, figure IN SELECT s.view_name, s.figure FROM figure_sums() s ORDER BY 1, 2 LOOP
        RETURN QUERY EXECUTE format($sql$
            WITH said AS (
                SELECT (v.said ->> %2$L)::numeric AS figure, (SELECT jsonb_object_agg(k.key, k.value) FROM jsonb_each(v.said) k
                        WHERE k.key IN ('organisation', 'fiscal_year', 'scenario', 'month', 'unit_code', 'head_code', 'account', 'activity')) AS key
                FROM (SELECT to_jsonb(w) AS said FROM lund.%1$I w) v
                WHERE (v.said ->> 'fiscal_year')::integer BETWEEN 2020 AND 2024 AND v.said ->> 'unit_code' IS NOT NULL
                ORDER BY v.said ->> %2$L IS NULL, md5(v.said::text) LIMIT 3
            ), summed AS (
                SELECT said.*, (SELECT coalesce(sum(r.amount), 0) FROM figure_rows('lund', %1$L, %2$L, said.key) r) AS sum FROM said
            )
            SELECT %1$L, %2$L, count(*), count(*) FILTER (WHERE coalesce(figure, 0) <> sum), min(key::text || ' ' || figure || ' is not ' || sum) FILTER (WHERE coalesce(figure, 0) <> sum) FROM summed$sql$, view_name, figure);
    END LOOP;
END
$function$;
SELECT view_name, count(*) AS figures, min(rows) = 3 AS are_there, sum(wrong) AS wrong, min(example) AS example FROM pg_temp.wrong_sums() GROUP BY view_name ORDER BY 1;
-- That it can be told: without the rows of one account the sums differ.
SELECT sum(r.amount) AS all_of_them, sum(r.amount) FILTER (WHERE r.row_data ->> 'account' <> '4510') AS part
FROM figure_rows('lund', 'budget_rollup', 'outcome_cost', '{"organisation": "1281", "fiscal_year": 2022, "is_latest": true, "unit_code": "sn", "head_code": "adm"}') r;

-- What it says.
SELECT table_name, amount, row_data FROM figure_rows('lund', 'budget_variance', 'budget', '{"organisation": "1281", "fiscal_year": 2022, "is_latest": true, "unit_code": "eb", "head_code": "fb"}');
SELECT row_data ->> 'scenario' AS scenario, row_data ->> 'unit_code' AS unit, row_data ->> 'account' AS account, amount
FROM figure_rows('lund', 'budget_to_date', 'budget_year', '{"organisation": "1281", "month": "2022-07-01", "unit_code": "eb", "head_code": "fb"}');
SELECT table_name, row_data ->> 'household' AS household, row_data ->> 'unit' AS unit, amount FROM figure_rows('lund', 'caseload_by_month', 'payments', '{"month": "2022-12-01", "unit_code": "norr"}') ORDER BY 2, 4;
SELECT table_name, row_data ->> 'households' AS households, amount FROM figure_rows('lund', 'caseload_by_month', 'payments', '{"month": "2022-01-01", "unit_code": "syd"}');

-- What is refused.
SELECT * FROM figure_rows('lund', 'budget_variance', 'variance', '{}');
SELECT * FROM figure_rows('lund', 'household_cost', 'payments', '{}');
SELECT * FROM figure_rows('lund', 'no_view', 'budget', '{}');
SELECT * FROM figure_rows('lund', NULL, NULL, NULL);
SELECT * FROM figure_rows('lund', 'budget_variance', 'budget', NULL);
SELECT * FROM figure_rows('lund', 'budget_variance', 'budget', '[]');
SELECT * FROM figure_rows('lund', 'budget_variance', 'budget', '{"year": 2022}');
SELECT * FROM figure_rows('lund', 'budget_variance', 'budget', '{"fiscal_year": 2022}');
SELECT * FROM figure_rows('lund', 'budget_variance', 'budget', '{"unit_code": "''; DROP TABLE ledger; --"}');
SELECT * FROM figure_rows('public', 'budget_variance', 'budget', '{}');

-- Who sees them: insiders rows of the ledger, and readers none.
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT * FROM figure_rows('lund', 'budget_variance', 'outcome', '{"organisation": "1281", "fiscal_year": 2022, "is_latest": true, "unit_code": "eb", "head_code": "fb"}');
SELECT * FROM figure_rows('lund', 'caseload_by_month', 'payments', '{"month": "2022-12-01", "unit_code": "norr"}');
SELECT * FROM lund_released.ledger_row;
SET SESSION AUTHORIZATION regress_mart_stranger;
SELECT count(*), sum(amount) FROM figure_rows('lund', 'budget_variance', 'outcome', '{"organisation": "1281", "fiscal_year": 2022, "is_latest": true, "unit_code": "eb", "head_code": "fb"}');
SELECT * FROM figure_rows('lund', 'caseload_by_month', 'payments', '{"month": "2022-12-01", "unit_code": "norr"}');
SELECT count(*) > 0 AS sees_rows_of_the_ledger FROM lund.ledger_row;
RESET SESSION AUTHORIZATION;
SET client_min_messages = warning;
DROP SCHEMA lund_released CASCADE;
\i test/sql/include/cleanup.sql
