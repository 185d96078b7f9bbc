-- organisation: whose figures a row is, and what day it is there

CREATE TABLE IF NOT EXISTS organisation (
    organisation text PRIMARY KEY,
    name         text NOT NULL,
    time_zone    text NOT NULL DEFAULT 'Europe/Stockholm',
    fiscal_year_start integer NOT NULL DEFAULT 1,
    minimum_shown integer,
    language     text NOT NULL DEFAULT 'en' REFERENCES language,
    currency     text NOT NULL DEFAULT 'SEK',
    money_scale  text NOT NULL DEFAULT 'thousands',
    -- So that who writes rows of a month keeps the year of it from being changed meanwhile.
    CONSTRAINT organisation_fiscal_year_start_key UNIQUE (organisation, fiscal_year_start),
    CONSTRAINT organisation_is_not_blank CHECK (btrim(organisation) <> ''),
    CONSTRAINT organisation_name_is_not_blank CHECK (btrim(name) <> ''),
    -- What is no time zone is refused by PostgreSQL's own message (22023).
    CONSTRAINT organisation_time_zone_is_known CHECK (timestamptz '2000-01-01 00:00:00+00' AT TIME ZONE time_zone IS NOT NULL),
    CONSTRAINT organisation_fiscal_year_start_is_a_month_from_1_to_12 CHECK (fiscal_year_start BETWEEN 1 AND 12),
    CONSTRAINT organisation_minimum_shown_is_at_least_3 CHECK (minimum_shown >= 3),
    CONSTRAINT organisation_currency_is_three_capital_letters CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT organisation_money_scale_is_known CHECK (money_scale IN ('whole', 'thousands', 'millions'))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'organisation'::text, '{organisation}'::text[], '{name}'::text[]);
COMMENT ON TABLE  organisation              IS 'Municipalities or other bodies whose figures the mart holds';
COMMENT ON COLUMN organisation.organisation IS 'Code of the organisation; in Sweden the municipality code, such as 1281 for Lund';
COMMENT ON COLUMN organisation.name         IS 'Name for people';
COMMENT ON COLUMN organisation.time_zone    IS 'Time zone that decides what day it is, such as Europe/Stockholm; that of a session does not matter';
COMMENT ON COLUMN organisation.fiscal_year_start IS 'Month in which its fiscal years begin: 1 for January, 9 for September. A fiscal year is named after the calendar year in which it ends';
COMMENT ON COLUMN organisation.language IS 'Language that names are in and that boards read. To change it exchanges the names with those in translation';
COMMENT ON COLUMN organisation.currency IS 'Currency that all its amounts are in, by ISO 4217; nothing is converted';
COMMENT ON COLUMN organisation.money_scale IS 'How money is printed for people: whole (units of the currency), thousands, or millions (with one decimal)';
COMMENT ON COLUMN organisation.minimum_shown IS 'In a released mart, of how many households at least, and of how many others, something is told of a part of them; NULL where figures are exact';

-- A view and not a function: a reader's views would call that with the reader's rights.
CREATE OR REPLACE VIEW live_day AS
SELECT o.organisation, (pg_catalog.now() AT TIME ZONE o.time_zone)::date AS today, o.fiscal_year_start
FROM organisation o;
COMMENT ON VIEW   live_day              IS 'What day it is in an organisation, whatever the time zone of the session: the only place where the mart asks';
COMMENT ON COLUMN live_day.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_day.today        IS 'Today';
COMMENT ON COLUMN live_day.fiscal_year_start IS 'Month in which its fiscal years begin';
