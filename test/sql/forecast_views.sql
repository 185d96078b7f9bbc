-- forecast_views: booked_year, monthly_outcome, forecast_by_month, year_end_forecast,
-- forecast_total_by_month, final_outcome, forecast_accuracy

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', insider => 'regress_mart_reader');
SET search_path = lund, public;

-- Of nothing, nothing.
SELECT relation, rows FROM mart_test.contents('lund', 'v')
WHERE relation ~ 'forecast|booked|outcome' AND relation <> 'data_dictionary' ORDER BY relation COLLATE "C";


--
-- Two organisations with the same codes
--

INSERT INTO organisation VALUES ('1280', 'Malmö stad');
COPY unit (organisation, code, name) FROM stdin (FORMAT csv);
1281,ifo,Individual and family care
1281,lss,Support and service
1280,ifo,Other city
\.
COPY budget_head (organisation, code, name) FROM stdin (FORMAT csv);
1281,fb,Income support
1281,staff,Staff
1281,idle,Budget and no booking
1281,extra,Booking and no budget
1281,year,Booked for the whole year
1280,fb,Income support elsewhere
1280,staff,Staff elsewhere
\.
-- 2009 for the whole year. 2012 is booked until August. Of 2014 four outcomes. 2015 knows less than
-- its rows; 2016 is booked until April; of 2017 there is a forecast alone, of 2018 a budget alone.
COPY scenario (organisation, code, kind, fiscal_year, as_of, adopted) FROM stdin (FORMAT csv);
1281,outcome-2009,outcome,2009,,t
1281,outcome-2010,outcome,2010,,t
1281,outcome-2011,outcome,2011,2011-12-31,t
1281,outcome-2012,outcome,2012,,t
1281,outcome-2013,outcome,2013,2014-02-10,t
1281,a-2014,outcome,2014,2014-12-31,t
1281,outcome-2014,outcome,2014,2014-12-31,t
1281,z-2014,outcome,2014,2014-11-30,t
1281,draft-2014,outcome,2014,2015-03-31,f
1281,outcome-2015,outcome,2015,2015-06-15,t
1281,outcome-2016,outcome,2016,,t
1281,budget-2013-draft,budget,2013,,f
1281,budget-2014,budget,2014,,t
1281,budget-2015,budget,2015,,t
1281,budget-2016,budget,2016,,t
1281,budget-2016-draft,budget,2016,,f
1281,budget-2017,budget,2017,,t
1281,budget-2018,budget,2018,,t
1281,forecast-2014-04,forecast,2014,2014-04-30,t
1281,forecast-2014-08,forecast,2014,2014-08-31,t
1281,forecast-2016-02,forecast,2016,2016-02-29,t
1281,forecast-2016-03-empty,forecast,2016,2016-03-31,t
1281,forecast-2016-04,forecast,2016,2016-04-30,t
1281,forecast-2016-04-b,forecast,2016,2016-04-30,f
1281,forecast-2016-undated,forecast,2016,,t
1281,forecast-2016-05,forecast,2016,2016-05-31,t
1281,forecast-2017-04,forecast,2017,2017-04-30,t
1280,outcome-2013,outcome,2013,,t
1280,outcome-2014,outcome,2014,,t
1280,outcome-2016,outcome,2016,,t
1280,budget-2016,budget,2016,,t
1280,forecast-2016-04,forecast,2016,2016-04-30,t
\.
-- Made up: a December with late invoices, cents, and revenue that makes it a net cost.
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
SELECT '1281', 'outcome-' || y, h.unit, h.head, h.flow, make_date(y, n, 1),
       h.level + (y - 2010) * h.growth + 12 * abs(n - 7) + CASE n WHEN 12 THEN 150 ELSE 0 END + (y * 7 + n * 5) % 11 * h.noise
FROM (VALUES ('ifo', 'fb', 'cost', 900.25, 40, 4.10), ('ifo', 'fb', 'revenue', 200, 5, 1.05), ('ifo', 'staff', 'cost', 300, 10, 0.50),
             ('lss', 'staff', 'cost', 700.40, -15, 2)) AS h(unit, head, flow, level, growth, noise),
     (VALUES (2010, 12), (2011, 12), (2012, 8), (2013, 12), (2014, 12), (2015, 9), (2016, 4)) AS b(y, months),
     generate_series(1, 12) AS n
