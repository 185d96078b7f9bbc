-- stated_forecast: what a forecast or a stated total tells readers of households that wait

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('town', organisation => '1');
SET search_path = town, public;
SET client_min_messages = warning;

-- Offices of forty and twelve households, and one that is small and shown with another (synthetic). Town 2 has no payments, its books alone.
INSERT INTO organisation VALUES ('2', 'Town 2');
INSERT INTO unit (organisation, code, name, parent) SELECT o, u, u, CASE WHEN u <> 'town' THEN 'town' END FROM unnest('{1,2}'::text[]) AS o, unnest('{town,n,e,s,w}'::text[]) AS u;
INSERT INTO budget_head (organisation, code, name, pays_support, about_households)
SELECT o, h, h, h = 'support', h = 'foster homes' FROM unnest('{1,2}'::text[]) AS o, unnest('{support,foster homes,wages}'::text[]) AS h;
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) SELECT o, k, k, 2023, CASE k WHEN 'forecast' THEN date '2023-06-30' END FROM unnest('{1,2}'::text[]) AS o, unnest('{budget,outcome,forecast}'::text[]) AS k;
INSERT INTO support_payment (unit, household, month, amount)
SELECT o.unit, o.first + h, m, 8000 + 100 * (h % 7)
FROM (VALUES ('n', 100, 40), ('e', 200, 12), ('s', 300, 3), ('w', 400, 2)) AS o(unit, first, households),
     generate_series(1, o.households) AS h, generate_series(date '2023-01-01', '2023-06-01', interval '1 month') AS m;
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT o, 'budget', u, h, 4000000 FROM unnest('{1,2}'::text[]) AS o, unnest('{n,e,s,w}'::text[]) AS u, unnest('{support,foster homes,wages}'::text[]) AS h;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT o, 'outcome', unit, h, month, sum(amount) FROM support_payment, unnest('{1,2}'::text[]) AS o, unnest('{support,foster homes,wages}'::text[]) AS h GROUP BY 1, 3, 4, 5;
CALL release_month('town', '2023-05-01');
CALL release_month('town', '2023-05-01', organisation => '2');

-- A household of n pays back; the books know of it, and so does a forecast: what is booked by month and the rest of the budget.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('n', 101, '2023-02-01', -4321.09);
UPDATE ledger SET amount = amount - 4321.09 WHERE organisation = '1' AND scenario = 'outcome' AND unit = 'n' AND head = 'support' AND month = '2023-02-01';
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT organisation, 'forecast', unit, head, month, amount FROM ledger WHERE scenario = 'outcome'
UNION ALL SELECT o, 'forecast', u, h, m, 100000 FROM unnest('{1,2}'::text[]) AS o, unnest('{n,e,s,w}'::text[]) AS u, unnest('{support,foster homes,wages}'::text[]) AS h, generate_series(date '2023-07-01', '2023-12-01', interval '1 month') AS m;
UPDATE scenario SET stated_total = (SELECT sum(CASE l.scenario WHEN 'budget' THEN l.amount ELSE - l.amount END) FROM ledger l WHERE l.organisation = scenario.organisation AND l.scenario IN ('budget', scenario.code))
WHERE code IN ('outcome', 'forecast');
CALL release_month('town', '2023-06-01');
CALL release_month('town', '2023-06-01', organisation => '2');
SELECT waiting, waiting_payments FROM released_month WHERE organisation = '1' AND month = '2023-06-01';

