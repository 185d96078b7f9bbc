-- latest_scenario: which outcome or forecast of a year counts, and that is_latest marks it everywhere

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund, public;

INSERT INTO unit (code, name) VALUES ('u', 'Unit');
INSERT INTO budget_head (code, name, pool) VALUES ('h', 'Head', 'p'), ('i', 'Other', 'p');
INSERT INTO transfer_rule (from_head, to_head) VALUES ('h', 'i');
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted)
SELECT 'budget-' || y, 'budget', y, NULL, true FROM generate_series(2001, 2011) AS y;
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES
    -- An outcome of the whole year, beside a later forecast.
    ('outcome-2001', 'outcome', 2001, '2001-12-31', true), ('forecast-2001', 'forecast', 2001, '2001-12-31', true),
    -- An outcome of a part of it gives way to an earlier forecast, ...
    ('outcome-2002', 'outcome', 2002, '2002-08-31', true), ('forecast-2002-04', 'forecast', 2002, '2002-04-30', true),
    -- ... and counts where there is no other. Of two the later.
    ('outcome-2003-04', 'outcome', 2003, '2003-04-30', true), ('outcome-2003-08', 'outcome', 2003, '2003-08-31', true),
    -- What is not in force does not count beside what is, ...
    ('forecast-2004-04', 'forecast', 2004, '2004-04-30', true), ('forecast-2004-08', 'forecast', 2004, '2004-08-31', false), ('outcome-2004', 'outcome', 2004, NULL, false),
    -- ... and counts alone.
    ('forecast-2005', 'forecast', 2005, '2005-04-30', false),
    -- Two of one date, and one without.
    ('forecast-2006-a', 'forecast', 2006, '2006-04-30', true), ('forecast-2006-b', 'forecast', 2006, '2006-04-30', true), ('forecast-2006-c', 'forecast', 2006, NULL, true),
    -- Without a date an outcome is of the whole year, unless its months say otherwise.
    ('outcome-2007', 'outcome', 2007, NULL, true), ('forecast-2007', 'forecast', 2007, '2007-08-31', true),
    ('outcome-2008', 'outcome', 2008, NULL, true), ('forecast-2008', 'forecast', 2008, '2008-04-30', true),
    -- What has no amounts, or none until its date, does not count.
    ('forecast-2009-08', 'forecast', 2009, '2009-08-31', true), ('forecast-2009-04', 'forecast', 2009, '2009-04-30', true), ('outcome-2009', 'outcome', 2009, '2009-01-31', true),
    -- 2010 has none at all, 2011 one without amounts; 2012 no budget.
    ('forecast-2011', 'forecast', 2011, '2011-04-30', true),
    ('outcome-2012', 'outcome', 2012, NULL, true);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT s.code, 'u', h.code,
       CASE s.code WHEN 'outcome-2008' THEN date '2008-05-01' WHEN 'outcome-2009' THEN date '2009-02-01' WHEN 'outcome-2002' THEN date '2002-05-01' END,
       CASE WHEN s.kind = 'budget' THEN 100 WHEN h.code = 'h' THEN 90 ELSE 130 END
FROM scenario s CROSS JOIN budget_head h
WHERE s.code NOT IN ('forecast-2009-08', 'forecast-2011');
INSERT INTO stated_driver (scenario, cause, amount) VALUES
    ('forecast-2004-04', 'Rent', -1), ('forecast-2004-04', 'Pay', -2), ('forecast-2004-08', 'Draft', -3),
    ('forecast-2006-a', 'Rent', -1), ('forecast-2006-b', 'Rent', -2), ('forecast-2006-c', 'Rent', -3),
    ('forecast-2007', 'Rent', -1), ('outcome-2007', 'Rent', -2),
    ('forecast-2009-08', 'Rent', -1);

SELECT fiscal_year, scenario, scenario_kind, as_of FROM latest_scenario ORDER BY fiscal_year;

-- Every year once, and never unknown.
SELECT fiscal_year, string_agg(DISTINCT scenario, ', ') FILTER (WHERE is_latest) AS latest, string_agg(DISTINCT scenario, ', ') FILTER (WHERE NOT is_latest) AS others,
       count(*) FILTER (WHERE is_latest) AS rows, sum(budget) FILTER (WHERE is_latest) AS budget, count(*) FILTER (WHERE is_latest IS NULL) AS unknown
FROM budget_variance GROUP BY fiscal_year ORDER BY fiscal_year;
SELECT fiscal_year, string_agg(DISTINCT scenario, ', ') FILTER (WHERE is_latest) AS latest, string_agg(DISTINCT scenario, ', ') FILTER (WHERE NOT is_latest) AS others,
       count(*) FILTER (WHERE is_latest) AS rows