WHERE n <= months
UNION ALL
SELECT '1280', 'outcome-' || y, 'ifo', head, 'cost', make_date(y, n, 1), 5000 + n * n + y % 10
FROM unnest('{fb,staff}'::text[]) AS head, (VALUES (2013, 12), (2014, 12), (2016, 6)) AS b(y, months), generate_series(1, 12) AS n
WHERE n <= months;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT code, 'ifo', 'fb', make_date(2014, n, 1), 7 FROM unnest('{a-2014,z-2014,draft-2014}'::text[]) AS code, generate_series(1, 12) AS n;
COPY ledger (organisation, scenario, unit, head, flow, month, amount) FROM stdin (FORMAT csv);
1281,outcome-2009,ifo,fb,cost,,11000
1281,outcome-2014,ifo,year,revenue,,500
1281,outcome-2016,ifo,year,revenue,,400
1281,outcome-2016,lss,extra,cost,2016-03-01,90
1281,budget-2013-draft,ifo,fb,cost,,1
1281,budget-2014,ifo,fb,cost,,11000
1281,budget-2014,ifo,fb,revenue,,3000
1281,budget-2014,lss,staff,cost,,9000
1281,budget-2015,ifo,fb,cost,,99999
1281,budget-2016,ifo,fb,cost,2016-01-01,6000
1281,budget-2016,ifo,fb,cost,2016-12-01,6000
1281,budget-2016,ifo,fb,revenue,,3000
1281,budget-2016,ifo,staff,cost,,6000.50
1281,budget-2016,lss,staff,cost,,9500
1281,budget-2016,lss,idle,cost,,250
1281,budget-2016-draft,ifo,fb,cost,,77777
1281,budget-2017,ifo,fb,cost,,100
1281,budget-2018,ifo,fb,cost,,100
1281,forecast-2014-04,ifo,fb,cost,,12000
1281,forecast-2014-04,ifo,fb,revenue,,2500
1281,forecast-2014-08,ifo,fb,cost,,10000
1281,forecast-2014-08,lss,idle,cost,,40
1281,forecast-2016-02,ifo,fb,cost,,10000
1281,forecast-2016-02,lss,extra,cost,,80
1281,forecast-2016-04,ifo,fb,cost,,10400
1281,forecast-2016-04,ifo,fb,revenue,,400
1281,forecast-2016-04-b,ifo,fb,cost,,10500
1281,forecast-2016-undated,ifo,fb,cost,,10600
1281,forecast-2016-05,ifo,fb,cost,,10700
1281,forecast-2017-04,ifo,fb,cost,,150
1280,budget-2016,ifo,fb,cost,,60000
1280,forecast-2016-04,ifo,fb,cost,,61000
\.

-- What counts as booked, by hand. An earlier year is learned from if it is full.
CREATE TEMPORARY TABLE booked AS
SELECT *, booked_until = make_date(fiscal_year, 12, 31) AS is_full
FROM (VALUES ('1281', 2010, 'outcome-2010', '2010-12-31'::date), ('1281', 2011, 'outcome-2011', '2011-12-31'), ('1281', 2012, 'outcome-2012', '2012-08-31'),
             ('1281', 2013, 'outcome-2013', '2013-12-31'), ('1281', 2014, 'outcome-2014', '2014-12-31'), ('1281', 2015, 'outcome-2015', '2015-05-31'),
             ('1281', 2016, 'outcome-2016', '2016-04-30'),
             ('1280', 2013, 'outcome-2013', '2013-12-31'), ('1280', 2014, 'outcome-2014', '2014-12-31'), ('1280', 2016, 'outcome-2016', '2016-06-30')
     ) AS b(organisation, fiscal_year, scenario, booked_until);
CREATE FUNCTION pg_temp.differences(one text, other text) RETURNS bigint
    LANGUAGE plpgsql
AS $function$
DECLARE
    n bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (((%1$s) EXCEPT ALL (%2$s)) UNION ALL ((%2$s) EXCEPT ALL (%1$s))) AS d', one, other) INTO n;
    RETURN n;
