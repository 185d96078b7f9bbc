-- population: how many live there, and figures of a year for each of them

CREATE TABLE IF NOT EXISTS population (
    organisation text    NOT NULL REFERENCES organisation,
    year         integer NOT NULL,
    sex          text    NOT NULL,
    age          integer NOT NULL,
    persons      integer NOT NULL,
    PRIMARY KEY (organisation, year, sex, age),
    CONSTRAINT population_year_has_four_digits CHECK (year BETWEEN 1000 AND 9999),
    CONSTRAINT population_sex_is_women_or_men CHECK (sex IN ('women', 'men')),
    CONSTRAINT population_age_is_from_0_to_150 CHECK (age BETWEEN 0 AND 150),
    CONSTRAINT population_persons_are_not_negative CHECK (persons >= 0)
);
COMMENT ON TABLE  population              IS 'Inhabitants at the end of a year, by sex and age';
COMMENT ON COLUMN population.organisation IS 'Organisation where they live';
COMMENT ON COLUMN population.year         IS 'Year at whose end they are counted';
COMMENT ON COLUMN population.sex          IS 'women or men';
COMMENT ON COLUMN population.age          IS 'Age in years; 100 may stand for 100 and above';
COMMENT ON COLUMN population.persons      IS 'How many';

-- A year in which only one sex has been loaded is not known as a whole.
CREATE OR REPLACE VIEW live_inhabitants AS
SELECT people.organisation, people.year, CASE WHEN pg_catalog.min(people.sex) <> pg_catalog.max(people.sex) THEN sum(people.persons)::numeric END AS persons
FROM population people
GROUP BY people.organisation, people.year;
COMMENT ON VIEW   live_inhabitants              IS 'Inhabitants of all ages and both sexes at the end of a year';
COMMENT ON COLUMN live_inhabitants.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_inhabitants.year         IS 'Calendar year';
COMMENT ON COLUMN live_inhabitants.persons      IS 'How many; NULL where only one sex has been loaded';

-- Of a figure of women, of an age or of both, those are counted whom it is of. They are not known where one of the ages that it is of lacks, of either
-- sex: a sum without it would make each look dearer. What ends with + goes to the greatest age that is there, all others to the age that is named.
CREATE OR REPLACE VIEW key_figure_per_inhabitant AS
WITH figure AS (
    SELECT latest.organisation, latest.key_figure, latest.period_start, latest.breakdown, latest.value, latest.status,
           EXTRACT(year FROM latest.period_start)::integer AS year,
           pg_catalog.substring(latest.breakdown, '^(?:women|men)'::text)                               AS sex,
           coalesce(pg_catalog.substring(latest.breakdown, '([0-9]+)'::text)::integer, 0)                 AS from_age,
           latest.breakdown ~ '[0-9]'::text                                                             AS is_of_ages,
           pg_catalog.substring(latest.breakdown, '([0-9]+)$'::text)::integer                             AS to_age
    FROM live_known_figure latest
    WHERE latest.period_kind = 'year' AND latest.unit IS NULL
)
SELECT figure.organisation,
       figure.key_figure                                           AS key_figure_code,
       named.name                                                  AS key_figure,
       figure.period_start,
       figure.breakdown,
       figure.value::numeric(25,6)                                 AS value,
       figure.status,
       inhabitants.persons::integer                                AS inhabitants,
       CASE WHEN inhabitants.persons > 0::bigint THEN figure.value / inhabitants.persons::numeric END::numeric(25,6)                AS per_inhabitant,
       CASE WHEN inhabitants.persons > 0::bigint AND abs(figure.value) < 1e15 THEN figure.value * 1000::numeric / inhabitants.persons::numeric END::numeric(25,6) AS per_1000_inhabitants,
       CASE WHEN figure.value IS NULL                THEN 'no value: ' || pg_catalog.replace(figure.status, '_'::text, ' '::text)
            WHEN found.persons IS NULL               THEN 'no population of the year'
            WHEN inhabitants.persons IS NULL         THEN 'not all of its ages and sexes are in population'
            WHEN inhabitants.persons = 0::bigint     THEN 'nobody lives there' END AS why_not,
       key_figure.unit_of_measure
FROM figure
JOIN key_figure ON key_figure.code = figure.key_figure
JOIN live_key_figure_name named ON named.organisation = figure.organisation AND named.code = figure.key_figure
CROSS JOIN LATERAL (SELECT sum(people.persons) AS persons, pg_catalog.count(people.age) AS counted, pg_catalog.count(DISTINCT people.sex) AS sexes, max(people.age) AS oldest
                    FROM population people
                    WHERE people.organisation = figure.organisation AND people.year = figure.year AND people.age >= figure.from_age AND people.age <= coalesce(figure.to_age, 150)
                      AND (figure.sex IS NULL OR people.sex = figure.sex)) found
CROSS JOIN LATERAL (SELECT CASE WHEN figure.is_of_ages THEN found.counted = (coalesce(figure.to_age, found.oldest) - figure.from_age + 1) * wanted.sexes
                                ELSE found.sexes = wanted.sexes END AS is_whole
                    FROM (SELECT CASE WHEN figure.sex IS NULL THEN 2::bigint ELSE 1::bigint END AS sexes) wanted) known
CROSS JOIN LATERAL (SELECT CASE WHEN known.is_whole THEN found.persons END AS persons) inhabitants
WHERE key_figure.aggregation IN ('sum', 'last', 'distinct') AND key_figure.unit_of_measure NOT IN ('percent', 'yes_no', 'days');
COMMENT ON VIEW   key_figure_per_inhabitant                      IS 'A key figure that counts something (its aggregation is sum, last or distinct), of a year and the whole organisation, for each inhabitant at the end of that year';
COMMENT ON COLUMN key_figure_per_inhabitant.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN key_figure_per_inhabitant.key_figure_code      IS 'Code of the key figure';
COMMENT ON COLUMN key_figure_per_inhabitant.key_figure           IS 'Name of the key figure';
COMMENT ON COLUMN key_figure_per_inhabitant.period_start         IS 'First day of the year';
COMMENT ON COLUMN key_figure_per_inhabitant.breakdown            IS 'Whom it is of: total, women, men, an age such as 18-24, or both';
COMMENT ON COLUMN key_figure_per_inhabitant.value                IS 'The figure';
COMMENT ON COLUMN key_figure_per_inhabitant.status               IS 'ok, preliminary, missing, secret or not_applicable';
COMMENT ON COLUMN key_figure_per_inhabitant.inhabitants          IS 'Inhabitants of this sex and age at the end of the year; NULL where population lacks one of its ages, or one sex';
COMMENT ON COLUMN key_figure_per_inhabitant.per_inhabitant       IS 'The figure for each of them';
COMMENT ON COLUMN key_figure_per_inhabitant.per_1000_inhabitants IS 'The figure for each thousand of them';
COMMENT ON COLUMN key_figure_per_inhabitant.why_not              IS 'Why there is none: no value, no population of the year, or not all ages and sexes that it is of';
COMMENT ON COLUMN key_figure_per_inhabitant.unit_of_measure      IS 'What is counted';
