-- Printed totals beside what their parts give; in the measure that is printed, money in thousands of kronor.
SELECT document,
       table_code                                    AS place,
       split_part(row_label, ' (', 1)                AS row_label,
       split_part(column_label, ' (', 1)             AS column_label,
       coalesce(word.text, r.verdict)                AS verdict,
       r.verdict                                     AS code,
       CASE WHEN r.inferred THEN 1 ELSE 0 END        AS inferred,
       CASE measure WHEN 'SEK' THEN '[[kSEK]]' ELSE measure END AS measure,
       printed / scale.divisor                       AS printed,
       computed / scale.divisor                      AS computed,
       difference / scale.divisor                    AS difference,
       coalesce(hint, '')                            AS hint
FROM reconciliation r
CROSS JOIN LATERAL (SELECT CASE r.measure WHEN 'SEK' THEN 1000 ELSE 1 END) AS scale(divisor)
LEFT JOIN shown_label word ON word.organisation = r.organisation AND word.area = 'verdict' AND word.code = r.verdict
