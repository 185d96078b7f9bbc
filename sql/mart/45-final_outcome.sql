-- final_outcome: the outcome of a year that is over

CREATE OR REPLACE VIEW final_outcome AS
SELECT DISTINCT ON (o.organisation, o.fiscal_year)
       o.organisation, o.fiscal_year, o.code AS scenario
FROM scenario o
JOIN live_day d ON d.organisation = o.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_end(o.fiscal_year, d.fiscal_year_start)) AS y(last_day)
CROSS JOIN LATERAL (SELECT max(l.month) AS last_month FROM ledger l
                    WHERE l.organisation = o.organisation AND l.scenario = o.code) m
WHERE o.kind = 'outcome'
  AND y.last_day <= least(o.as_of, d.today)
  -- Without a date, not while invoices of its last month are on their way.
  AND EXISTS (SELECT FROM live_whole_outcome w WHERE w.organisation = o.organisation AND w.fiscal_year = o.fiscal_year AND w.scenario = o.code OFFSET 0)
  AND coalesce(m.last_month >= y.last_day - 31, true)
  AND EXISTS (SELECT FROM ledger l WHERE l.organisation = o.organisation AND l.scenario = o.code)
ORDER BY o.organisation, o.fiscal_year, o.adopted DESC, coalesce(o.as_of, y.last_day) DESC, o.code DESC;
COMMENT ON VIEW   final_outcome              IS 'A fiscal year that is over: the outcome that forecasts are held against';
COMMENT ON COLUMN final_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN final_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN final_outcome.scenario     IS 'Code of the outcome, whole or booked until its last month, which is complete (booked_until); of several the one in force that is latest';
