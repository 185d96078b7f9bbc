-- booked_year: which outcome a year is booked in, and until when

CREATE OR REPLACE VIEW booked_year AS
SELECT s.organisation,
       s.fiscal_year,
       s.scenario,
       -- Within the year, whatever as_of says.
       (date_trunc('month'::text, (greatest(least((s.last_month + interval '1 month' - interval '1 day')::date, s.as_of, d.today),
                                      make_date(s.fiscal_year - 1, 12, 31)) + 1)::timestamp) - interval '1 day')::date AS booked_until
FROM (
    -- Of several outcomes of a year the one in force that knows most.
    SELECT DISTINCT ON (o.organisation, o.fiscal_year)
           o.organisation, o.fiscal_year, o.code AS scenario, o.as_of, m.last_month
    FROM scenario o
    CROSS JOIN LATERAL (SELECT max(l.month) AS last_month FROM ledger l
                        WHERE l.organisation = o.organisation AND l.scenario = o.code) m
    WHERE o.kind = 'outcome' AND m.last_month IS NOT NULL
    ORDER BY o.organisation, o.fiscal_year, o.adopted DESC, coalesce(o.as_of, make_date(o.fiscal_year, 12, 31)) DESC, o.code DESC
) s
JOIN live_day d ON d.organisation = s.organisation;
COMMENT ON VIEW   booked_year              IS 'A fiscal year whose outcome is booked by month';
COMMENT ON COLUMN booked_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN booked_year.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN booked_year.scenario     IS 'Code of the outcome; of several the one in force that knows most';
COMMENT ON COLUMN booked_year.booked_until IS 'Last day of the last complete month: all up to then is booked. Limited by the scenario''s as_of and by today';
