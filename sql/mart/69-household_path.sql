-- household_path: the way to the household target

CREATE OR REPLACE VIEW household_path AS
SELECT p.organisation,
       p.fiscal_year,
       v.month,
       v.expected,
       a.households,
       a.households - v.expected AS deviation,
       a.known_households,
       coalesce(a.why_unknown, CASE WHEN a.month IS NULL THEN 'no figures of the month' END) AS why_unknown
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
-- Of the whole organisation: who has two units is one household.
LEFT JOIN caseload_rollup_by_month a ON a.organisation = p.organisation AND a.fiscal_year = p.fiscal_year AND a.unit_code IS NULL AND a.month = v.month
WHERE v.expected IS NOT NULL;
COMMENT ON VIEW   household_path              IS 'A month of the year on the way to the household target, beside the households there were';
COMMENT ON COLUMN household_path.organisation IS 'Code of the organisation';
COMMENT ON COLUMN household_path.fiscal_year  IS 'Fiscal year of the plan';
COMMENT ON COLUMN household_path.month        IS 'First day of the month';
COMMENT ON COLUMN household_path.expected     IS 'Mean over the month of the straight way from the opening to the closing households';
COMMENT ON COLUMN household_path.households   IS 'Different households with support in the month, whatever their units; NULL where they are not all known, see why_unknown. Those of household_month, which does not say who they are, count once for each unit';
COMMENT ON COLUMN household_path.deviation    IS 'Households minus expected: positive means more than on the way to the target';
COMMENT ON COLUMN household_path.known_households IS 'Different households of the units that have told them; NULL where none has';
COMMENT ON COLUMN household_path.why_unknown  IS 'Why households is NULL: no unit has figures of the month, or which of those that had some in the twelve months before have none; NULL where all have';
