-- Printed totals beside what their parts give; in the measure that is printed, money as the mart prints it.
SELECT document,
       -- The document and its table, whose code is in English.
       document || CASE '[[language]]' WHEN 'en' THEN ': ' || replace(table_code, '-', ' ') ELSE '' END AS place,
       -- As the document prints it, where that is in the language of the pages: it stands in brackets behind the English.
       CASE '[[language]]' WHEN 'sv' THEN coalesce(substring(row_label FROM ' \((.+)\)$'), row_label) ELSE split_part(row_label, ' (', 1) END AS row_label,
       CASE '[[language]]' WHEN 'sv' THEN coalesce(substring(column_label FROM ' \((.+)\)$'), replace(replace(column_label, 'Forecast ', '[[Forecast]] '), 'Change ', '[[Change]] ')) ELSE split_part(column_label, ' (', 1) END AS column_label,
       coalesce(word.text, r.verdict)                AS verdict,
       r.verdict                                     AS code,
       CASE WHEN r.inferred THEN 1 ELSE 0 END        AS inferred,
       CASE measure WHEN '[[lund.currency]]' THEN '[[lund.scaled]]' ELSE coalesce(counted.text, measure) END AS measure,
       printed / scale.divisor                       AS printed,
       computed / scale.divisor                      AS computed,
       difference / scale.divisor                    AS difference,
       coalesce(hint, '')                            AS hint
FROM reconciliation r
CROSS JOIN LATERAL (SELECT CASE r.measure WHEN '[[lund.currency]]' THEN [[lund.divisor]] ELSE 1 END) AS scale(divisor)
LEFT JOIN shown_label word ON word.organisation = r.organisation AND word.area = 'verdict' AND word.code = r.verdict
LEFT JOIN shown_label counted ON counted.organisation = r.organisation AND counted.area = 'unit' AND counted.code = r.measure
