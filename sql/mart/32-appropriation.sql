-- appropriation: what the council grants

CREATE TABLE IF NOT EXISTS appropriation (
    organisation text    NOT NULL,
    fiscal_year  integer NOT NULL,
    unit         text    NOT NULL,
    amount       numeric NOT NULL,
    PRIMARY KEY (organisation, fiscal_year, unit),
    CONSTRAINT appropriation_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT appropriation_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT appropriation_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
COMMENT ON TABLE  appropriation              IS 'What a service area is granted for a fiscal year';
COMMENT ON COLUMN appropriation.organisation IS 'Organisation that the appropriation belongs to';
COMMENT ON COLUMN appropriation.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN appropriation.unit         IS 'Code of the unit, normally a service area';
COMMENT ON COLUMN appropriation.amount       IS 'Amount in whole currency units, at most two decimals';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{appropriation}'::text[], 'ledger'::text, 0, 'fiscal_year'::text);

CREATE OR REPLACE VIEW appropriation_change AS
WITH granted_year AS (
    SELECT DISTINCT granted.organisation, granted.fiscal_year FROM appropriation granted
), year AS NOT MATERIALIZED (
    SELECT granted_year.organisation, granted_year.fiscal_year,
           EXISTS (SELECT FROM appropriation before
                   WHERE before.organisation = granted_year.organisation AND before.fiscal_year = granted_year.fiscal_year - 1) AS has_year_before
    FROM granted_year
), figure AS (
    SELECT year.organisation, year.fiscal_year, year.has_year_before, granted.unit, figure.amount, figure.amount_before, figure.stated
    FROM year
    JOIN appropriation granted ON granted.organisation = year.organisation
                              AND granted.fiscal_year BETWEEN year.fiscal_year - 1 AND year.fiscal_year
    CROSS JOIN LATERAL (SELECT CASE WHEN granted.fiscal_year = year.fiscal_year THEN granted.amount END,
                               CASE WHEN granted.fiscal_year < year.fiscal_year THEN granted.amount END,
                               CASE WHEN granted.fiscal_year < year.fiscal_year THEN granted.amount END) AS figure(amount, amount_before, stated)
    UNION ALL
    -- What was granted to one that lives on in another counts there, and no more here.
    SELECT year.organisation, year.fiscal_year, year.has_year_before, side.unit, NULL::numeric AS amount, side.amount_before, NULL::numeric AS stated
    FROM year
    JOIN live_lineage lineage ON lineage.organisation = year.organisation AND lineage.kind = 'unit'
                AND year.fiscal_year - 1 BETWEEN lineage.earlier_from AND lineage.earlier_until
                AND year.fiscal_year BETWEEN lineage.seen_from AND lineage.seen_until
                AND lineage.share_from < lineage.share_to
    JOIN appropriation granted ON granted.organisation = year.organisation AND granted.fiscal_year = year.fiscal_year - 1 AND granted.unit = lineage.code
    CROSS JOIN LATERAL (SELECT @extschema@.portion(granted.amount, lineage.share_from, lineage.share_to, 2)) AS portion(amount)
    CROSS JOIN LATERAL (VALUES (lineage.code, -portion.amount), (lineage.successor, portion.amount)) AS side(unit, amount_before)
), unit_in_year AS (
    SELECT figure.organisation, figure.fiscal_year, figure.unit,
           CASE WHEN figure.has_year_before THEN coalesce(sum(figure.amount_before), 0::numeric) END AS amount_before,
           CASE WHEN figure.has_year_before THEN coalesce(sum(figure.stated), 0::numeric) END        AS stated,
           coalesce(sum(figure.amount), 0::numeric)                                                  AS amount
    FROM figure
    GROUP BY figure.organisation, figure.fiscal_year, figure.has_year_before, figure.unit
)
SELECT change.organisation,
       change.fiscal_year,
       change.unit                                                               AS unit_code,
       unit.name                                                                 AS unit,
       change.amount_before::numeric(18,2)                                       AS amount_before,
       change.amount::numeric(18,2)                                              AS amount,
       (change.amount - change.amount_before)::numeric(18,2)                     AS change,
       @extschema@.ratio(change.amount - change.amount_before, abs(change.amount_before))::numeric(12,6) AS change_ratio,
       change.stated::numeric(18,2)                                              AS amount_before_stated,
       CASE WHEN change.amount_before IS NOT NULL
            THEN NOT EXISTS (SELECT FROM live_not_comparable part
                             WHERE part.organisation = change.organisation AND part.kind = 'unit' AND part.code = change.unit
                               AND change.fiscal_year - 1 BETWEEN part.earlier_from AND part.earlier_until
                               AND change.fiscal_year BETWEEN part.seen_from AND part.seen_until) END AS comparable
FROM unit_in_year change
JOIN unit ON unit.organisation = change.organisation AND unit.code = change.unit;
COMMENT ON VIEW   appropriation_change               IS 'A service area''s appropriation beside that of the year before, restated by unit_succession, and as it was stated';
COMMENT ON COLUMN appropriation_change.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN appropriation_change.fiscal_year   IS 'Fiscal year of the later appropriation';
COMMENT ON COLUMN appropriation_change.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN appropriation_change.unit          IS 'Name of the unit';
COMMENT ON COLUMN appropriation_change.amount_before IS 'Appropriation of the year before, by the units of this year: 0 where the unit had none, NULL where nothing is recorded of that year';
COMMENT ON COLUMN appropriation_change.amount        IS 'Appropriation of the fiscal year; 0 where the unit has none';
COMMENT ON COLUMN appropriation_change.change        IS 'Appropriation minus that of the year before';
COMMENT ON COLUMN appropriation_change.change_ratio  IS 'Change as a fraction of the appropriation of the year before';
COMMENT ON COLUMN appropriation_change.amount_before_stated IS 'Appropriation of the year before as it was stated for this unit; other than amount_before where a part of the unit went to another or came from one';
COMMENT ON COLUMN appropriation_change.comparable    IS 'Whether amount and amount_before are of the same: false where a part of the unit went to another or came from one, so that what is restated rests on a share, or nobody says how much it was. NULL where nothing is recorded of the year before';
