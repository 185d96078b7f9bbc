-- monthly_outcome: cost, revenue and net cost by month

CREATE OR REPLACE VIEW monthly_outcome AS
SELECT booked.organisation,
       booked.fiscal_year,
       booked.scenario,
       booking.month,
       booking.unit                                                  AS unit_code,
       unit.name                                                     AS unit,
       booking.head                                                  AS head_code,
       head.name                                                     AS head,
       booking.outcome::numeric(18,2)                                AS outcome,
       coalesce(booking.cost, 0::numeric)::numeric(18,2)             AS outcome_cost,
       (coalesce(booking.cost, 0::numeric) - booking.outcome)::numeric(18,2) AS outcome_revenue
FROM booked_year booked
CROSS JOIN LATERAL (
    SELECT ledger.month, ledger.unit, ledger.head,
           sum(@extschema@.net_cost(ledger.flow, ledger.amount))  AS outcome,
           sum(ledger.amount) FILTER (WHERE ledger.flow = 'cost') AS cost
    FROM ledger
    WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.month <= booked.booked_until
    GROUP BY ledger.month, ledger.unit, ledger.head
) booking
JOIN unit ON unit.organisation = booked.organisation AND unit.code = booking.unit
JOIN budget_head head ON head.organisation = booked.organisation AND head.code = booking.head;
COMMENT ON VIEW   monthly_outcome                 IS 'A unit and head in a month: what was booked. Whole months only';
COMMENT ON COLUMN monthly_outcome.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN monthly_outcome.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN monthly_outcome.scenario        IS 'Code of the outcome';
COMMENT ON COLUMN monthly_outcome.month           IS 'First day of the month';
COMMENT ON COLUMN monthly_outcome.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN monthly_outcome.unit            IS 'Name of the unit';
COMMENT ON COLUMN monthly_outcome.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN monthly_outcome.head            IS 'Name of the budget head';
COMMENT ON COLUMN monthly_outcome.outcome         IS 'Net cost booked in the month';
COMMENT ON COLUMN monthly_outcome.outcome_cost    IS 'Cost booked in the month; outcome is outcome_cost minus outcome_revenue';
COMMENT ON COLUMN monthly_outcome.outcome_revenue IS 'Revenue booked in the month';
