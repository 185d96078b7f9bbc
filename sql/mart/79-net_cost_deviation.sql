-- net_cost_deviation: net cost beside what it would be expected to be

-- One key figure after another, by the key of each.
CREATE OR REPLACE VIEW live_year_figure AS
SELECT own.organisation, named.code AS key_figure, named.unit_of_measure, year.fiscal_year, year.first_day, found.period_start, found.value, found.status
FROM organisation own
CROSS JOIN live_known_key_figure named
CROSS JOIN LATERAL (
    SELECT known.period_start, known.value, known.status
    FROM live_known_figure known
    WHERE known.organisation = own.organisation AND known.key_figure = named.code AND known.period_kind = 'year' AND known.unit IS NULL AND known.breakdown = 'total'
    OFFSET 0
) found
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(found.period_start, own.fiscal_year_start)) AS number(fiscal_year)
CROSS JOIN LATERAL (SELECT number.fiscal_year, @extschema@.fiscal_year_begin(number.fiscal_year, own.fiscal_year_start)) AS year(fiscal_year, first_day);
COMMENT ON VIEW   live_year_figure                 IS 'A key figure of a whole organisation in a year';
COMMENT ON COLUMN live_year_figure.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN live_year_figure.key_figure      IS 'Code of the key figure';
COMMENT ON COLUMN live_year_figure.unit_of_measure IS 'What it is measured in';
COMMENT ON COLUMN live_year_figure.fiscal_year     IS 'Fiscal year that the year begins in';
COMMENT ON COLUMN live_year_figure.first_day       IS 'First day of that';
COMMENT ON COLUMN live_year_figure.period_start    IS 'First day of the year that the figure is of';
COMMENT ON COLUMN live_year_figure.value           IS 'The figure';
COMMENT ON COLUMN live_year_figure.status          IS 'ok, preliminary, missing, secret or not_applicable';