END
$function$;
SELECT pg_temp.differences('SELECT organisation, fiscal_year, scenario, booked_until FROM booked_year', 'SELECT organisation, fiscal_year, scenario, booked_until FROM booked') AS differences;

-- Of the outcomes of 2014 one in force, then the one that knows most, then the code decide.
BEGIN;
DELETE FROM ledger WHERE scenario = 'outcome-2014';
SELECT scenario, booked_until FROM booked_year WHERE organisation = '1281' AND fiscal_year = 2014;
UPDATE scenario SET as_of = '2014-12-30' WHERE code = 'a-2014';
SELECT scenario, booked_until FROM booked_year WHERE organisation = '1281' AND fiscal_year = 2014;
UPDATE scenario SET as_of = NULL WHERE code = 'z-2014';
SELECT scenario, booked_until FROM booked_year WHERE organisation = '1281' AND fiscal_year = 2014;
UPDATE scenario SET adopted = false WHERE code IN ('a-2014', 'z-2014');
SELECT scenario, booked_until FROM booked_year WHERE organisation = '1281' AND fiscal_year = 2014;
ROLLBACK;

-- A month that as_of does not reach to the end of is not complete. Before the year begins nothing is.
BEGIN;
UPDATE scenario SET as_of = d.as_of FROM (VALUES ('outcome-2010', '2010-02-27'::date), ('outcome-2011', '2011-02-28'), ('outcome-2014', '2014-12-30'),
    ('outcome-2015', '2015-01-01'), ('outcome-2016', '2015-10-10')) AS d(code, as_of) WHERE scenario.code = d.code AND organisation = '1281';
DELETE FROM ledger WHERE scenario ~ '^[adz].*-2014$';
SELECT y.fiscal_year, y.booked_until, count(m.month), max(m.month) FROM booked_year y LEFT JOIN monthly_outcome m USING (organisation, fiscal_year)
WHERE y.organisation = '1281' AND y.fiscal_year IN (2010, 2011, 2014, 2015, 2016) GROUP BY y.fiscal_year, y.booked_until ORDER BY y.fiscal_year;
ROLLBACK;
-- Days so far away that dates end there break no view.
BEGIN;
UPDATE scenario SET as_of = '9999-12-31' WHERE organisation = '1281' AND (kind = 'outcome' AND fiscal_year IN (2014, 2016) OR kind = 'forecast');
SELECT count(*) > 20 AS views_work FROM mart_test.contents('lund', 'v');
ROLLBACK;
BEGIN;
UPDATE scenario SET as_of = '1000-01-01' WHERE organisation = '1281';
SELECT count(*) > 20 AS views_work FROM mart_test.contents('lund', 'v');
ROLLBACK;

-- What is booked ahead of today is not booked yet, and no such year is over.
BEGIN;
SELECT today, EXTRACT(year FROM today)::integer AS this_year FROM live_day WHERE organisation = '1281' \gset
INSERT INTO scenario (code, kind, fiscal_year) SELECT k || y, k, y FROM unnest('{outcome,forecast}'::text[]) AS k, generate_series(:this_year - 1, :this_year + 1) AS y;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'outcome' || y, 'ifo', 'fb', make_date(y, n, 1), 1 FROM generate_series(:this_year - 1, :this_year + 1) AS y, generate_series(1, 12) AS n;
INSERT INTO ledger (scenario, unit, head, amount) SELECT 'forecast' || y, 'ifo', 'fb', 10 FROM generate_series(:this_year - 1, :this_year + 1) AS y;
SELECT fiscal_year - :this_year AS from_this_year,
       booked_until = least((date_trunc('month', :'today'::date + interval '1 day') - interval '1 day')::date, make_date(fiscal_year, 12, 31)) AS until_last_whole_month,
       (SELECT count(*) FROM monthly_outcome m WHERE m.fiscal_year = y.fiscal_year)
         = (SELECT count(*) FROM generate_series(1, 12) AS n WHERE make_date(y.fiscal_year, n, 1) + interval '1 month' <= :'today'::date + interval '1 day') AS all_whole_months
