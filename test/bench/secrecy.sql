-- secrecy: units grouped, a month released, and readers' views beside the same of insiders, in a mart of two organisations (synthetic)

-- Forty units of skewed size, ten years; one payment in a hundred is made twice, paid back in part or by another unit. Of the first organisation units are
-- grouped, of the second, a tenth as large, months are released: all but the last two years before anything is timed.
INSERT INTO bench.data (description) VALUES ('units and releases: a mart of two organisations, ' || :rows || ' payments and a tenth of them, in 40 units of skewed size');
SET client_min_messages = warning;
CALL create_social_mart('bench_secrecy', organisation => '1');
SET search_path = bench_secrecy, public;
INSERT INTO organisation (organisation, name) VALUES ('2', 'Town 2');
INSERT INTO unit (organisation, code, name, parent)
SELECT o, u.code, u.code, u.parent
FROM unnest('{1,2}'::text[]) AS o, (SELECT 'town' AS code, NULL AS parent UNION ALL SELECT 'd' || d, 'town' FROM generate_series(1, 4) AS d UNION ALL SELECT 'u' || u, 'd' || 1 + u % 4 FROM generate_series(1, 40) AS u) AS u;
INSERT INTO budget_head (organisation, code, name, pays_support) VALUES ('2', 'support', 'Support', true);
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT '2', k || y, CASE k WHEN 'o' THEN 'outcome' ELSE 'budget' END, y FROM unnest('{b,o}'::text[]) AS k, generate_series(2014, 2023) AS y;
SELECT setseed(0.5) \g /dev/null
-- What is noted of each statement is not what is measured.
SET session_replication_role = replica;
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT o.organisation, 'u' || 1 + floor(40 * power(h::bigint * 7919 % 100003 / 100003.0, 3))::integer, h, make_date(2014 + m / 12, 1 + m % 12, 1), round((9000 * (0.5 + random()))::numeric, 2)
FROM (VALUES ('1', :rows / 120), ('2', :rows / 1200)) AS o(organisation, households), generate_series(0, 119) AS m, generate_series(1, o.households) AS h;
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT organisation, CASE WHEN random() < 0.3 THEN 'u1' ELSE unit END, household, month, CASE WHEN random() < 0.2 THEN - amount ELSE round(amount * -0.3, 2) END FROM support_payment WHERE random() < 0.01;
RESET session_replication_role;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT '2', 'o' || EXTRACT(year FROM month), unit, 'support', month, sum(amount) FROM support_payment WHERE organisation = '2' GROUP BY 2, 3, 5
UNION ALL
SELECT '2', 'b' || y, 'u' || u, 'support', make_date(y, m, 1), 1000000 FROM generate_series(2014, 2023) AS y, generate_series(1, 40) AS u, generate_series(1, 12) AS m;
ANALYZE support_payment, ledger, unit;
CALL release_month('bench_secrecy', '2021-12-01', organisation => '2');
CALL refresh_social_mart('bench_secrecy');
VACUUM (ANALYZE);
RESET search_path;
RESET client_min_messages;

-- Payments that were looked at.
CREATE FUNCTION bench.group_units() RETURNS bigint LANGUAGE plpgsql SET client_min_messages = warning AS $$
BEGIN
    CALL public.group_small_units('bench_secrecy');
    RETURN (SELECT count(*) FROM bench_secrecy.support_payment WHERE organisation = '1');
END
$$;
-- The month after the last one, with corrections of another.
CREATE FUNCTION bench.release_next() RETURNS bigint LANGUAGE plpgsql SET client_min_messages = warning AS $$
DECLARE
    following date := (SELECT max(month) + interval '1 month' FROM bench_secrecy.released_month WHERE organisation = '2');
BEGIN
    UPDATE bench_secrecy.support_payment SET amount = amount + 13 WHERE organisation = '2' AND month = following - interval '1 year' AND household % 20 = 0;
    CALL public.release_month('bench_secrecy', following, organisation => '2');
    RETURN 1;
END
$$;
INSERT INTO bench.each (what, query, bar) VALUES
    ('group_small_units, each payment', 'SELECT bench.group_units()', 3),
    ('release_month, with corrections of another month', 'SELECT bench.release_next()', 5000000);
INSERT INTO bench.comparison (what, ours, other, bar, same_result, settings_ours, settings_other)
SELECT 'readers'' ' || v || ' beside insiders''', format('SELECT * FROM bench_secrecy_released.%I WHERE organisation = ''2'' AND fiscal_year = 2020', v),
       format('SELECT * FROM bench_secrecy.%I WHERE organisation = ''2'' AND fiscal_year = 2020', v), 1.2, false, bench.ample_memory(), bench.ample_memory()
FROM unnest('{caseload_by_month,caseload_by_year,household_cost,household_cost_change,budget_variance,budget_to_date,budget_rollup,year_end_forecast,forecast_by_month}'::text[]) AS v;
