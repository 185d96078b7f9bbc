-- monthly_outcome: net cost by month

CREATE OR REPLACE VIEW monthly_outcome AS
SELECT y.organisation,
       y.fiscal_year,
       y.scenario,
       g.month,
       g.unit                    AS unit_code,
       u.name                    AS unit,
       g.head                    AS head_code,
       h.name                    AS head,
       g.outcome::numeric(18,2)  AS outcome
FROM booked_year y
CROSS JOIN LATERAL (
    SELECT l.month, l.unit, l.head,
           sum(@extschema@.net_cost(l.flow, l.amount)) AS outcome
    FROM ledger l
    WHERE l.organisation = y.organisation AND l.scenario = y.scenario AND l.month <= y.booked_until
    GROUP BY l.month, l.unit, l.head
) g
JOIN unit u ON u.organisation = y.organisation AND u.code = g.unit
JOIN budget_head h ON h.organisation = y.organisation AND h.code = g.head;
COMMENT ON VIEW   monthly_outcome              IS 'A unit and head in a month: net cost booked. Whole months only';
COMMENT ON COLUMN monthly_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN monthly_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN monthly_outcome.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN monthly_outcome.month        IS 'First day of the month';
COMMENT ON COLUMN monthly_outcome.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN monthly_outcome.unit         IS 'Name of the unit';
COMMENT ON COLUMN monthly_outcome.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN monthly_outcome.head         IS 'Name of the budget head';
COMMENT ON COLUMN monthly_outcome.outcome      IS 'Net cost booked in the month';
