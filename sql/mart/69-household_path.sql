-- household_path: the way to the household target

CREATE OR REPLACE VIEW household_path AS
SELECT p.organisation,
       p.fiscal_year,
       v.month,
       v.expected,
       a.households,
       a.households - v.expected AS deviation
FROM household_plan p
CROSS JOIN generate_series(1, 12) AS m(number)
CROSS JOIN LATERAL (
    SELECT s.month,
           round(@extschema@.glide_path_mean(p.opening_households::numeric, make_date(p.fiscal_year - 1, 12, 31),
                                             p.closing_households::numeric, make_date(p.fiscal_year, 12, 31),
                                             s.month, (s.month + interval '1 month' - interval '1 day')::date))::integer AS expected
    FROM (SELECT make_date(p.fiscal_year, m.number, 1) AS month) s
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
