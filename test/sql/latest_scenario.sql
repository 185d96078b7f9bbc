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

\i test/sql/include/cleanup.sql
