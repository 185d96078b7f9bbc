-- Who came in a month, and what share has not left after so many months, of the whole organisation. For insiders alone, as flow.
SELECT cohort.*
FROM (VALUES (1)) AS one(row)
LEFT JOIN XMLTABLE('//row' PASSING CASE WHEN has_table_privilege('entry_cohort', 'SELECT') THEN query_to_xml(
    $$SELECT fiscal_year::text AS year, to_char(month, 'YYYY-MM') AS month_key, split_part(kind, ' (', 1) AS kind, entered,
             active_after_1_month AS after_1, active_after_3_months AS after_3, active_after_6_months AS after_6, active_after_12_months AS after_12, active_after_24_months AS after_24
      FROM entry_cohort WHERE unit_code IS NULL$$, false, false, '') END
    COLUMNS year text, month_key text, kind text, entered integer,
            after_1 numeric(12,6), after_3 numeric(12,6), after_6 numeric(12,6), after_12 numeric(12,6), after_24 numeric(12,6)) AS cohort ON true