-- (N / P - R) / R and (N / P - R) P, of net cost N, population P and reference cost R. R is what others publish: without it nothing is said.
-- All three are of the same twelve months: a calendar year's reference cost says nothing of a fiscal year from July, half of which has other prices.
-- Of several years that begin in a fiscal year that counts of which both are there, else that which begins with it, else the last.
-- The population is that of the end of the calendar year that these months begin in, where both sexes are there.
CREATE OR REPLACE VIEW net_cost_deviation AS
WITH period AS (
    -- A reference cost and its net cost, either of which may lack.
    SELECT told.organisation, told.reference, told.fiscal_year, told.period_start, told.period_start = told.first_day AS is_fiscal_year, max(told.net) AS net, max(told.net_status) AS net_status, max(told.net_unit) AS net_unit,
           max(told.cost) AS reference_cost, max(told.cost_status) AS reference_status
    FROM (
        SELECT figure.organisation, reference.code AS reference, figure.fiscal_year, figure.first_day, figure.period_start, NULL::numeric AS net, NULL::text AS net_status, NULL::text AS net_unit,
               figure.value AS cost, figure.status AS cost_status
        FROM key_figure reference
        JOIN live_year_figure figure ON figure.key_figure = reference.code
        WHERE reference.reference_for IS NOT NULL
        UNION ALL
        SELECT figure.organisation, reference.code, figure.fiscal_year, figure.first_day, figure.period_start, figure.value, figure.status, figure.unit_of_measure, NULL::numeric, NULL::text
        FROM key_figure reference
        JOIN live_year_figure figure ON figure.key_figure = reference.reference_for
        WHERE reference.reference_for IS NOT NULL
    ) told
    GROUP BY told.organisation, told.reference, told.fiscal_year, told.first_day, told.period_start
), held AS (
    SELECT period.*,
           pg_catalog.row_number() OVER (of_year ORDER BY period.net_status IS NOT NULL AND period.reference_status IS NOT NULL DESC, period.is_fiscal_year DESC, period.period_start DESC) AS place,
           max(period.period_start) FILTER (WHERE period.net_status IS NOT NULL) OVER of_year       AS net_start,
           max(period.period_start) FILTER (WHERE period.reference_status IS NOT NULL) OVER of_year AS reference_start
    FROM period
    WINDOW of_year AS (PARTITION BY period.organisation, period.reference, period.fiscal_year)
), counted AS (
    SELECT held.*, reference.reference_for AS net_code, reference.unit_of_measure AS reference_unit, people.persons AS inhabitants
    FROM held
    JOIN key_figure reference ON reference.code = held.reference
    LEFT JOIN live_inhabitants people ON people.organisation = held.organisation AND people.year = EXTRACT(year FROM held.period_start)::integer
    WHERE held.place = 1
), measured AS (
    -- What is in kronor is divided by the inhabitants, what is in kronor for each of them stays: a net cost is told without a reference cost, too.
    SELECT counted.*,
           CASE WHEN counted.reference_unit NOT LIKE '%_/inv'                 THEN NULL
                WHEN counted.net_unit = counted.reference_unit                THEN counted.net
                WHEN counted.net_unit || '/inv' = counted.reference_unit      THEN counted.net / nullif(counted.inhabitants, 0::numeric) END AS per_inhabitant,
           CASE WHEN counted.reference_unit NOT LIKE '%_/inv'                 THEN NULL
                WHEN counted.net_unit = counted.reference_unit                THEN counted.net * counted.inhabitants
                WHEN counted.net_unit || '/inv' = counted.reference_unit      THEN counted.net END AS total,
           CASE WHEN counted.reference_status IS NULL                         THEN 'no reference cost of the year' || coalesce(' from ' || to_char(counted.period_start::timestamp, 'YYYY-MM-DD'::text)
                                                                                   || ', as there is from ' || to_char(counted.reference_start::timestamp, 'YYYY-MM-DD'::text), ''::text)
                WHEN counted.reference_cost IS NULL                           THEN 'no reference cost: ' || pg_catalog.replace(counted.reference_status, '_'::text, ' '::text)
                WHEN counted.net_status IS NULL                               THEN 'no figure of ' || counted.net_code || ' in the year' || coalesce(' from ' || to_char(counted.period_start::timestamp, 'YYYY-MM-DD'::text)
                                                                                   || ', as there is from ' || to_char(counted.net_start::timestamp, 'YYYY-MM-DD'::text), ''::text)
                WHEN counted.net IS NULL                                      THEN 'no net cost: ' || pg_catalog.replace(counted.net_status, '_'::text, ' '::text)
                WHEN counted.reference_unit NOT LIKE '%_/inv'                 THEN 'the reference cost is in ' || counted.reference_unit || ', not for each inhabitant (such as kr/inv)'
                WHEN counted.net_unit <> counted.reference_unit AND counted.net_unit || '/inv' <> counted.reference_unit
                                                                              THEN 'net cost in ' || counted.net_unit || ', reference cost in ' || counted.reference_unit
                WHEN counted.net_unit <> counted.reference_unit AND counted.inhabitants IS NULL THEN 'no population of the year'
                WHEN counted.net_unit <> counted.reference_unit AND counted.inhabitants = 0::numeric THEN 'nobody lives there' END AS why_not
    FROM counted
)
SELECT measured.organisation,
       measured.fiscal_year,
       measured.net_code                                          AS key_figure_code,
       net.name                                                   AS key_figure,
       measured.reference                                         AS reference_code,
       reference.name                                             AS reference,
       CASE WHEN abs(measured.total) < 1e18 THEN measured.total END::numeric(25,6) AS net_cost,
       measured.inhabitants::integer                              AS inhabitants,
       measured.per_inhabitant::numeric(25,6)                     AS net_cost_per_inhabitant,
       measured.reference_cost::numeric(25,6)                     AS reference_cost_per_inhabitant,
       CASE WHEN measured.why_not IS NULL AND measured.reference_cost > 0::numeric AND abs(measured.per_inhabitant - measured.reference_cost) < measured.reference_cost * 1e6
            THEN (measured.per_inhabitant - measured.reference_cost) / measured.reference_cost END::numeric(12,6) AS deviation_ratio,
       CASE WHEN measured.why_not IS NULL THEN measured.per_inhabitant - measured.reference_cost END::numeric(25,6)      AS deviation_per_inhabitant,
       CASE WHEN measured.why_not IS NULL AND abs(measured.total - measured.reference_cost * measured.inhabitants) < 1e18
            THEN measured.total - measured.reference_cost * measured.inhabitants END::numeric(25,6)                      AS deviation,
       coalesce(measured.why_not,
                CASE WHEN NOT measured.reference_cost > 0::numeric THEN 'no ratio: the reference cost is not above 0'
                     WHEN measured.inhabitants IS NULL             THEN 'no amount: no population of the year'
                     WHEN NOT abs(measured.total) < 1e18           THEN 'no amount: it would have more than 18 digits' END) AS why_no_deviation,
       coalesce(measured.net_status = 'preliminary' OR measured.reference_status = 'preliminary', false)                 AS is_preliminary,
       volume.key_figure                                          AS volume_code,
       CASE WHEN abs(volume.value) < 1e18 THEN volume.value END::numeric(25,6) AS volume,
       CASE WHEN volume.value > 0::numeric AND abs(measured.total) < volume.value * 1e18 THEN measured.total / volume.value END::numeric(25,6) AS cost_per_volume,
       (SELECT kept.value FROM mart_figure_summary kept
        WHERE kept.organisation = measured.organisation AND kept.key_figure = 'mart.cost_per_household' AND kept.period_kind = 'year' AND kept.unit = '' AND kept.period_start = measured.period_start)::numeric(18,2) AS support_per_household,
       (SELECT kept.value FROM mart_figure_summary kept
        WHERE kept.organisation = measured.organisation AND kept.key_figure = 'mart.cost_per_placement_day' AND kept.period_kind = 'year' AND kept.unit = '' AND kept.period_start = measured.period_start)::numeric(18,2) AS cost_per_placement_day,
       measured.period_start
