-- deficit_driver: the causes that a report states for its deficit, and what they leave open

CREATE TABLE IF NOT EXISTS stated_driver (
    organisation text    NOT NULL,
    scenario     text    NOT NULL,
    cause        text    NOT NULL,
    amount       numeric NOT NULL,
    PRIMARY KEY (organisation, scenario, cause),
    CONSTRAINT stated_driver_scenario_fkey FOREIGN KEY (organisation, scenario) REFERENCES scenario,
    CONSTRAINT stated_driver_cause_is_not_blank CHECK (btrim(cause) <> ''),
    CONSTRAINT stated_driver_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'stated_driver'::text, '{}'::text[], '{cause}'::text[]);
COMMENT ON TABLE  stated_driver              IS 'Causes that a report states for its deficit or surplus; the total it states is scenario.stated_total';
COMMENT ON COLUMN stated_driver.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN stated_driver.scenario     IS 'Code of the outcome or forecast that the report speaks of';
COMMENT ON COLUMN stated_driver.cause        IS 'Cause, for people';
COMMENT ON COLUMN stated_driver.amount       IS 'Part of the variance in whole currency units: negative makes the deficit larger';

CREATE OR REPLACE VIEW deficit_driver AS
SELECT d.organisation,
       s.fiscal_year,
       d.scenario,
       s.as_of,
       d.cause,
       d.amount::numeric(18,2)                                     AS amount,
       s.stated_total::numeric(18,2)                               AS stated_total,
       (sum(d.amount) OVER report)::numeric(18,2)                  AS explained,
       (s.stated_total - sum(d.amount) OVER report)::numeric(18,2) AS unexplained,
       -- Reports state causes before a year has amounts, so latest_scenario does not tell.
       d.scenario = first_value(d.scenario) OVER (PARTITION BY d.organisation, s.fiscal_year
                                                  ORDER BY s.adopted DESC, CASE s.kind WHEN 'outcome' THEN coalesce(s.as_of, @extschema@.fiscal_year_end(s.fiscal_year, o.fiscal_year_start)) ELSE s.as_of END DESC NULLS LAST,
                                                           s.code DESC) AS is_latest
FROM stated_driver d
JOIN scenario s ON s.organisation = d.organisation AND s.code = d.scenario
JOIN organisation o ON o.organisation = d.organisation
WINDOW report AS (PARTITION BY d.organisation, s.fiscal_year, d.scenario);
COMMENT ON VIEW   deficit_driver              IS 'A stated cause of a stated deficit, and what all causes together leave unexplained. Amounts are variances: negative is adverse. WHERE is_latest has each year once';
COMMENT ON COLUMN deficit_driver.organisation IS 'Code of the organisation';
COMMENT ON COLUMN deficit_driver.fiscal_year  IS 'Fiscal year of the outcome or forecast';
COMMENT ON COLUMN deficit_driver.scenario     IS 'Code of the outcome or forecast';
COMMENT ON COLUMN deficit_driver.as_of        IS 'Last day that the outcome or forecast knows of';
COMMENT ON COLUMN deficit_driver.cause        IS 'Stated cause';
COMMENT ON COLUMN deficit_driver.amount       IS 'Stated part of the variance; negative makes the deficit larger';
COMMENT ON COLUMN deficit_driver.stated_total IS 'Variance that the same report states as a whole, repeated on each of its rows; NULL where it states none';
COMMENT ON COLUMN deficit_driver.explained    IS 'Sum of all stated causes of the report, repeated on each of its rows';
COMMENT ON COLUMN deficit_driver.unexplained  IS 'Stated total minus explained, repeated on each of its rows: positive means that something unnamed improves the result';
COMMENT ON COLUMN deficit_driver.is_latest    IS 'Whether the report is the latest of its year that states causes: what is in force before what is not, then the latest date (an outcome without one is of the whole year, a forecast without one comes last), then the last code';