-- What the attacker computes: the stated forecast less the plan, less what is shown. Told as it is, it would be the household's; rounded it is of no use.
CREATE FUNCTION pg_temp.attack(schema text) RETURNS TABLE (what text, unit text, rest numeric) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('
        SELECT ''forecast'', f.unit_code, f.outcome - o.outcome - 600000 * CASE WHEN f.unit_code LIKE ''%%+'' THEN 2 ELSE 1 END
        FROM %1$I.budget_variance f JOIN %1$I.budget_variance o USING (organisation, unit_code, head_code)
        WHERE f.organisation = ''1'' AND f.head_code = ''support'' AND f.scenario_kind = ''forecast'' AND o.scenario_kind = ''outcome''
        UNION ALL
        SELECT ''stated forecast'', f.unit_code, f.stated_forecast - f.booked - 600000 * CASE WHEN f.unit_code LIKE ''%%+'' THEN 2 ELSE 1 END
        FROM %1$I.year_end_forecast f WHERE f.organisation = ''1'' AND f.head_code = ''support'' AND f.is_latest
        UNION ALL
        SELECT ''stated total of '' || s.code, NULL, (SELECT sum(CASE l.scenario WHEN ''budget'' THEN l.amount ELSE - l.amount END) FROM %1$I.ledger l WHERE l.organisation = s.organisation AND l.scenario IN (''budget'', ''outcome''))
               - s.stated_total - CASE s.code WHEN ''forecast'' THEN 7200000 ELSE 0 END
        FROM %1$I.scenario s WHERE s.organisation = ''1'' AND s.stated_total IS NOT NULL', schema);
END
$$;
SELECT what, unit, rest FROM pg_temp.attack('town_released') WHERE abs(rest) = 4321.09;
SELECT what, unit, rest FROM pg_temp.attack('town_released') ORDER BY 1, 2;
-- The stated forecast as it is, less what readers see.
SELECT (SELECT sum(amount) FROM ledger WHERE organisation = '1' AND scenario = 'forecast' AND head = 'support' AND unit = 'n')
       - (SELECT sum(amount) FROM town_released.ledger WHERE organisation = '1' AND scenario = 'outcome' AND head = 'support' AND unit = 'n') - 600000 AS would_be;

-- Readers see a forecast of households for the year, by group, rounded; groups add up to the whole, as it is rounded; what is not about households, and where nobody is paid, is as stated.
SELECT step FROM live_released_step;
SELECT unit, month, amount FROM town_released.ledger WHERE organisation = '1' AND scenario = 'forecast' AND head = 'support' ORDER BY 1;
SELECT head, sum(amount) AS told, (SELECT sum(f.amount) FROM ledger f WHERE f.organisation = '1' AND f.scenario = 'forecast' AND f.head = l.head) AS stated, count(month) AS months
FROM town_released.ledger l WHERE organisation = '1' AND scenario = 'forecast' GROUP BY head ORDER BY 1;
SELECT count(*) FILTER (WHERE n.rows <> t.rows) AS differ, count(*) AS scenarios
FROM (SELECT scenario, head, count(*) AS months, sum(amount) AS rows FROM ledger WHERE organisation = '2' GROUP BY 1, 2) AS n
JOIN (SELECT scenario, head, sum(amount) AS rows FROM town_released.ledger WHERE organisation = '2' GROUP BY 1, 2) AS t USING (scenario, head);
SELECT organisation, code, stated_total - (SELECT s.stated_total FROM scenario s WHERE s.organisation = r.organisation AND s.code = r.code) AS rounded_by
FROM town_released.scenario r WHERE stated_total IS NOT NULL ORDER BY 1, 2;

-- The step: of 1, 2, 5 and so on the first that is at least 2.4 times the largest payment.
BEGIN;
CREATE FUNCTION pg_temp.step_of(amount numeric) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
    step numeric;
BEGIN
    DELETE FROM town.support_payment;
    INSERT INTO town.support_payment (unit, household, month, amount) VALUES ('n', 1, '2023-01-01', amount);
    SELECT s.step INTO step FROM town.live_released_step s;
    RETURN step;
END
$$;
SELECT amount, pg_temp.step_of(amount) AS step FROM unnest('{0.01,0.41,1,4.16,4.17,-8.33,8.34,10000,20833.33,20833.34,41666.67,100000000}'::numeric[]) AS amount;
SELECT pg_temp.step_of(0) AS nobody_is_paid;
ROLLBACK;

RESET SESSION AUTHORIZATION;
DROP SCHEMA mart_test, town, town_released CASCADE;
DROP EXTENSION social_services;
DROP OWNED BY regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