FROM measured
JOIN key_figure reference ON reference.code = measured.reference
LEFT JOIN live_known_key_figure net ON net.code = measured.net_code
LEFT JOIN key_figure cost ON cost.code = measured.net_code
-- OFFSET 0, here and below: by the key of each, where a join would read all that was published of anybody.
LEFT JOIN LATERAL (SELECT cost.volume AS key_figure,
                          known.value * CASE WHEN paid_for.unit_of_measure LIKE '%/1000 inv' THEN measured.inhabitants / 1000::numeric
                                             WHEN paid_for.unit_of_measure LIKE '%/inv'      THEN measured.inhabitants ELSE 1::numeric END AS value
                   FROM live_known_figure known
                   JOIN key_figure paid_for ON paid_for.code = known.key_figure
                   WHERE known.organisation = measured.organisation AND known.key_figure = cost.volume AND known.period_kind = 'year' AND known.unit IS NULL AND known.breakdown = 'total'
                     AND known.period_start = measured.period_start OFFSET 0) volume ON true;
COMMENT ON VIEW   net_cost_deviation                               IS 'Net cost of a year beside the reference cost that is loaded (key_figure.reference_for): what it is more than expected of a municipality of that kind, for each inhabitant and in all';
COMMENT ON COLUMN net_cost_deviation.organisation                  IS 'Code of the organisation';
COMMENT ON COLUMN net_cost_deviation.fiscal_year                   IS 'Fiscal year that these months begin in';
COMMENT ON COLUMN net_cost_deviation.key_figure_code               IS 'Code of the key figure of net cost; mart.net_cost for what is booked here';
COMMENT ON COLUMN net_cost_deviation.key_figure                    IS 'Its name; NULL where there is none of that code';
COMMENT ON COLUMN net_cost_deviation.reference_code                IS 'Code of the key figure of the reference cost';
COMMENT ON COLUMN net_cost_deviation.reference                     IS 'Its name';
COMMENT ON COLUMN net_cost_deviation.net_cost                      IS 'Net cost N; of one that is given for each inhabitant, that times the inhabitants';
COMMENT ON COLUMN net_cost_deviation.inhabitants                   IS 'Inhabitants P at the end of the calendar year that period_start is in; NULL where population has none';
COMMENT ON COLUMN net_cost_deviation.net_cost_per_inhabitant       IS 'N / P';
COMMENT ON COLUMN net_cost_deviation.reference_cost_per_inhabitant IS 'R: what it would cost a municipality of that kind that is neither ambitious nor effective above the mean, as published';
COMMENT ON COLUMN net_cost_deviation.deviation_ratio               IS '(N / P - R) / R; NULL where R is not above 0';
COMMENT ON COLUMN net_cost_deviation.deviation_per_inhabitant      IS 'N / P - R';
COMMENT ON COLUMN net_cost_deviation.deviation                     IS '(N / P - R) P';
COMMENT ON COLUMN net_cost_deviation.why_no_deviation              IS 'Why there is none, or no ratio or amount: no reference cost or net cost of the same twelve months, in which words it was published; units of measure; no population';
COMMENT ON COLUMN net_cost_deviation.is_preliminary                IS 'Whether net cost or reference cost is preliminary';
COMMENT ON COLUMN net_cost_deviation.volume_code                   IS 'Code of the key figure of what the cost is paid for (key_figure.volume): placement days, households, persons';
COMMENT ON COLUMN net_cost_deviation.volume                        IS 'How many of them in the year; of so many for each inhabitant or thousand of them, that times the inhabitants';
COMMENT ON COLUMN net_cost_deviation.cost_per_volume               IS 'Net cost for each of them; NULL where there are none';
COMMENT ON COLUMN net_cost_deviation.support_per_household         IS 'Financial support for each household and month, as the mart computes it (mart.cost_per_household)';
COMMENT ON COLUMN net_cost_deviation.cost_per_placement_day        IS 'Cost of a day in a placement, likewise (mart.cost_per_placement_day)';
COMMENT ON COLUMN net_cost_deviation.period_start                  IS 'First day of the twelve months that all of it is of: those of the fiscal year, or others that begin in it, where both costs are of these';

