-- published_forecast: forecasts and outcomes that others have printed, held against what the functions and views say of them

\pset null NULL
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;
CREATE TEMPORARY TABLE printed (year integer, part text, forecast numeric, outcome numeric, source text NOT NULL);
\copy printed FROM 'test/accuracy/malmo.csv' WITH (FORMAT csv, HEADER match)

-- == Malmö's forecasts of August and what came of them ==
-- Deviations from the budget, million kronor, above 0 where less was spent. By hand, of the whole: 150 / 70, 247 / 563 and 363 / 848,
-- of which the first was too high and the others too low; 760 in all, beside 1 481 for who says that the budget will be met.
SELECT part, count(*) AS years, round(mean_absolute_percentage_error(forecast, outcome), 6) AS error, round(forecast_bias(forecast, outcome), 6) AS bias, round(relative_mean_absolute_error(forecast, outcome, 0), 6) AS beside_the_budget
FROM printed GROUP BY part ORDER BY part;
SELECT part, round(mean_absolute_percentage_error(forecast, outcome) - avg(abs(forecast - outcome) / abs(outcome)), 12) AS error_differs, round(forecast_bias(forecast, outcome) - avg((forecast - outcome) / abs(outcome)), 12) AS bias_differs,
       relative_mean_absolute_error(forecast, outcome, 0) = sum(abs(forecast - outcome)) / sum(abs(outcome)) AS relative_is_the_same
FROM printed GROUP BY part ORDER BY part;
SELECT round(relative_mean_absolute_error(forecast, outcome, 0), 6) = round(760 / 1481.0, 6) AS by_hand FROM printed WHERE part = 'whole';

-- As a mart has them. What is printed is the deviation alone, so the budget is 0 and a cost what is missing: the measures of how a
-- year was carried out are not known from it, and say so.
SET client_min_messages = warning;
CALL create_social_mart('malmo', organisation => '1280', organisation_name => 'Malmö');
RESET client_min_messages;
SET search_path = malmo, public;
INSERT INTO unit (code, name) VALUES ('town', 'Malmö');
INSERT INTO budget_head (code, name) SELECT DISTINCT part, part FROM printed;
INSERT INTO scenario (code, kind, fiscal_year, as_of) SELECT DISTINCT k || '-' || year, k, year, CASE k WHEN 'forecast' THEN make_date(year, 8, 31) WHEN 'outcome' THEN make_date(year, 12, 31) END FROM printed, unnest('{budget,forecast,outcome}'::text[]) AS k;
INSERT INTO ledger (scenario, unit, head, amount)
SELECT v.kind || '-' || year, 'town', part, 1000000 * v.amount FROM printed, LATERAL (VALUES ('budget', 0), ('forecast', - forecast), ('outcome', - outcome)) AS v(kind, amount);
SELECT fiscal_year, head_code, variance / 1000000 AS forecast, deficit / 1000000 AS deficit FROM budget_variance WHERE scenario_kind = 'forecast' ORDER BY 1, 2;
SELECT a.fiscal_year, a.head_code, (a.error / 1000000)::integer AS error, a.error_ratio, a.error = 1000000 * (p.outcome - p.forecast) AS as_printed
FROM forecast_accuracy a JOIN printed p ON p.year = a.fiscal_year AND p.part = a.head_code WHERE a.source = 'stated' ORDER BY 1, 2;
-- A surplus that was forecast and a deficit that came: the sign turns, and so does the error of a net cost.
SELECT fiscal_year, deficit(0, forecast) AS deficit_forecast, deficit(0, outcome) AS deficit FROM forecast_accuracy WHERE source = 'stated' AND head_code = 'whole' AND fiscal_year = 2014 GROUP BY fiscal_year;
SELECT * FROM budget_execution ORDER BY fiscal_year;

-- == PEFA's own example ==
-- Field guide, 2.3:3 (www.pefa.org/node/4766): 2, 4 and 6 per cent of the budget charged to the reserve average 4 per cent, which is a B; and the calibration of the
-- Framework 2016 (www.pefa.org/node/4627) at its limits: 95 and 105 per cent are within PI-1's A, 3 and 6 per cent within PI-2.3's B, and 10 per cent of it is a D.
-- Of 1 000 that are budgeted 100 are the reserve; the other head gets what is left of the outturn.
CREATE FUNCTION pg_temp.executed(outturns numeric[], reserves numeric[]) RETURNS TABLE (outturn numeric, variance numeric, score_1 text, score_2 text) LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM malmo.ledger; DELETE FROM malmo.scenario; DELETE FROM malmo.budget_head;
    INSERT INTO malmo.budget_head (code, name, contingency) VALUES ('other', 'Other', false), ('reserve', 'Reserve', true);
    INSERT INTO malmo.scenario (code, kind, fiscal_year, as_of) SELECT k || y, CASE k WHEN 'b' THEN 'budget' ELSE 'outcome' END, 2015 + y, CASE k WHEN 'o' THEN make_date(2015 + y, 12, 31) END FROM generate_series(1, 3) AS y, unnest('{b,o}'::text[]) AS k;
    INSERT INTO malmo.ledger (scenario, unit, head, amount)
    SELECT s.code, 'town', h.code, CASE WHEN s.kind = 'budget' THEN CASE h.code WHEN 'other' THEN 900 ELSE 100 END
                                        WHEN h.code = 'reserve' THEN 10 * reserves[s.fiscal_year - 2015] ELSE 10 * (outturns[s.fiscal_year - 2015] - reserves[s.fiscal_year - 2015]) END
    FROM malmo.scenario s, malmo.budget_head h;
    RETURN QUERY SELECT e.aggregate_outturn, e.composition_variance, e.score_1, e.score_2 FROM malmo.budget_execution e WHERE e.fiscal_year = 2018;
END $$;
SELECT what, e.score_1, e.score_2
FROM (VALUES (1, 'the example: 2, 4 and 6 % of reserves', '{100,100,100}'::numeric[], '{2,4,6}'::numeric[]),
             (2, 'below 3 % of reserves',      '{95,120,105}', '{2.99,2.99,2.99}'), (3, '3 % of reserves', '{95,100,50}', '{3,3,3}'), (4, '6 % of reserves', '{94.99,105.01,100}', '{6,6,6}'),
             (5, 'above 6 %',                  '{90,110,80}',  '{6.01,6.01,6.01}'), (6, '10 %',            '{85,115,60}', '{10,10,10}'), (7, 'two years out of three', '{84.99,100,116}', '{0,0,0}')) AS v(place, what, outturns, reserves)
CROSS JOIN LATERAL pg_temp.executed(v.outturns, v.reserves) e
ORDER BY place;

SET client_min_messages = warning;
DROP SCHEMA malmo CASCADE;
DROP EXTENSION social_services;
