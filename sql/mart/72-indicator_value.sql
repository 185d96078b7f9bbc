-- indicator_value: outcomes and targets

CREATE TABLE IF NOT EXISTS indicator_value (
    organisation text    NOT NULL,
    fiscal_year  integer NOT NULL,
    indicator    text    NOT NULL,
    outcome      numeric,
    target       numeric,
    as_of        date,
    PRIMARY KEY (organisation, indicator, fiscal_year),
    CONSTRAINT indicator_value_indicator_fkey FOREIGN KEY (organisation, indicator) REFERENCES indicator,
    CONSTRAINT indicator_value_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT indicator_value_is_below_a_million
        CHECK (abs(outcome) < 1e6 AND outcome = round(outcome, 6) AND abs(target) < 1e6 AND target = round(target, 6)),
    CONSTRAINT indicator_value_as_of_is_in_the_fiscal_year
        CHECK (isfinite(as_of) AND EXTRACT(year FROM as_of) = fiscal_year::numeric)
);
CREATE INDEX IF NOT EXISTS indicator_value_year ON indicator_value (organisation, fiscal_year);
COMMENT ON TABLE  indicator_value              IS 'An indicator''s outcome and target of a fiscal year; NULL where there is none';
COMMENT ON COLUMN indicator_value.organisation IS 'Organisation that the figures belong to';
COMMENT ON COLUMN indicator_value.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN indicator_value.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN indicator_value.outcome      IS 'Outcome, in the indicator''s measure; yes is 1, no is 0, 91 % is 0.91';
COMMENT ON COLUMN indicator_value.target       IS 'Target, likewise';
COMMENT ON COLUMN indicator_value.as_of        IS 'Day that the outcome is of, where the year was not over; NULL for the whole year';