FROM reallocation_proposal GROUP BY fiscal_year ORDER BY fiscal_year;
SELECT (SELECT count(*) FROM reallocation_balance WHERE is_latest) AS balance, (SELECT count(*) FROM reallocation_proposal WHERE is_latest) AS proposal,
       (SELECT count(*) FROM reallocation_transfer WHERE is_latest) AS transfer,
       (SELECT count(*) FROM reallocation_transfer t LEFT JOIN latest_scenario s USING (organisation, fiscal_year, scenario)
        WHERE t.is_latest IS DISTINCT FROM (s.scenario IS NOT NULL)) AS others;
SELECT fiscal_year, scenario, cause, is_latest FROM deficit_driver ORDER BY fiscal_year, scenario, cause;
SELECT fiscal_year, as_of, stated_scenario, is_latest, count(*) AS heads
FROM year_end_forecast GROUP BY fiscal_year, as_of, stated_scenario, is_latest ORDER BY fiscal_year, as_of, stated_scenario;

-- What is kept follows: a forecast comes into force, an outcome gets its amounts.
CALL refresh_social_mart('lund');
SELECT scenario FROM budget_variance WHERE is_latest AND fiscal_year IN (2004, 2011) GROUP BY fiscal_year, scenario ORDER BY fiscal_year;
UPDATE scenario SET adopted = true WHERE code = 'forecast-2004-08';
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('forecast-2011', 'u', 'h', 1);
SELECT fiscal_year FROM stale_summary WHERE about = 'ledger' AND fiscal_year IN (2003, 2004, 2011) ORDER BY fiscal_year;
SELECT scenario FROM budget_variance WHERE is_latest AND fiscal_year IN (2004, 2011) GROUP BY fiscal_year, scenario ORDER BY fiscal_year;

-- The day of an outcome that is not in force, and that the books do not reach, is not the one that counts: what is decided until then would be held against April.
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES
    ('budget-2013', 'budget', 2013, NULL, true), ('more-2013', 'supplement', 2013, '2013-06-15', true), ('outcome-2013', 'outcome', 2013, '2013-04-30', true), ('draft-2013', 'outcome', 2013, '2013-06-30', false);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT scenario, 'u', 'h', make_date(2013, m, 1), 110 FROM unnest('{outcome-2013,draft-2013}'::text[]) AS scenario, generate_series(1, 4) AS m
UNION ALL VALUES ('budget-2013', 'u', 'h', NULL::date, 1200), ('more-2013', 'u', 'h', NULL, 100);
SELECT as_of, booked_until, budget, variance, is_latest FROM year_end_forecast WHERE fiscal_year = 2013 ORDER BY as_of;

-- In the outcome of a year that is over no bookings are 0: a reserve that was not spent could have been moved. A forecast that says nothing of it does not say so.
UPDATE budget_head SET pool = 'p' WHERE code IN ('h', 'i');
INSERT INTO budget_head (code, name, pool) VALUES ('reserve', 'Reserve', 'p');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2001', 'u', 'reserve', 50);
SELECT scenario, head_code, budget, need, spare, shortfall, proposed_budget FROM reallocation_proposal WHERE fiscal_year = 2001 ORDER BY scenario, head_code;

-- A year that ended with last month, whose last bookings are still on their way: without a date its outcome is none yet that forecasts are held against.
INSERT INTO organisation (organisation, name) VALUES ('new', 'Ends last month');
UPDATE organisation SET fiscal_year_start = EXTRACT(month FROM today)::integer FROM live_day WHERE live_day.organisation = 'new' AND organisation.organisation = 'new';
INSERT INTO unit (organisation, code, name) VALUES ('new', 'u', 'Unit');
INSERT INTO budget_head (organisation, code, name) VALUES ('new', 'h', 'Head');
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT 'new', kind, kind, fiscal_year(today, fiscal_year_start) - 1 FROM live_day, unnest('{outcome,forecast}'::text[]) AS kind WHERE organisation = 'new';
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT 'new', 'outcome', 'u', 'h', (date_trunc('month', today::timestamp) - make_interval(months => m))::date, 100 / m FROM live_day, generate_series(1, 12) AS m WHERE organisation = 'new'
UNION ALL VALUES ('new', 'forecast', 'u', 'h', NULL::date, 1200);
SELECT (SELECT count(*) FROM latest_scenario WHERE organisation = 'new' AND scenario_kind = 'outcome') AS counts, (SELECT count(*) FROM final_outcome WHERE organisation = 'new') AS is_final,
       (SELECT count(*) FROM forecast_accuracy WHERE organisation = 'new') AS errors;
UPDATE scenario SET as_of = fiscal_year_end(scenario.fiscal_year, fiscal_year_start) FROM live_day WHERE live_day.organisation = 'new' AND scenario.organisation = 'new' AND code = 'outcome';
SELECT (SELECT count(*) FROM latest_scenario WHERE organisation = 'new' AND scenario_kind = 'outcome') AS counts, (SELECT count(*) FROM final_outcome WHERE organisation = 'new') AS is_final,
       (SELECT count(*) > 0 FROM forecast_accuracy WHERE organisation = 'new') AS has_errors;

\i test/sql/include/cleanup.sql
