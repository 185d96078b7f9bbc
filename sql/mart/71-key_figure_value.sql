-- key_figure_value: figures by period, unit and breakdown, with what was published before

CREATE TABLE IF NOT EXISTS key_figure_value (
    organisation text    NOT NULL REFERENCES organisation,
    key_figure   text    NOT NULL REFERENCES key_figure,
    period_kind  text    NOT NULL,
    period_start date    NOT NULL,
    unit         text,
    breakdown    text    NOT NULL DEFAULT 'total',
    value        numeric,
    numerator    numeric,
    denominator  numeric,
    n            integer,
    status       text    NOT NULL DEFAULT 'ok',
    published_on date    NOT NULL DEFAULT CURRENT_DATE,
    CONSTRAINT key_figure_value_has_one_row_a_period_and_day_published
        UNIQUE NULLS NOT DISTINCT (organisation, key_figure, period_kind, unit, breakdown, period_start, published_on),
    CONSTRAINT key_figure_value_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT key_figure_value_period_kind_is_day_month_quarter_or_year CHECK (period_kind IN ('day', 'month', 'quarter', 'year')),
    CONSTRAINT key_figure_value_period_start_is_its_first_day
        CHECK (period_start >= '1000-01-01' AND period_start <= '9999-12-31' AND (period_kind = 'day' OR EXTRACT(day FROM period_start) = 1::numeric)),
    CONSTRAINT key_figure_value_breakdown_is_total_women_men_or_an_age CHECK (breakdown ~ '^(total|(women|men)( [0-9]{1,3}([-][0-9]{1,3}|[+])?)?|[0-9]{1,3}([-][0-9]{1,3}|[+])?)$'),
    CONSTRAINT key_figure_value_value_is_a_number_below_1e18 CHECK (abs(value) < 1e18),
    CONSTRAINT key_figure_value_numerator_is_a_number_below_1e18 CHECK (abs(numerator) < 1e18),
    CONSTRAINT key_figure_value_denominator_is_a_number_above_0 CHECK (denominator > 0::numeric AND denominator < 1e18),
    CONSTRAINT key_figure_value_n_is_not_negative CHECK (n >= 0),
    CONSTRAINT key_figure_value_status_is_known CHECK (status IN ('ok', 'preliminary', 'missing', 'secret', 'not_applicable')),
    -- What is secret is not kept beside the word that says so.
    CONSTRAINT key_figure_value_has_a_value_where_its_status_says_so
        CHECK (CASE WHEN status IN ('ok', 'preliminary') THEN value IS NOT NULL ELSE value IS NULL AND numerator IS NULL AND denominator IS NULL AND n IS NULL END)
);
-- A year of one organisation, and a key figure of all.
CREATE INDEX IF NOT EXISTS key_figure_value_period ON key_figure_value (organisation, period_start);
CREATE INDEX IF NOT EXISTS key_figure_value_key_figure ON key_figure_value (key_figure, period_start);
COMMENT ON TABLE  key_figure_value              IS 'A key figure of an organisation in a period, as published on a day. The latest counts; what was published before stays';
COMMENT ON COLUMN key_figure_value.organisation IS 'Organisation that the figure is of';
COMMENT ON COLUMN key_figure_value.key_figure   IS 'Code of the key figure';
COMMENT ON COLUMN key_figure_value.period_kind  IS 'day, month, quarter or year';
COMMENT ON COLUMN key_figure_value.period_start IS 'First day of the period';
COMMENT ON COLUMN key_figure_value.unit         IS 'Code of the unit, or NULL for the whole organisation';
COMMENT ON COLUMN key_figure_value.breakdown    IS 'Whom it is of: total, women, men, an age such as 18-24 or 65+, or both: women 18-24';
COMMENT ON COLUMN key_figure_value.value        IS 'The figure, in the unit of measure; yes is 1, no is 0, 91 % is 0.91. NULL where status says that there is none';
COMMENT ON COLUMN key_figure_value.numerator    IS 'What was divided, where that is known: a mean of months is then that of all their cases';
COMMENT ON COLUMN key_figure_value.denominator  IS 'What it was divided by, above 0';
COMMENT ON COLUMN key_figure_value.n            IS 'How many cases the figure rests on, where that is known';
COMMENT ON COLUMN key_figure_value.status       IS 'ok, preliminary, missing (nobody has counted it), secret (it would be about few) or not_applicable';
COMMENT ON COLUMN key_figure_value.published_on IS 'Day on which it was published: another one is a revision';

