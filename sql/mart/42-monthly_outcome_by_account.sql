-- monthly_outcome_by_account: cost, revenue and net cost by month, account and activity

CREATE OR REPLACE VIEW monthly_outcome_by_account AS
SELECT booked.organisation,
       booked.fiscal_year,
       booked.scenario,
       booking.month,
       booking.unit                                                  AS unit_code,
       unit.name                                                     AS unit,
       booking.head                                                  AS head_code,
       head.name                                                     AS head,
       booking.account,
       booking.activity,
       booking.outcome::numeric(18,2)                                AS outcome,
       coalesce(booking.cost, 0::numeric)::numeric(18,2)             AS outcome_cost,
       (coalesce(booking.cost, 0::numeric) - booking.outcome)::numeric(18,2) AS outcome_revenue
FROM booked_year booked
CROSS JOIN LATERAL (
    SELECT ledger.month, ledger.unit, ledger.head, ledger.account, ledger.activity,
           sum(@extschema@.net_cost(ledger.flow, ledger.amount))  AS outcome,
           sum(ledger.amount) FILTER (WHERE ledger.flow = 'cost') AS cost
    FROM ledger
    WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.month <= booked.booked_until
    GROUP BY ledger.month, ledger.unit, ledger.head, ledger.account, ledger.activity
) booking
JOIN unit ON unit.organisation = booked.organisation AND unit.code = booking.unit
JOIN budget_head head ON head.organisation = booked.organisation AND head.code = booking.head;
COMMENT ON VIEW   monthly_outcome_by_account                 IS 'An account and activity within a unit and head in a month: what was booked. Whole months only. They add up to monthly_outcome';
COMMENT ON COLUMN monthly_outcome_by_account.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN monthly_outcome_by_account.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN monthly_outcome_by_account.scenario        IS 'Code of the outcome';
COMMENT ON COLUMN monthly_outcome_by_account.month           IS 'First day of the month';
COMMENT ON COLUMN monthly_outcome_by_account.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN monthly_outcome_by_account.unit            IS 'Name of the unit';
COMMENT ON COLUMN monthly_outcome_by_account.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN monthly_outcome_by_account.head            IS 'Name of the budget head';
COMMENT ON COLUMN monthly_outcome_by_account.account         IS 'Account of the books; empty where that is not told';
COMMENT ON COLUMN monthly_outcome_by_account.activity        IS 'Activity, project or what else the organisation keeps there; empty where that is not told';
COMMENT ON COLUMN monthly_outcome_by_account.outcome         IS 'Net cost booked in the month';
COMMENT ON COLUMN monthly_outcome_by_account.outcome_cost    IS 'Cost booked in the month; outcome is outcome_cost minus outcome_revenue';
COMMENT ON COLUMN monthly_outcome_by_account.outcome_revenue IS 'Revenue booked in the month';
