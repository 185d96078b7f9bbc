-- shown_organisation: what an organisation is called, and how it writes money, for dashboards

CREATE OR REPLACE VIEW shown_organisation AS
SELECT organisation.organisation,
       organisation.name,
       organisation.language,
       organisation.currency,
       organisation.money_scale,
       (report.style ->> 'divisor'::text)::integer  AS money_divisor,
       (report.style ->> 'decimals'::text)::integer AS money_decimals,
       report.style ->> 'money'::text               AS money,
       report.style ->> 'money_in_words'::text      AS money_in_words,
       report.style ->> 'amount'::text              AS whole_money,
       organisation.organisation = mart.organisation AS is_own_organisation
FROM organisation
CROSS JOIN mart
JOIN live_report_style report ON report.organisation = organisation.organisation;
COMMENT ON VIEW   shown_organisation                IS 'An organisation: its name, its language, and how its money is printed, so that dashboards print it as its interim reports do';
COMMENT ON COLUMN shown_organisation.organisation   IS 'Code of the organisation';
COMMENT ON COLUMN shown_organisation.name           IS 'Its name, in its language';
COMMENT ON COLUMN shown_organisation.language       IS 'Language that its board reads';
COMMENT ON COLUMN shown_organisation.currency       IS 'Currency of all its amounts, by ISO 4217';
COMMENT ON COLUMN shown_organisation.money_scale    IS 'How its money is printed: whole, thousands or millions';
COMMENT ON COLUMN shown_organisation.money_divisor  IS 'What an amount in a view is divided by to be printed so';
COMMENT ON COLUMN shown_organisation.money_decimals IS 'How many decimals it is printed with then';
COMMENT ON COLUMN shown_organisation.money          IS 'What a unit of it is called then, in short, such as kSEK or tkr';
COMMENT ON COLUMN shown_organisation.money_in_words IS 'The same in words, such as thousands of kronor (kSEK)';
COMMENT ON COLUMN shown_organisation.whole_money    IS 'What one unit of the currency is called in short, such as SEK or kr';
COMMENT ON COLUMN shown_organisation.is_own_organisation IS 'Whether it is the organisation that the mart was made for';
