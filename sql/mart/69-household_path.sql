-- household_path: the way to the household target

CREATE OR REPLACE VIEW household_path AS
SELECT p.organisation,
       p.fiscal_year,
       v.month,
       v.expected,
       a.households,
       a.households - v.expected AS deviation
FROM household_plan p
JOIN organisation o ON o.organisation = p.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(p.fiscal_year, o.fiscal_year_start), @extschema@.fiscal_year_end(p.fiscal_year, o.fiscal_year_start)) AS d(first_day, last_day)
CROSS JOIN generate_series(0, 11) AS m(number)
CROSS JOIN LATERAL (
    SELECT s.month,
           round(@extschema@.glide_path_mean(p.opening_households::numeric, d.first_day - 1, p.closing_households::numeric, d.last_day,
                                             s.month, (s.month + interval '1 month' - interval '1 day')::date))::integer AS expected
    FROM (SELECT (d.first_day + pg_catalog.make_interval(months => m.number))::date AS month) s
) v
LEFT JOIN (
    SELECT c.organisation, c.fiscal_year, c.month, sum(c.households)::integer AS households
    FROM caseload_by_month c
    GROUP BY c.organisation, c.fiscal_year, c.month
) a ON a.organisation = p.organisation AND a.fiscal_year = p.fiscal_year AND a.month = v.month
WHERE v.expected IS NOT NULL;
COMMENT ON VIEW   household_path              IS 'A month of the year on the way to the household target, beside the households there were';
COMMENT ON COLUMN household_path.organisation IS 'Code of the organisation';
COMMENT ON COLUMN household_path.fiscal_year  IS 'Fiscal year of the plan';
COMMENT ON COLUMN household_path.month        IS 'First day of the month';
COMMENT ON COLUMN household_path.expected     IS 'Mean over the month of the straight way from the opening to the closing households';
COMMENT ON COLUMN household_path.households   IS 'Households with support in the month, summed over the units that have reported it; NULL where none has';
COMMENT ON COLUMN household_path.deviation    IS 'Households minus expected: positive means more than on the way to the target';
