-- revenue_by_kind: who pays what revenue comes from, for the cost of the national statistics takes only part of it off

CREATE TABLE IF NOT EXISTS revenue_account (
    organisation text NOT NULL REFERENCES organisation,
    account      text NOT NULL,
    kind         text NOT NULL,
    PRIMARY KEY (organisation, account),
    CONSTRAINT revenue_account_account_is_not_blank CHECK (btrim(account) <> ''),
    CONSTRAINT revenue_account_kind_is_known CHECK (kind IN ('external', 'internal', 'sale'))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'revenue_account'::text, '{account}'::text[], '{}'::text[]);
COMMENT ON TABLE  revenue_account              IS 'Which accounts of revenue are of which kind';
COMMENT ON COLUMN revenue_account.organisation IS 'Organisation whose accounts these are';
COMMENT ON COLUMN revenue_account.account      IS 'What the account begins with: 35 is of all accounts from 35 to 35999. Of several the longest counts';
COMMENT ON COLUMN revenue_account.kind         IS 'external (state grants, fees, rents), internal (from other parts of the municipality) or sale (of activity, to other municipalities and regions)';

CREATE OR REPLACE VIEW revenue_by_kind AS
WITH booked AS (
    SELECT scenario.organisation, scenario.fiscal_year, scenario.code AS scenario, scenario.kind AS scenario_kind, scenario.as_of, ledger.unit, ledger.head, ledger.flow, kind.kind, ledger.amount
    FROM scenario
    JOIN ledger ON ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
    LEFT JOIN LATERAL (SELECT named.kind FROM revenue_account named
                       WHERE ledger.flow = 'revenue' AND named.organisation = ledger.organisation AND pg_catalog.starts_with(ledger.account, named.account)
                       ORDER BY pg_catalog.length(named.account) DESC LIMIT 1) kind ON true
    -- An outcome's months after its as_of count nowhere (late_month).
    WHERE scenario.kind <> 'outcome' OR coalesce(ledger.month <= scenario.as_of, true)
), summed AS (
    SELECT booked.organisation, booked.fiscal_year, booked.scenario, booked.scenario_kind, booked.as_of, booked.unit, booked.head,
           coalesce(sum(booked.amount) FILTER (WHERE booked.flow = 'cost'), 0::numeric)                                AS gross_cost,
           coalesce(sum(booked.amount) FILTER (WHERE booked.flow = 'revenue'), 0::numeric)                             AS revenue,
           coalesce(sum(booked.amount) FILTER (WHERE booked.kind = 'external'), 0::numeric)                            AS external_revenue,
           coalesce(sum(booked.amount) FILTER (WHERE booked.kind = 'internal'), 0::numeric)                            AS internal_revenue,
           coalesce(sum(booked.amount) FILTER (WHERE booked.kind = 'sale'), 0::numeric)                                AS sale,
           coalesce(sum(booked.amount) FILTER (WHERE booked.flow = 'revenue' AND booked.kind IS NULL), 0::numeric)     AS other_revenue,
           bool_or(booked.flow = 'revenue' AND booked.kind IS NULL AND booked.amount <> 0::numeric)                    AS is_unknown
    FROM booked
    GROUP BY booked.organisation, booked.fiscal_year, booked.scenario, booked.scenario_kind, booked.as_of, booked.unit, booked.head
)
SELECT summed.organisation,
       summed.fiscal_year,
       summed.scenario,
       summed.scenario_kind,
       summed.as_of,
       coalesce(latest.scenario = summed.scenario, false)     AS is_latest,
       summed.unit                                            AS unit_code,
       unit.name                                              AS unit,
       summed.head                                            AS head_code,
       head.name                                              AS head,
       summed.gross_cost::numeric(18,2)                       AS gross_cost,
       summed.revenue::numeric(18,2)                          AS revenue,
       summed.external_revenue::numeric(18,2)                 AS external_revenue,
       summed.internal_revenue::numeric(18,2)                 AS internal_revenue,
       summed.sale::numeric(18,2)                             AS sale,
       summed.other_revenue::numeric(18,2)                    AS unknown_revenue,
       CASE WHEN NOT summed.is_unknown THEN summed.gross_cost - summed.internal_revenue - summed.sale END::numeric(18,2) AS cost,
       (summed.gross_cost - summed.revenue)::numeric(18,2)    AS net_cost,
       CASE WHEN summed.is_unknown THEN 'revenue_account does not say of what kind all revenue is' END AS why_no_cost
FROM summed
JOIN unit ON unit.organisation = summed.organisation AND unit.code = summed.unit
JOIN budget_head head ON head.organisation = summed.organisation AND head.code = summed.head
LEFT JOIN latest_scenario latest ON latest.organisation = summed.organisation AND latest.fiscal_year = summed.fiscal_year;
COMMENT ON VIEW   revenue_by_kind                  IS 'A unit and head in a scenario: its cost and net cost as the national statistics define them, and the revenue between';
COMMENT ON COLUMN revenue_by_kind.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN revenue_by_kind.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN revenue_by_kind.scenario         IS 'Code of the scenario';
COMMENT ON COLUMN revenue_by_kind.scenario_kind    IS 'budget, supplement, outcome or forecast';
COMMENT ON COLUMN revenue_by_kind.as_of            IS 'Date of the scenario';
COMMENT ON COLUMN revenue_by_kind.is_latest        IS 'Whether it is the outcome or forecast that counts for the year (latest_scenario)';
COMMENT ON COLUMN revenue_by_kind.unit_code        IS 'Code of the unit';
COMMENT ON COLUMN revenue_by_kind.unit             IS 'Name of the unit';
COMMENT ON COLUMN revenue_by_kind.head_code        IS 'Code of the budget head';
COMMENT ON COLUMN revenue_by_kind.head             IS 'Name of the budget head';
COMMENT ON COLUMN revenue_by_kind.gross_cost       IS 'All cost';
COMMENT ON COLUMN revenue_by_kind.revenue          IS 'All revenue';
COMMENT ON COLUMN revenue_by_kind.external_revenue IS 'Revenue from others than the municipality, that is no sale of activity';
COMMENT ON COLUMN revenue_by_kind.internal_revenue IS 'Revenue from other parts of the municipality';
COMMENT ON COLUMN revenue_by_kind.sale             IS 'Sale of activity to other municipalities and regions';
COMMENT ON COLUMN revenue_by_kind.unknown_revenue  IS 'Revenue of accounts that revenue_account says nothing of';
COMMENT ON COLUMN revenue_by_kind.cost             IS 'Gross cost minus internal revenue and sale: what the activity costs for the own inhabitants. NULL where revenue of an unknown kind is among it';
COMMENT ON COLUMN revenue_by_kind.net_cost         IS 'Gross cost minus all revenue';
COMMENT ON COLUMN revenue_by_kind.why_no_cost      IS 'Why there is no cost';
