-- episode_kind: what people can be in: placements, housing contracts, labour-market measures

CREATE TABLE IF NOT EXISTS episode_kind (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    name         text    NOT NULL,
    unit_of_time text    NOT NULL DEFAULT 'day',
    gap          integer NOT NULL DEFAULT 0,
    may_overlap  boolean NOT NULL DEFAULT false,
    known_from   date,
    known_until  date,
    PRIMARY KEY (organisation, code),
    CONSTRAINT episode_kind_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT episode_kind_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT episode_kind_unit_of_time_is_known CHECK (unit_of_time IN ('day', 'month')),
    CONSTRAINT episode_kind_of_support_goes_by_months CHECK (code <> 'support' OR unit_of_time = 'month'),
    CONSTRAINT episode_kind_gap_is_0_to_a_year CHECK (gap BETWEEN 0 AND CASE unit_of_time WHEN 'month' THEN 12 ELSE 366 END
        OR refuse_value('episode_kind'::text, 'gap'::text, 'episode_kind_gap_is_0_to_a_year'::text, CASE unit_of_time WHEN 'month' THEN 'from 0 to 12 months' ELSE 'from 0 to 366 days' END, gap::text,
                     'Write 0 where whoever is away for a day or month of it has left, 1 where he may be away for one.'::text)),
    CONSTRAINT episode_kind_known_from_has_a_year_of_four_digits CHECK (known_from >= '1000-01-01' AND known_from <= '9999-12-31' OR refuse_day('episode_kind'::text, 'known_from'::text, known_from)),
    CONSTRAINT episode_kind_known_until_has_a_year_of_four_digits CHECK (known_until >= '1000-01-01' AND known_until <= '9999-12-31' OR refuse_day('episode_kind'::text, 'known_until'::text, known_until)),
    CONSTRAINT episode_kind_is_not_known_until_before_known_from CHECK (known_until >= known_from OR refuse_end('episode_kind'::text, known_from, known_until))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'episode_kind'::text, '{code}'::text[], '{name}'::text[]);
COMMENT ON TABLE  episode_kind              IS 'What people can be in for a time: placements, housing contracts, labour-market measures, homelessness. Support, from support_payment, is the kind support, whether it has a row here or not';
COMMENT ON COLUMN episode_kind.organisation IS 'Organisation that counts by it';
COMMENT ON COLUMN episode_kind.code         IS 'Code of the kind, unique within the organisation; support is what support_payment has';
COMMENT ON COLUMN episode_kind.name         IS 'Name for people';
COMMENT ON COLUMN episode_kind.unit_of_time IS 'day or month: what it goes by, and how long it lasts is told in';
COMMENT ON COLUMN episode_kind.gap          IS 'Who is back after no more than so many days or months has not been away: 0 to 366 days, or 12 months';
COMMENT ON COLUMN episode_kind.may_overlap  IS 'Whether one person may have two episodes of it on the same day';
COMMENT ON COLUMN episode_kind.known_from   IS 'Day from which all of it is known, and when whoever was there before had come; NULL where all is known. Of support the day before which payments do not count, NULL for the first month that anybody was paid in: whoever had support in that month may have come long before';
COMMENT ON COLUMN episode_kind.known_until  IS 'Last day of which all of it is known, as that of the last file; NULL for today. What is dated later has not happened yet, and of later months nothing is said. Of support, payments of months that end later do not count among who came and left';

-- Where an export ends in August, nobody came in September only as far as is known.
CREATE OR REPLACE VIEW live_known_kind AS
SELECT kind.organisation, kind.code AS kind, kind.known_from,
       -- Support goes by whole months.
       least(day.today, CASE kind.code WHEN 'support' THEN (date_trunc('month'::text, (kind.known_until + 1)::timestamp) - interval '1 day')::date ELSE kind.known_until END) AS known_until,
       day.fiscal_year_start
FROM episode_kind kind
JOIN live_day day ON day.organisation = kind.organisation;
COMMENT ON VIEW   live_known_kind              IS 'From when and until when all of a kind of episode or event is known: the only place that says so';
COMMENT ON COLUMN live_known_kind.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_known_kind.kind         IS 'Code of the kind';
COMMENT ON COLUMN live_known_kind.known_from   IS 'First day; NULL where all is known';
COMMENT ON COLUMN live_known_kind.known_until  IS 'Last day';
COMMENT ON COLUMN live_known_kind.fiscal_year_start IS 'Month in which the organisation''s fiscal years begin';
