-- Key figures of each month, of the whole organisation; per cent as such.
SELECT fiscal_year::text                  AS year,
       to_char(period_start, 'YYYY-MM')   AS month_key,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM period_start)::integer) AS month,
       split_part(key_figure, ' (', 1)    AS key_figure,
       coalesce(upper(left(word.text, 1)) || substr(word.text, 2), unit_of_measure) AS unit,
       -- With the decimals that it has for people.
       shown.format,
       '+' || shown.format || ';-' || shown.format || ';' || replace(shown.format, '#,##', '') AS format_of_change,
       value * factor                     AS value,
       value_before * factor              AS value_before,
       change * factor                    AS change
FROM key_figure_trend
CROSS JOIN LATERAL (SELECT CASE WHEN decimals = 0 THEN '#,##0' ELSE '#,##0.' || repeat('0', least(coalesce(decimals, 1), 6)) END AS format) AS shown
LEFT JOIN shown_label word ON word.organisation = key_figure_trend.organisation AND word.area = 'unit' AND word.code = unit_of_measure
CROSS JOIN LATERAL (SELECT CASE unit_of_measure WHEN 'percent' THEN 100 ELSE 1 END) AS f(factor)
WHERE period_kind = 'month' AND breakdown = 'total' AND unit_code IS NULL AND value IS NOT NULL AND key_figure_code NOT LIKE 'mart.%'
