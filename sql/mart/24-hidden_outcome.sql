-- hidden_outcome: what a released mart does not show of support, as it would be of too few households

CREATE OR REPLACE VIEW live_hidden_outcome AS
WITH RECURSIVE support AS (
    SELECT head.organisation, head.code AS head
    FROM organisation
    JOIN budget_head head ON head.organisation = organisation.organisation AND head.pays_support
    -- A released mart has it.
    WHERE organisation.minimum_shown IS NOT NULL
    UNION
    SELECT head.organisation, head.code AS head
    FROM support JOIN budget_head head ON head.organisation = support.organisation AND head.parent = support.head
)
SELECT scenario.organisation, scenario.fiscal_year, scenario.code AS scenario, support.head
FROM support
JOIN scenario ON scenario.organisation = support.organisation AND scenario.kind = 'outcome'
WHERE NOT EXISTS (SELECT FROM ledger
                  WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                    AND ledger.head IN (SELECT booked.head FROM support booked WHERE booked.organisation = scenario.organisation));
COMMENT ON VIEW   live_hidden_outcome              IS 'A head of support in an outcome of a released mart that has nothing of it: nobody is paid or booked, or too few are for anything to be shown. So it is not known. Of the mart that is released nothing is hidden';
COMMENT ON COLUMN live_hidden_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_hidden_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_hidden_outcome.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_hidden_outcome.head         IS 'Code of the head that pays support, or of one below it';