FROM booked_year y WHERE fiscal_year >= :this_year - 1 ORDER BY fiscal_year;
SELECT (SELECT count(*) FROM final_outcome WHERE fiscal_year = :this_year - 1) AS last_year,
       (SELECT count(*) FROM final_outcome WHERE fiscal_year = :this_year) = 0 OR :'today'::date = make_date(:this_year, 12, 31) AS this_year,
       (SELECT count(*) FROM final_outcome WHERE fiscal_year > :this_year) AS next_year,
       (SELECT count(*) FROM forecast_accuracy WHERE fiscal_year > :this_year) AS accuracy_of_next_year;
ROLLBACK;


--
-- Every month: the views beside the aggregates on the ledger's own rows
--

CREATE TEMPORARY VIEW net AS
SELECT b.organisation, b.fiscal_year, b.booked_until, b.is_full, l.scenario, l.month, l.unit, l.head, CASE WHEN l.flow = 'cost' THEN l.amount ELSE -l.amount END AS net
FROM booked b JOIN ledger l ON l.organisation = b.organisation AND l.scenario = b.scenario WHERE l.month IS NOT NULL;
SELECT count(*) AS rows, pg_temp.differences(
    'SELECT organisation, fiscal_year, scenario, month, unit_code, unit, head_code, head, outcome FROM monthly_outcome',
    'SELECT n.organisation, fiscal_year, scenario, month, n.unit, u.name, n.head, h.name, sum(net) FROM net n
     JOIN unit u ON u.organisation = n.organisation AND u.code = n.unit JOIN budget_head h ON h.organisation = n.organisation AND h.code = n.head
     WHERE month <= booked_until GROUP BY n.organisation, fiscal_year, scenario, month, n.unit, u.name, n.head, h.name') AS differences
FROM monthly_outcome;
-- 900.25 + 6 * 12 + (2010 * 7 + 5) % 11 * 4.10, less revenue of 200 + 6 * 12 + 6 * 1.05.
SELECT * FROM monthly_outcome WHERE organisation = '1281' AND month = '2010-01-01' ORDER BY unit_code, head_code;

CREATE TEMPORARY VIEW reference AS
SELECT b.organisation, b.fiscal_year, d.as_of, n.unit, n.head,
       sum(n.net) FILTER (WHERE n.fiscal_year = b.fiscal_year) AS booked,
       year_end_forecast(n.month, n.net, d.as_of, 'auto') AS forecast, year_end_forecast_low(n.month, n.net, d.as_of, 'auto') AS low,
       year_end_forecast_high(n.month, n.net, d.as_of, 'auto') AS high, year_end_forecast_method(n.month, n.net, d.as_of, 'auto') AS method
FROM booked b
CROSS JOIN generate_series(1, 12) AS m(number)
CROSS JOIN LATERAL (SELECT (make_date(b.fiscal_year, m.number, 1) + interval '1 month' - interval '1 day')::date) AS d(as_of)
JOIN net n ON n.organisation = b.organisation AND n.month <= d.as_of AND (n.fiscal_year = b.fiscal_year OR n.fiscal_year < b.fiscal_year AND n.is_full)
WHERE d.as_of <= b.booked_until
GROUP BY GROUPING SETS ((b.organisation, b.fiscal_year, d.as_of, n.unit, n.head), (b.organisation, b.fiscal_year, d.as_of));
SELECT count(*) AS rows, count(low) AS intervals, count(DISTINCT method) AS methods, pg_temp.differences(
    'SELECT organisation, fiscal_year, as_of, unit_code, head_code, booked, forecast, low, high, method FROM forecast_by_month WHERE method <> ''budget''',
    'SELECT organisation, fiscal_year, as_of, unit, head, booked, round(forecast, 2), round(low, 2), round(high, 2), method FROM reference
     WHERE unit IS NOT NULL AND booked IS NOT NULL') AS differences
FROM forecast_by_month;
-- The first year has nothing to learn from: 12 / 3 times what is booked. After December it is the outcome.
SELECT fiscal_year AS year, as_of, unit_code AS u, head_code AS head, head AS name, booked, forecast, low, high, method FROM forecast_by_month
WHERE organisation = '1281' AND as_of IN ('2010-03-31', '2014-12-31', '2016-04-30') ORDER BY as_of, unit_code, head_code;
-- Names are those of the organisation.
SELECT DISTINCT organisation, unit, head FROM forecast_by_month WHERE head_code = 'fb';

-- The whole: forecast from its own months, but for what has only a budget, which is added.
SELECT count(*) AS rows, count(low) AS intervals, pg_temp.differences(
    'SELECT organisation, fiscal_year, as_of, booked, forecast, low, high, budget, variance, deficit, unreconciled FROM forecast_total_by_month',
    'WITH whole AS (
         SELECT r.*, coalesce(a.forecast, 0) AS apart, p.forecast AS of_parts
         FROM reference r
         LEFT JOIN (SELECT organisation, as_of, sum(forecast) AS forecast FROM forecast_by_month WHERE method = ''budget'' GROUP BY organisation, as_of) a USING (organisation, as_of)
         JOIN (SELECT organisation, as_of, sum(forecast) AS forecast FROM forecast_by_month GROUP BY organisation, as_of) p USING (organisation, as_of)
         WHERE r.unit IS NULL
     )
     SELECT w.organisation, w.fiscal_year, w.as_of, w.booked, round(w.forecast, 2) + w.apart, round(w.low, 2) + w.apart, round(w.high, 2) + w.apart,
            b.budget, b.budget - f.forecast, greatest(f.forecast - b.budget, b.budget - b.budget), f.forecast - w.of_parts
     FROM whole w CROSS JOIN LATERAL (SELECT round(w.forecast, 2) + w.apart) AS f(forecast)
     LEFT JOIN (VALUES (''1281'', 2014, 17000), (''1281'', 2015, 99999), (''1281'', 2016, 24750.50), (''1280'', 2016, 60000)) b(organisation, fiscal_year, budget)
         USING (organisation, fiscal_year)') AS differences
FROM forecast_total_by_month;
SELECT as_of, booked, forecast, low, high, budget, variance, deficit FROM forecast_total_by_month WHERE organisation = '1281' AND fiscal_year = 2016 ORDER BY as_of;
SELECT count(*) AS totals, count(*) FILTER (WHERE t.high - t.low < p.width) AS narrower
FROM forecast_total_by_month t JOIN (SELECT organisation, as_of, sum(high - low) AS width FROM forecast_by_month GROUP BY organisation, as_of) p USING (organisation, as_of)
WHERE t.low IS NOT NULL;


--
-- Every date that the mart names
--

-- 2009 and 2018 name none that is booked or forecast. 2013 has no budget in force; 2015 is named in mid-June.
SELECT organisation AS org, fiscal_year AS year, as_of, booked_until, stated_scenario AS stated, count(*) AS rows,
       count(forecast) AS computed, count(budget) AS budgets, count(stated_forecast) AS stated_by_head
FROM year_end_forecast GROUP BY 1, 2, 3, 4, 5 ORDER BY organisation DESC, fiscal_year, as_of, stated_scenario;
-- Idle has a budget and no booking; extra has no budget, so 0, and nothing in February; the two of April stand apart.
SELECT as_of, unit_code AS u, head_code AS head, booked, forecast, low, high, budget, variance, deficit, method FROM year_end_forecast
WHERE organisation = '1281' AND fiscal_year = 2016 AND (stated_scenario IN ('forecast-2016-02', 'forecast-2016-04') OR as_of IS NULL) ORDER BY as_of, unit_code, head_code;
SELECT as_of, stated_scenario, unit_code AS u, unit, head_code AS head, head AS name, forecast IS NULL AS "null", budget, stated_forecast AS stated, stated_variance AS variance
FROM year_end_forecast WHERE organisation = '1281' AND fiscal_year >= 2016 AND (stated_forecast IS NOT NULL OR head_code = 'idle')
ORDER BY fiscal_year, as_of, stated_scenario, unit_code, head_code;
-- What is computed is what forecast_by_month says of the last whole month, and the budget that of the ledger.
SELECT count(*) AS rows, count(f.as_of) AS computed, count(*) FILTER (WHERE (y.booked, y.forecast, y.low, y.high, y.method) IS DISTINCT FROM (f.booked, f.forecast, f.low, f.high, f.method)) AS others,
       count(*) FILTER (WHERE y.variance IS DISTINCT FROM y.budget - y.forecast OR y.deficit IS DISTINCT FROM CASE WHEN y.forecast IS NOT NULL AND y.budget IS NOT NULL THEN greatest(y.forecast - y.budget, 0) END) AS no_verdict
FROM year_end_forecast y
LEFT JOIN forecast_by_month f ON f.organisation = y.organisation AND f.fiscal_year = y.fiscal_year AND f.as_of = y.booked_until AND f.unit_code = y.unit_code AND f.head_code = y.head_code;
SELECT pg_temp.differences(
    'SELECT DISTINCT organisation, fiscal_year, unit_code, head_code, budget FROM year_end_forecast WHERE budget <> 0',
    'SELECT l.organisation, fiscal_year, unit, head, sum(CASE WHEN flow = ''cost'' THEN amount ELSE -amount END) FROM ledger l JOIN scenario s ON s.organisation = l.organisation AND s.code = l.scenario
     WHERE kind = ''budget'' AND adopted AND fiscal_year < 2018 GROUP BY 1, 2, 3, 4') AS differences;
-- A day in mid-month is that of the month before; without a booked year it stands alone.
SELECT DISTINCT fiscal_year, as_of, booked_until, booked FROM year_end_forecast WHERE organisation = '1281' AND fiscal_year IN (2015, 2017) AND head_code = 'fb' ORDER BY as_of;


--
-- What came of them
--

-- 2009 for the whole year, 2012 is not over, nor is 2015, nor 2016.
SELECT * FROM final_outcome ORDER BY organisation DESC, fiscal_year;
-- For the whole year, or booked until December, and not as of a day before the year's end.
BEGIN;
UPDATE scenario SET as_of = '2009-12-30' WHERE code = 'outcome-2009';
UPDATE scenario SET as_of = '2010-12-30' WHERE code = 'outcome-2010';
DELETE FROM ledger WHERE month = '2011-12-01';
SELECT fiscal_year, scenario FROM final_outcome WHERE organisation = '1281' ORDER BY fiscal_year;
-- Of several the same that is booked.
UPDATE scenario SET as_of = NULL WHERE code = 'z-2014';
SELECT f.scenario = b.scenario AS same_outcome, count(a.*) > 0 AS computed FROM final_outcome f JOIN booked_year b USING (organisation, fiscal_year)
LEFT JOIN forecast_accuracy a ON a.organisation = f.organisation AND a.fiscal_year = f.fiscal_year AND a.source = 'computed'
WHERE f.organisation = '1281' AND f.fiscal_year = 2014 GROUP BY 1;
ROLLBACK;

-- A stated forecast beside the outcome; what it forecast and never came was 0; what came and was not forecast is not there.
SELECT organisation, fiscal_year AS year, as_of, unit_code AS u, unit, head_code AS head, head AS name, scenario, method, forecast, outcome, error, error_ratio, low, high, is_within
FROM forecast_accuracy WHERE source = 'stated' ORDER BY as_of, unit_code, head_code;

-- Each method after five dates, from full years alone.
CREATE TEMPORARY VIEW tried AS
SELECT b.organisation, b.fiscal_year, (make_date(b.fiscal_year, k.months, 1) + interval '1 month' - interval '1 day')::date AS as_of, n.unit, n.head, b.scenario, m.method,
       year_end_forecast(n.month, n.net, k.as_of, m.method::forecast_method) AS forecast,
       sum(n.net) FILTER (WHERE n.fiscal_year = b.fiscal_year) AS outcome,
       year_end_forecast_low(n.month, n.net, k.as_of, m.method::forecast_method) AS low, year_end_forecast_high(n.month, n.net, k.as_of, m.method::forecast_method) AS high
FROM booked b
CROSS JOIN LATERAL (SELECT months, (make_date(b.fiscal_year, months, 1) + interval '1 month' - interval '1 day')::date FROM unnest('{3,4,6,8,9}'::integer[]) AS months) AS k(months, as_of)
CROSS JOIN unnest('{run_rate,last_year,seasonal,theta,auto}'::text[]) AS m(method)
JOIN net n ON n.organisation = b.organisation AND n.fiscal_year <= b.fiscal_year AND n.is_full
WHERE b.is_full
GROUP BY 1, 2, k.months, k.as_of, n.unit, n.head, b.scenario, m.method;
SELECT count(*) AS rows, count(DISTINCT method) AS methods, count(low) AS intervals, pg_temp.differences(
    'SELECT organisation, fiscal_year, as_of, unit_code, head_code, scenario, method, forecast, outcome, error, error_ratio, low, high, is_within FROM forecast_accuracy WHERE source = ''computed''',
    'SELECT organisation, fiscal_year, as_of, unit, head, scenario, method, f.forecast, outcome, f.forecast - outcome, round((f.forecast - outcome) / abs(outcome), 6), round(low, 2), round(high, 2), outcome BETWEEN low AND high
     FROM tried t CROSS JOIN LATERAL (SELECT round(t.forecast, 2)) AS f(forecast) WHERE t.forecast IS NOT NULL') AS differences
FROM forecast_accuracy WHERE source = 'computed';
SELECT fiscal_year AS year, method, count(*) AS rows, count(is_within) AS judged, count(*) FILTER (WHERE is_within) AS within,
       round(mean_absolute_percentage_error(forecast, outcome), 4) AS mape, round(forecast_bias(forecast, outcome), 4) AS bias
FROM forecast_accuracy WHERE source = 'computed' AND organisation = '1281' GROUP BY 1, 2 ORDER BY 1, 2;
-- All of a year together, without our aggregates.
SELECT count(*) AS rows, count(DISTINCT source) AS sources, sum(forecasts) AS forecasts, pg_temp.differences(
    'SELECT organisation, fiscal_year, as_of, source, scenario, method, forecasts, forecast, outcome, mean_absolute_percentage_error, weighted_absolute_percentage_error, forecast_bias, intervals, coverage FROM forecast_accuracy_by_year',
    'SELECT organisation, fiscal_year, as_of, source, scenario, method, count(*)::integer, sum(forecast), sum(outcome), round(avg(abs(error) / nullif(abs(outcome), 0)), 6), round(sum(abs(error)) / sum(abs(outcome)), 6),
            round(avg(error / nullif(abs(outcome), 0)), 6), count(is_within)::integer, round(count(*) FILTER (WHERE is_within)::numeric / nullif(count(is_within), 0), 6)
     FROM forecast_accuracy GROUP BY 1, 2, 3, 4, 5, 6') AS differences
FROM forecast_accuracy_by_year;
-- Revenue that is given for the whole year is in no month, so no forecast from months is held against it.
BEGIN;
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('outcome-2014', 'ifo', 'staff', 'revenue', 1000);
SELECT count(*) AS rows, count(*) FILTER (WHERE outcome <> t.sum) AS others
FROM forecast_accuracy, (SELECT sum(net) FROM net WHERE fiscal_year = 2014 AND organisation = '1281' AND unit = 'ifo' AND head = 'staff') AS t
WHERE organisation = '1281' AND source = 'computed' AND fiscal_year = 2014 AND unit_code = 'ifo' AND head_code = 'staff';
ROLLBACK;

-- Published in time, it stays as it was when the books change; published are all units and heads with a forecast.
BEGIN;
CALL publish_interim_report('lund', '2014-04-30', '1281');
CALL publish_interim_report('lund', '2016-04-30', '1281');
CREATE TEMPORARY TABLE published AS SELECT organisation, fiscal_year, as_of, unit_code, head_code, method, forecast, low, high FROM forecast_by_month
WHERE organisation = '1281' AND as_of = '2014-04-30';
UPDATE ledger SET amount = amount + 1000 WHERE organisation = '1281' AND scenario IN ('outcome-2013', 'outcome-2014') AND month IS NOT NULL AND head = 'fb' AND flow = 'cost';
CALL publish_interim_report('lund', '2014-04-30', '1281');
SELECT pg_temp.differences('SELECT * FROM published',
    'SELECT organisation, fiscal_year, as_of, unit_code, head_code, method, forecast, low, high FROM forecast_accuracy WHERE source = ''published'' AND scenario = ''version 1''') AS differences;
SELECT as_of, scenario, unit_code AS u, unit, head_code AS head, head AS name, method, forecast, outcome, error, low, high, is_within
FROM forecast_accuracy WHERE source = 'published' ORDER BY scenario, unit_code, head_code;
ROLLBACK;


--
-- What breaks no view
--

-- The other organisation gone, nothing changes.
BEGIN;
CREATE TEMPORARY TABLE before AS SELECT 'by_month', f::text FROM forecast_by_month f WHERE organisation = '1281' UNION ALL SELECT 'total', f::text FROM forecast_total_by_month f WHERE organisation = '1281'
UNION ALL SELECT 'year_end', f::text FROM year_end_forecast f WHERE organisation = '1281' UNION ALL SELECT 'accuracy', f::text FROM forecast_accuracy f WHERE organisation = '1281';
DELETE FROM ledger WHERE organisation = '1280';
DELETE FROM scenario WHERE organisation = '1280';
SELECT pg_temp.differences('SELECT * FROM before',
    'SELECT ''by_month'', f::text FROM forecast_by_month f UNION ALL SELECT ''total'', f::text FROM forecast_total_by_month f
     UNION ALL SELECT ''year_end'', f::text FROM year_end_forecast f UNION ALL SELECT ''accuracy'', f::text FROM forecast_accuracy f') AS differences;
ROLLBACK;

-- A forecast of 1e15 or more is not shown; the largest amounts and the smallest, and the first and the last year.
BEGIN;
DELETE FROM ledger;
INSERT INTO scenario (code, kind, fiscal_year) SELECT kind || '-' || y, kind, y FROM unnest('{budget,outcome,forecast}'::text[]) AS kind, unnest('{1000,1001,9998,9999}'::integer[]) AS y;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'outcome-' || y, unit, head, make_date(y, n, 1), CASE WHEN y % 2 = 0 AND n < 4 THEN 0.01 ELSE 9999999999999.99 END
FROM unnest('{1000,1001,9998,9999}'::integer[]) AS y, generate_series(1, 12) AS n, unnest('{ifo,lss}'::text[]) AS unit, unnest('{fb,staff}'::text[]) AS head;
INSERT INTO ledger (scenario, unit, head, flow, amount)
SELECT 'budget-' || y, 'ifo', 'fb', 'revenue', 9999999999999.99 FROM unnest('{1000,1001,9998,9999}'::integer[]) AS y
UNION ALL SELECT 'forecast-' || y, 'lss', 'staff', 'revenue', 9999999999999.99 FROM unnest('{1000,1001,9998,9999}'::integer[]) AS y;
SELECT relation, rows FROM mart_test.contents('lund', 'v') WHERE relation ~ 'forecast|booked_year|outcome' ORDER BY relation COLLATE "C";
SELECT * FROM booked_year ORDER BY fiscal_year;
SELECT fiscal_year AS year, as_of, booked, forecast, low, high FROM forecast_by_month WHERE unit_code = 'ifo' AND head_code = 'fb' AND EXTRACT(month FROM as_of) IN (3, 12) ORDER BY as_of;
SELECT fiscal_year AS year, as_of, booked, forecast, budget, variance FROM forecast_total_by_month WHERE fiscal_year < 1002 AND EXTRACT(month FROM as_of) IN (3, 12) ORDER BY as_of;
SELECT source, method, as_of, forecast, outcome, error_ratio FROM forecast_accuracy WHERE fiscal_year = 1001 AND unit_code = 'lss' AND head_code = 'staff' AND as_of IS DISTINCT FROM '1001-06-30' ORDER BY as_of, method;
-- An error of a million times the outcome has no ratio.
UPDATE ledger SET amount = CASE WHEN month = '1001-12-01' THEN 0.01 ELSE 0 END WHERE scenario = 'outcome-1001';
SELECT forecast, outcome, error, error_ratio FROM forecast_accuracy WHERE fiscal_year = 1001 AND source = 'stated';
ROLLBACK;

\i test/sql/include/cleanup.sql
