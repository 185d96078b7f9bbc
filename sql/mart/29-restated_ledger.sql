-- restated_ledger: the ledger of earlier years by the units and heads of a later one

-- The conditions (OFFSET 0) are asked once for a year and scenario, before the ledger is read; here and in the next view.
CREATE OR REPLACE VIEW live_succeeded_ledger AS
SELECT year.organisation, year.fiscal_year, scenario.fiscal_year AS of_year, scenario.code AS scenario,
       coalesce(unit.successor, ledger.unit) AS unit, coalesce(head.successor, ledger.head) AS head, ledger.flow, ledger.month,
       -- What the unit's part is, is divided by head: both to the last decimal.
       @extschema@.portion(@extschema@.portion(ledger.amount, coalesce(unit.share_from, 0::numeric), coalesce(unit.share_to, 1::numeric), 2),
                           coalesce(head.share_from, 0::numeric), coalesce(head.share_to, 1::numeric), 2) AS amount
FROM live_ledger_year year
JOIN scenario ON scenario.organisation = year.organisation AND scenario.fiscal_year <= year.fiscal_year
-- All accounts together: rounded one by one their parts would come to something else.
CROSS JOIN LATERAL (SELECT booked.unit, booked.head, booked.flow, booked.month, sum(booked.amount) AS amount
                    FROM ledger booked
                    WHERE booked.organisation = scenario.organisation AND booked.scenario = scenario.code
                    GROUP BY booked.unit, booked.head, booked.flow, booked.month) ledger
LEFT JOIN live_lineage unit ON unit.organisation = year.organisation AND unit.kind = 'unit' AND unit.code = ledger.unit
                      AND scenario.fiscal_year BETWEEN unit.earlier_from AND unit.earlier_until
                      AND year.fiscal_year BETWEEN unit.seen_from AND unit.seen_until
                      AND unit.share_from < unit.share_to
LEFT JOIN live_lineage head ON head.organisation = year.organisation AND head.kind = 'head' AND head.code = ledger.head
                      AND scenario.fiscal_year BETWEEN head.earlier_from AND head.earlier_until
                      AND year.fiscal_year BETWEEN head.seen_from AND head.seen_until
                      AND head.share_from < head.share_to
WHERE EXISTS (SELECT FROM unit_succession move
              WHERE move.organisation = scenario.organisation AND move.from_year > scenario.fiscal_year AND move.from_year <= year.fiscal_year OFFSET 0)
   OR EXISTS (SELECT FROM head_succession move
              WHERE move.organisation = scenario.organisation AND move.from_year > scenario.fiscal_year AND move.from_year <= year.fiscal_year OFFSET 0);
COMMENT ON VIEW   live_succeeded_ledger              IS 'Rows of a year that something has succeeded since, as they are where they are looked at from a later one: by the units and heads that they live on in (live_lineage). For each scenario it adds up to what the ledger does. Ask for organisation, fiscal_year and of_year';
COMMENT ON COLUMN live_succeeded_ledger.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_succeeded_ledger.fiscal_year  IS 'Fiscal year that it is looked at from';
COMMENT ON COLUMN live_succeeded_ledger.of_year      IS 'Fiscal year of the scenario: the same or an earlier one';
COMMENT ON COLUMN live_succeeded_ledger.scenario     IS 'Code of the scenario';
COMMENT ON COLUMN live_succeeded_ledger.unit         IS 'Code of the unit that the amount counts for';
COMMENT ON COLUMN live_succeeded_ledger.head         IS 'Code of the budget head that the amount counts for';
COMMENT ON COLUMN live_succeeded_ledger.flow         IS 'cost or revenue';
COMMENT ON COLUMN live_succeeded_ledger.month        IS 'First day of the month, or NULL for the whole fiscal year';
COMMENT ON COLUMN live_succeeded_ledger.amount       IS 'Amount, or the part of it that goes to this unit and head: rounded to two decimals, the parts of the sum over accounts add up to it';

-- In two parts, so that whoever has no successions pays nothing for them, and filters on unit and head reach the ledger there.
CREATE OR REPLACE VIEW live_restated_ledger AS
SELECT year.organisation, year.fiscal_year, scenario.fiscal_year AS of_year, scenario.code AS scenario,
       ledger.unit, ledger.head, ledger.flow, ledger.month, ledger.amount
FROM live_ledger_year year
JOIN scenario ON scenario.organisation = year.organisation AND scenario.fiscal_year <= year.fiscal_year
JOIN ledger ON ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
WHERE NOT EXISTS (SELECT FROM unit_succession move
                  WHERE move.organisation = scenario.organisation AND move.from_year > scenario.fiscal_year AND move.from_year <= year.fiscal_year OFFSET 0)
  AND NOT EXISTS (SELECT FROM head_succession move
                  WHERE move.organisation = scenario.organisation AND move.from_year > scenario.fiscal_year AND move.from_year <= year.fiscal_year OFFSET 0)
UNION ALL
SELECT live_succeeded_ledger.* FROM live_succeeded_ledger;
COMMENT ON VIEW   live_restated_ledger              IS 'The ledger as it is where it is looked at from a fiscal year: rows of that year as they are, those of earlier years by the units and heads that they live on in (live_lineage). For each scenario it adds up to what the ledger does. Ask for organisation, fiscal_year and of_year';
COMMENT ON COLUMN live_restated_ledger.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_restated_ledger.fiscal_year  IS 'Fiscal year that it is looked at from';
COMMENT ON COLUMN live_restated_ledger.of_year      IS 'Fiscal year of the scenario: the same or an earlier one';
COMMENT ON COLUMN live_restated_ledger.scenario     IS 'Code of the scenario';
COMMENT ON COLUMN live_restated_ledger.unit         IS 'Code of the unit that the amount counts for';
COMMENT ON COLUMN live_restated_ledger.head         IS 'Code of the budget head that the amount counts for';
COMMENT ON COLUMN live_restated_ledger.flow         IS 'cost or revenue';
COMMENT ON COLUMN live_restated_ledger.month        IS 'First day of the month, or NULL for the whole fiscal year';
COMMENT ON COLUMN live_restated_ledger.amount       IS 'Amount, or the part of it that goes to this unit and head: rounded to two decimals, the parts of the sum over accounts add up to it';