-- Nothing tells what figures of units would be subtracted from, so readers of a released mart see those of the whole: and of a period in which
-- a part is of few, or secret, or in which the parts leave few of the whole, the total alone.
CREATE OR REPLACE VIEW live_released_key_figure_value AS
WITH counted AS (
    SELECT given.organisation, given.key_figure, given.period_kind, given.period_start, given.breakdown, given.n, given.status,
           -- By sex, by age, or by both: what is not there of a sort is the rest.
           (given.breakdown ~ '^(women|men)')::integer + 2 * (given.breakdown ~ '[0-9]')::integer AS sort, given.published_on
    FROM key_figure_value given
    WHERE given.unit IS NULL
), rest AS (
    SELECT part.organisation, part.key_figure, part.period_kind, part.period_start, part.n
    FROM counted part
    UNION ALL
    SELECT whole.organisation, whole.key_figure, whole.period_kind, whole.period_start, whole.n - part.n
    FROM counted whole
    JOIN counted part ON part.organisation = whole.organisation AND part.key_figure = whole.key_figure AND part.period_kind = whole.period_kind AND part.period_start = whole.period_start
    WHERE whole.sort = 0 AND part.sort > 0
    UNION ALL
    SELECT whole.organisation, whole.key_figure, whole.period_kind, whole.period_start, max(whole.n) - sum(part.n)
    FROM counted whole
    JOIN counted part ON part.organisation = whole.organisation AND part.key_figure = whole.key_figure AND part.period_kind = whole.period_kind AND part.period_start = whole.period_start
                     AND part.published_on = whole.published_on
    WHERE whole.sort = 0 AND part.sort > 0
    GROUP BY whole.organisation, whole.key_figure, whole.period_kind, whole.period_start, whole.published_on, part.sort
), few AS (
    SELECT DISTINCT rest.organisation, rest.key_figure, rest.period_kind, rest.period_start
    FROM rest
    WHERE rest.n BETWEEN 1 AND (SELECT mart.minimum_group - 1 FROM mart)
    UNION
    SELECT part.organisation, part.key_figure, part.period_kind, part.period_start
    FROM counted part
    WHERE part.status = 'secret'
)
SELECT told.organisation, told.key_figure, told.period_kind, told.period_start, told.unit, told.breakdown, told.value, told.numerator, told.denominator, told.n, told.status, told.published_on
FROM key_figure_value told
WHERE told.unit IS NULL
  AND (told.n IS NULL OR told.n NOT BETWEEN 1 AND (SELECT mart.minimum_group - 1 FROM mart))
  AND (told.breakdown = 'total' OR NOT EXISTS (SELECT FROM few WHERE few.organisation = told.organisation AND few.key_figure = told.key_figure
                                                             AND few.period_kind = told.period_kind AND few.period_start = told.period_start));
COMMENT ON VIEW   live_released_key_figure_value              IS 'A key figure as readers see it: of the whole, and of a part where no part of that period is of few or secret, nor what the parts leave of the whole';
COMMENT ON COLUMN live_released_key_figure_value.organisation IS 'Organisation that the figure is of';
COMMENT ON COLUMN live_released_key_figure_value.key_figure   IS 'Code of the key figure';
COMMENT ON COLUMN live_released_key_figure_value.period_kind  IS 'day, month, quarter or year';
COMMENT ON COLUMN live_released_key_figure_value.period_start IS 'First day of the period';
COMMENT ON COLUMN live_released_key_figure_value.unit         IS 'NULL: the whole organisation';
COMMENT ON COLUMN live_released_key_figure_value.breakdown    IS 'Whom it is of';
COMMENT ON COLUMN live_released_key_figure_value.value        IS 'The figure';
COMMENT ON COLUMN live_released_key_figure_value.numerator    IS 'What was divided';
COMMENT ON COLUMN live_released_key_figure_value.denominator  IS 'What it was divided by';
COMMENT ON COLUMN live_released_key_figure_value.n            IS 'How many cases the figure rests on';
COMMENT ON COLUMN live_released_key_figure_value.status       IS 'ok, preliminary, missing, secret or not_applicable';
COMMENT ON COLUMN live_released_key_figure_value.published_on IS 'Day on which it was published';