-- By the effects that household_cost_change has, with the peer as the base. Volume and cost are taken for each inhabitant, so that a small town can
-- stand beside a large one; of one kind of volume there is no mix.
-- NOT MATERIALIZED and OFFSET 0, so that nothing is read of others than the organisation that is asked for and its peers.
CREATE OR REPLACE VIEW cost_comparison AS
WITH cost AS NOT MATERIALIZED (
    SELECT figure.organisation, figure.key_figure, figure.fiscal_year, figure.period_start, figure.unit_of_measure, paid.volume AS volume_code,
           CASE WHEN figure.unit_of_measure LIKE '%/1000 inv' THEN figure.value / 1000::numeric
                WHEN figure.unit_of_measure LIKE '%/inv' THEN figure.value ELSE figure.value / nullif(people.persons, 0::numeric) END                    AS cost_per_inhabitant,
           CASE WHEN of_volume.unit_of_measure LIKE '%/1000 inv' THEN volume.value / 1000::numeric
                WHEN of_volume.unit_of_measure LIKE '%/inv' THEN volume.value ELSE volume.value / nullif(people.persons, 0::numeric) END AS volume_per_inhabitant
    FROM key_figure paid
    JOIN live_year_figure figure ON figure.key_figure = paid.code
    JOIN key_figure of_volume ON of_volume.code = paid.volume
    LEFT JOIN LATERAL (SELECT known.value FROM live_known_figure known
                       WHERE known.organisation = figure.organisation AND known.key_figure = paid.volume AND known.period_kind = 'year' AND known.unit IS NULL AND known.breakdown = 'total'
                         AND known.period_start = figure.period_start OFFSET 0) volume ON true
    LEFT JOIN LATERAL (SELECT known.persons FROM live_inhabitants known
                       WHERE known.organisation = figure.organisation AND known.year = EXTRACT(year FROM figure.period_start)::integer OFFSET 0) people ON true
    WHERE paid.volume IS NOT NULL
), beside AS (
    SELECT DISTINCT membership.organisation, membership.peer_group, membership.member, own.key_figure, own.period_start, own.fiscal_year, own.volume_code,
           own.cost_per_inhabitant AS own_cost, own.volume_per_inhabitant AS own_volume, peer.cost_per_inhabitant AS peer_cost, peer.volume_per_inhabitant AS peer_volume
    FROM cost own
    JOIN peer_group_member membership ON membership.organisation = own.organisation AND membership.from_day <= own.period_start AND (membership.until_day IS NULL OR membership.until_day >= own.period_start)
    JOIN cost peer ON peer.organisation = membership.member AND peer.key_figure = own.key_figure AND peer.period_start = own.period_start
), priced AS (
    SELECT beside.*, beside.own_cost / nullif(beside.own_volume, 0::numeric) AS own_price, beside.peer_cost / nullif(beside.peer_volume, 0::numeric) AS peer_price,
           CASE WHEN beside.own_cost IS NULL                    THEN 'no cost for each inhabitant'
                WHEN beside.peer_cost IS NULL                   THEN 'the peer has no cost for each inhabitant'
                WHEN beside.own_volume IS NULL                  THEN 'no volume for each inhabitant'
                WHEN beside.peer_volume IS NULL                 THEN 'the peer has no volume for each inhabitant'
                WHEN beside.own_volume <= 0::numeric            THEN 'no volume that the cost could be of'
                WHEN beside.peer_volume <= 0::numeric           THEN 'the peer has no volume that the cost could be of' END AS why_not
    FROM beside
)
SELECT priced.organisation,
       priced.peer_group                                       AS peer_group_code,
       priced.key_figure                                       AS key_figure_code,
       paid.name                                               AS key_figure,
       priced.fiscal_year,
       priced.period_start,
       priced.member                                           AS peer_code,
       peer.name                                               AS peer,
       priced.own_cost::numeric(25,6)                          AS cost_per_inhabitant,
       priced.peer_cost::numeric(25,6)                         AS peer_cost_per_inhabitant,
       (priced.own_cost::numeric(25,6) - priced.peer_cost::numeric(25,6))::numeric(25,6) AS difference,
       parted.volume_effect,
       (priced.own_cost::numeric(25,6) - priced.peer_cost::numeric(25,6) - parted.volume_effect)::numeric(25,6) AS price_effect,
       priced.volume_code,
       priced.own_volume::numeric(25,6)                        AS volume_per_inhabitant,
       priced.peer_volume::numeric(25,6)                       AS peer_volume_per_inhabitant,
       CASE WHEN priced.own_volume > 0::numeric AND abs(priced.own_cost) < priced.own_volume * 1e18 THEN priced.own_price END::numeric(25,6)     AS cost_per_volume,
       CASE WHEN priced.peer_volume > 0::numeric AND abs(priced.peer_cost) < priced.peer_volume * 1e18 THEN priced.peer_price END::numeric(25,6) AS peer_cost_per_volume,
       coalesce(priced.why_not, CASE WHEN parted.volume_effect IS NULL THEN 'they would have more than 18 digits' END) AS why_no_effects
