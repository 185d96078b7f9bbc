-- live_unreported: which units have not told a month of households that others have told, at every node of the unit tree

-- A unit is waited for in the twelve months after its last one with figures: longer, it has gone. Not waited for is a unit that wholly
-- lives on in others, and one whose figures come from a unit above or below it now. Payments are loaded by whole months, and the
-- few households of a small unit may all have left; of ten or more they have not (live_suspect_payment has the same limit).
--
-- Of an organisation as a whole: what is kept of caseload_by_month is read fast, and once for each year it would be expected to cost as much as the payments.
CREATE OR REPLACE VIEW live_unreported AS
SELECT organisation.organisation,
       missing.fiscal_year,
       missing.unit                                                              AS unit_code,
       missing.month,
       missing.units
FROM organisation
CROSS JOIN LATERAL (
    WITH told AS MATERIALIZED (
        -- Recoveries alone tell nothing of who had support.
        SELECT caseload.unit_code, caseload.month, caseload.fiscal_year, caseload.households, caseload.source
        FROM caseload_by_month caseload
        WHERE caseload.organisation = organisation.organisation AND (caseload.households > 0 OR caseload.source = 'reported')
    ), place AS MATERIALIZED (
        SELECT path.code, path.path, path.from_year, path.until_year, unit.name
        FROM live_unit_path path
        JOIN unit ON unit.organisation = organisation.organisation AND unit.code = path.code
        WHERE path.organisation = organisation.organisation
    ), gap AS (
        -- A month that others have told is missing where it lies between two of the unit's, or in the twelve after its last.
        SELECT told.unit_code, told.month, told.fiscal_year, told.source = 'reported' OR told.households >= 10 AS is_awaited,
               least(pg_catalog.lead(told.month) OVER (PARTITION BY told.unit_code ORDER BY told.month), (told.month + interval '13 months')::date) AS until
        FROM told
    ), awaited AS (
        SELECT gap.unit_code, gap.month, gap.fiscal_year, gap.until FROM gap WHERE gap.is_awaited AND gap.until > (gap.month + interval '1 month')::date
    )
    SELECT month.fiscal_year, node.unit, month.month, pg_catalog.string_agg(own.name, ', '::text ORDER BY own.name) AS units
    FROM awaited
    JOIN (SELECT DISTINCT told.month, told.fiscal_year FROM told) month ON month.month > awaited.month AND month.month < awaited.until
    JOIN place own ON own.code = awaited.unit_code AND month.fiscal_year BETWEEN own.from_year AND own.until_year
    CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(own.path, NULL::text)) AS node(unit)
    WHERE (NOT EXISTS (SELECT FROM live_lineage way
                       WHERE way.organisation = organisation.organisation AND way.kind = 'unit' AND way.code = awaited.unit_code AND way.successor <> way.code
                         AND awaited.fiscal_year BETWEEN way.earlier_from AND way.earlier_until AND month.fiscal_year BETWEEN way.seen_from AND way.seen_until)
           OR EXISTS (SELECT FROM live_lineage way
                      WHERE way.organisation = organisation.organisation AND way.kind = 'unit' AND way.code = awaited.unit_code AND way.successor = way.code
                        AND awaited.fiscal_year BETWEEN way.earlier_from AND way.earlier_until AND month.fiscal_year BETWEEN way.seen_from AND way.seen_until))
      AND NOT EXISTS (SELECT FROM told
                      JOIN place there ON there.code = told.unit_code AND month.fiscal_year BETWEEN there.from_year AND there.until_year
                      WHERE told.month = month.month AND (there.code = ANY (own.path) OR own.code = ANY (there.path)))
    GROUP BY month.fiscal_year, node.unit, month.month
) missing;
COMMENT ON VIEW   live_unreported              IS 'A unit with all that stands below it, or the whole organisation, and month that others have figures of households of: which units there have none, though they had some in the twelve months before, either reported or at least ten with payments. Not one that wholly lives on in others, nor one whose figures come from a unit above or below it now';
COMMENT ON COLUMN live_unreported.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_unreported.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN live_unreported.unit_code    IS 'Code of the unit; NULL for the whole organisation';
COMMENT ON COLUMN live_unreported.month        IS 'First day of the month';
COMMENT ON COLUMN live_unreported.units        IS 'Names of the units without figures';