FROM priced
JOIN key_figure paid ON paid.code = priced.key_figure
JOIN organisation peer ON peer.organisation = priced.member
-- An aggregate, of one row.
CROSS JOIN LATERAL (
    SELECT CASE WHEN abs(part.volume_effect) < 1e18 THEN part.volume_effect END::numeric(25,6) AS volume_effect
    FROM (SELECT @extschema@.volume_effect(one.peer_volume, one.peer_price, one.own_volume, one.own_price) AS volume_effect
          FROM (SELECT priced.peer_volume, priced.peer_price, priced.own_volume, priced.own_price WHERE priced.why_not IS NULL) one) part
) parted;
COMMENT ON VIEW   cost_comparison                            IS 'A cost of a year (a key figure with key_figure.volume) for each inhabitant, beside that of a peer: what of the difference comes of more or fewer days, households or persons, and what of their price';
COMMENT ON COLUMN cost_comparison.organisation               IS 'Code of the organisation that is compared';
COMMENT ON COLUMN cost_comparison.peer_group_code            IS 'Code of the group that the peer is in, on the first day of the year';
COMMENT ON COLUMN cost_comparison.key_figure_code            IS 'Code of the key figure of cost';
COMMENT ON COLUMN cost_comparison.key_figure                 IS 'Its name';
COMMENT ON COLUMN cost_comparison.fiscal_year                IS 'Fiscal year';
COMMENT ON COLUMN cost_comparison.period_start               IS 'First day of the year that the figures are of';
COMMENT ON COLUMN cost_comparison.peer_code                  IS 'Code of the peer';
COMMENT ON COLUMN cost_comparison.peer                       IS 'Name of the peer';
COMMENT ON COLUMN cost_comparison.cost_per_inhabitant        IS 'Its own cost for each inhabitant';
COMMENT ON COLUMN cost_comparison.peer_cost_per_inhabitant   IS 'That of the peer';
COMMENT ON COLUMN cost_comparison.difference                 IS 'Its own minus that of the peer';
COMMENT ON COLUMN cost_comparison.volume_effect              IS 'What of the difference comes of volume: its difference at the price of the peer';
COMMENT ON COLUMN cost_comparison.price_effect               IS 'What comes of price: its difference at the own volume. Both add up to the difference';
COMMENT ON COLUMN cost_comparison.volume_code                IS 'Code of the key figure of volume';
COMMENT ON COLUMN cost_comparison.volume_per_inhabitant      IS 'Its own volume for each inhabitant; what is measured for 1000 (days/1000 inv) is divided';
COMMENT ON COLUMN cost_comparison.peer_volume_per_inhabitant IS 'That of the peer';
COMMENT ON COLUMN cost_comparison.cost_per_volume            IS 'Its own price: cost by volume';
COMMENT ON COLUMN cost_comparison.peer_cost_per_volume       IS 'That of the peer';
COMMENT ON COLUMN cost_comparison.why_no_effects             IS 'Why the difference is not taken apart: a cost or volume that is not known, or no volume';
