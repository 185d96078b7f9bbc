-- released_rows: what of the mart's tables readers are told

-- Of a table of which a released mart has less than there is, or otherwise, view live_released_TABLE says what. The other tables about
-- an organisation that are no microdata are copied as they are.
CREATE OR REPLACE VIEW live_released_day AS
SELECT released.organisation, max(released.month) AS last_month, (max(released.month) + interval '1 month')::date - 1 AS last_day
FROM released_month released
GROUP BY released.organisation;
COMMENT ON VIEW   live_released_day              IS 'Until when months of an organisation were released';
COMMENT ON COLUMN live_released_day.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_day.last_month   IS 'First day of the last month';
COMMENT ON COLUMN live_released_day.last_day     IS 'Last day of it';

CREATE OR REPLACE VIEW live_released_organisation AS
SELECT organisation.organisation, organisation.name, organisation.time_zone, organisation.fiscal_year_start, (SELECT mart.minimum_group FROM mart) AS minimum_shown,
       organisation.language, organisation.currency, organisation.money_scale
FROM organisation;
COMMENT ON VIEW   live_released_organisation                   IS 'An organisation as readers see it';
COMMENT ON COLUMN live_released_organisation.organisation      IS 'Code of the organisation';
COMMENT ON COLUMN live_released_organisation.name              IS 'Its name';
COMMENT ON COLUMN live_released_organisation.time_zone         IS 'Its time zone';
COMMENT ON COLUMN live_released_organisation.fiscal_year_start IS 'Month in which its years begin';
COMMENT ON COLUMN live_released_organisation.minimum_shown     IS 'The minimum of the mart that is released';
COMMENT ON COLUMN live_released_organisation.language          IS 'Its language';
COMMENT ON COLUMN live_released_organisation.currency          IS 'Its currency';
COMMENT ON COLUMN live_released_organisation.money_scale       IS 'How its money is printed';

-- Units that are shown together are a unit of its own to readers, below the unit that stands above them all: what is not about
-- households stays with each of them.
CREATE OR REPLACE VIEW live_unit_group AS
WITH RECURSIVE member AS (
    SELECT part.organisation, part.shown_as AS unit, part.code, part.name, part.parent AS above
    FROM unit part
    WHERE part.shown_as IS NOT NULL
), way AS (
    SELECT member.organisation, member.unit, member.code, member.above, 1 AS step FROM member
    UNION ALL
    SELECT way.organisation, way.unit, way.code, unit.parent, way.step + 1
    FROM way JOIN unit ON unit.organisation = way.organisation AND unit.code = way.above
    WHERE way.above <> way.unit AND way.step < 64
), named AS (
    SELECT member.organisation, member.unit, pg_catalog.array_agg(member.name ORDER BY member.name, member.code) AS names,
           bool_and(EXISTS (SELECT FROM way WHERE way.organisation = member.organisation AND way.unit = member.unit AND way.code = member.code AND way.above = member.unit)) AS are_below
    FROM member
    GROUP BY member.organisation, member.unit
)
SELECT named.organisation, named.unit,
       (SELECT min(named.unit || pg_catalog.repeat('+'::text, length)) FROM pg_catalog.generate_series(1, 3) AS length
        WHERE NOT EXISTS (SELECT FROM unit taken WHERE taken.organisation = named.organisation AND taken.code = named.unit || pg_catalog.repeat('+'::text, length))) AS code,
       unit.name || ' + '::text || CASE WHEN pg_catalog.cardinality(named.names) > 2 THEN pg_catalog.cardinality(named.names)::text
                                        ELSE pg_catalog.array_to_string(named.names, ' + '::text) END AS name,
       CASE WHEN named.are_below THEN named.unit ELSE unit.parent END AS parent
FROM named
JOIN unit ON unit.organisation = named.organisation AND unit.code = named.unit;
COMMENT ON VIEW   live_unit_group              IS 'Units that readers see the households of together';
COMMENT ON COLUMN live_unit_group.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_unit_group.unit         IS 'Code of the unit that they are shown as';
COMMENT ON COLUMN live_unit_group.code         IS 'Code of the group in the released mart: that of the unit and a plus sign';
COMMENT ON COLUMN live_unit_group.name         IS 'Names of its units; of more than three, how many others';
COMMENT ON COLUMN live_unit_group.parent       IS 'Code of the unit that all of it is below';

CREATE OR REPLACE VIEW live_shown_unit AS
SELECT unit.organisation, unit.code AS unit, coalesce(unit.shown_as, unit.code) AS shown_as, coalesce(together.code, unit.code) AS code
FROM unit
LEFT JOIN live_unit_group together ON together.organisation = unit.organisation AND together.unit = coalesce(unit.shown_as, unit.code);
COMMENT ON VIEW   live_shown_unit              IS 'As what readers see the households of a unit';
COMMENT ON COLUMN live_shown_unit.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_shown_unit.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_shown_unit.shown_as     IS 'Code of the unit that it is shown as: itself, or that which shows its group';
COMMENT ON COLUMN live_shown_unit.code         IS 'Code that stands for it in the released mart';

CREATE OR REPLACE VIEW live_released_unit AS
SELECT unit.organisation, unit.code, unit.name, unit.parent, NULL::text AS shown_as FROM unit
UNION ALL
SELECT together.organisation, together.code, together.name, together.parent, together.unit FROM live_unit_group together;
COMMENT ON VIEW   live_released_unit              IS 'A unit, or several that are shown together, as readers see it';
COMMENT ON COLUMN live_released_unit.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_unit.code         IS 'Code of the unit or of the group';
COMMENT ON COLUMN live_released_unit.name         IS 'Its name';
COMMENT ON COLUMN live_released_unit.parent       IS 'Code of the unit above';
COMMENT ON COLUMN live_released_unit.shown_as     IS 'Of a group, the unit that it is shown as in the mart that is released; else NULL';

-- What of a group lives on elsewhere is not what readers see of the group.
CREATE OR REPLACE VIEW live_released_unit_succession AS
SELECT succession.organisation, succession.unit, succession.successor, succession.from_year, succession.share
FROM unit_succession succession
WHERE NOT EXISTS (SELECT FROM unit
                  WHERE unit.organisation = succession.organisation
                    AND (unit.code IN (succession.unit, succession.successor) AND unit.shown_as IS NOT NULL OR unit.shown_as IN (succession.unit, succession.successor)));
COMMENT ON VIEW   live_released_unit_succession              IS 'A succession of units that readers see by themselves';
COMMENT ON COLUMN live_released_unit_succession.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_unit_succession.unit         IS 'Code of the unit that was';
COMMENT ON COLUMN live_released_unit_succession.successor    IS 'Code of the unit that it lives on in';
COMMENT ON COLUMN live_released_unit_succession.from_year    IS 'First fiscal year of the successor';
COMMENT ON COLUMN live_released_unit_succession.share        IS 'How much of it';

-- A forecast that is what is booked and a plan for the rest of the year tells what is booked: less what is shown, it is the corrections that wait,
-- maybe one household's. So what is stated of households is told as roundly as hides a fifth of what a household can be paid in a year: the p % rule.
CREATE OR REPLACE VIEW live_released_step AS
SELECT largest.organisation,
       (CASE WHEN least_step.amount <= power_of_ten.amount              THEN power_of_ten.amount
            WHEN least_step.amount <= 2::numeric * power_of_ten.amount THEN 2::numeric * power_of_ten.amount
            WHEN least_step.amount <= 5::numeric * power_of_ten.amount THEN 5::numeric * power_of_ten.amount
            ELSE 10::numeric * power_of_ten.amount END)::numeric(18,2) AS step
FROM (SELECT paid.organisation, max(paid.amount) AS amount
      FROM (SELECT payment.organisation, max(abs(payment.amount)) AS amount FROM support_payment payment GROUP BY payment.organisation
            UNION ALL
            SELECT report.organisation, max(report.payments / report.households::numeric) FROM household_month report WHERE report.households > 0 GROUP BY report.organisation) paid
      GROUP BY paid.organisation) largest
CROSS JOIN LATERAL (SELECT greatest(12::numeric * 0.2 * largest.amount, 0.01)) AS least_step(amount)
CROSS JOIN LATERAL (SELECT pg_catalog.power(10::numeric, pg_catalog.floor(pg_catalog.log(least_step.amount)))) AS power_of_ten(amount)
WHERE largest.amount > 0::numeric;
COMMENT ON VIEW   live_released_step              IS 'How roundly an organisation that pays households tells what is stated of them';
COMMENT ON COLUMN live_released_step.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_step.step         IS 'Of 1, 2, 5, 10, 20 and so on the first that is at least a fifth of twelve times the largest payment to a household, or of what is reported to be paid for each';

CREATE OR REPLACE VIEW live_released_scenario AS
WITH rounded AS MATERIALIZED (
    SELECT live_released_step.organisation, live_released_step.step FROM live_released_step
)
SELECT scenario.organisation, scenario.code, scenario.kind, scenario.fiscal_year,
       -- What is released of a year that is not over is all that readers know of it.
       CASE WHEN scenario.kind = 'outcome' AND released.last_day < year.last_day THEN least(coalesce(scenario.as_of, released.last_day), released.last_day)
            ELSE scenario.as_of END AS as_of,
       scenario.adopted,
       -- Asked for where it is needed, and once: it reads all payments.
       CASE WHEN scenario.stated_total <> 0::numeric
            THEN coalesce((SELECT pg_catalog.round(scenario.stated_total / rounded.step) * rounded.step FROM rounded WHERE rounded.organisation = scenario.organisation), scenario.stated_total)
            ELSE scenario.stated_total END AS stated_total
FROM scenario
JOIN live_released_day released ON released.organisation = scenario.organisation
JOIN organisation ON organisation.organisation = scenario.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(scenario.fiscal_year, organisation.fiscal_year_start),
                           @extschema@.fiscal_year_end(scenario.fiscal_year, organisation.fiscal_year_start)) AS year(first_day, last_day)
WHERE scenario.kind <> 'outcome' OR year.first_day <= released.last_day;
COMMENT ON VIEW   live_released_scenario              IS 'A scenario as readers see it: an outcome as of the last released month';
COMMENT ON COLUMN live_released_scenario.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_scenario.code         IS 'Code of the scenario';
COMMENT ON COLUMN live_released_scenario.kind         IS 'budget, supplement, outcome or forecast';
COMMENT ON COLUMN live_released_scenario.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_released_scenario.as_of        IS 'Day that it is of; of the outcome of a year that is not released to its end no later than that';
COMMENT ON COLUMN live_released_scenario.adopted      IS 'Whether it is in force';
COMMENT ON COLUMN live_released_scenario.stated_total IS 'Variance that the source itself states; of an organisation that pays households rounded to live_released_step';

CREATE OR REPLACE VIEW live_released_year AS
SELECT scenario.organisation, scenario.code AS scenario, @extschema@.fiscal_year_begin(scenario.fiscal_year, organisation.fiscal_year_start) AS first_day,
       @extschema@.fiscal_year_end(scenario.fiscal_year, organisation.fiscal_year_start) AS last_day
FROM scenario
JOIN organisation ON organisation.organisation = scenario.organisation;
COMMENT ON VIEW   live_released_year              IS 'When the year of a scenario begins and ends';
COMMENT ON COLUMN live_released_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_year.scenario     IS 'Code of the scenario';
COMMENT ON COLUMN live_released_year.first_day    IS 'First day of its fiscal year';
COMMENT ON COLUMN live_released_year.last_day     IS 'Last day of it';

-- What is below a head about households in any year is about them too, and so is what lived on in it or what it lives on in. Support is shown as one head: of a
-- part of it nobody could tell which payments it is of. What was only in part support is not it.
CREATE OR REPLACE VIEW live_shown_head AS
WITH RECURSIVE next_to AS (
    SELECT head.organisation, head.parent AS head, head.code, true AS is_support FROM budget_head head WHERE head.parent IS NOT NULL
    UNION
    SELECT move.organisation, move.parent, move.head, true FROM head_move move WHERE move.parent IS NOT NULL
    UNION
    SELECT succession.organisation, side.head, side.code, coalesce(succession.share, 0::numeric) = 1::numeric
    FROM head_succession succession
    CROSS JOIN LATERAL (VALUES (succession.head, succession.successor), (succession.successor, succession.head)) AS side(head, code)
), about AS (
    SELECT head.organisation, head.code AS head, head.code AS told_by, head.pays_support AS is_support
    FROM budget_head head
    WHERE head.pays_support OR head.about_households
    UNION
    SELECT about.organisation, next_to.code, about.told_by, about.is_support AND next_to.is_support
    FROM about
    JOIN next_to ON next_to.organisation = about.organisation AND next_to.head = about.head
)
SELECT head.organisation, head.code AS head, coalesce(support.told_by, head.code) AS code,
       EXISTS (SELECT FROM about WHERE about.organisation = head.organisation AND about.head = head.code) AS is_about, support.told_by IS NOT NULL AS is_support
FROM budget_head head
LEFT JOIN about support ON support.organisation = head.organisation AND support.head = head.code AND support.is_support;
COMMENT ON VIEW   live_shown_head              IS 'As what readers see a head';
COMMENT ON COLUMN live_shown_head.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_shown_head.head         IS 'Code of the head';
COMMENT ON COLUMN live_shown_head.code         IS 'Code that its amounts are told by: of a part of support that of the head that pays support';
COMMENT ON COLUMN live_shown_head.is_about     IS 'Whether its amounts are those of households: it is about households, or a head above it in some year, before it or after it';
COMMENT ON COLUMN live_shown_head.is_support   IS 'Whether payments are booked on it';

CREATE OR REPLACE VIEW live_released_closing AS
WITH said AS (
    SELECT closing.organisation, closing.scenario, closing.unit, closing.head AS own_head, shown.code AS head, coalesce(shown.is_about, false) AS is_about,
           least(closing.closed_until, released.last_day) AS closed_until
    FROM closing
    JOIN live_released_scenario scenario ON scenario.organisation = closing.organisation AND scenario.code = closing.scenario
    JOIN live_released_day released ON released.organisation = closing.organisation
    LEFT JOIN live_shown_head shown ON shown.organisation = closing.organisation AND shown.head = closing.head
), told AS (
    -- What is about households by the group that they are shown by, what is not by each unit.
    SELECT said.organisation, said.scenario, grouped.code AS unit, said.head, said.closed_until
    FROM said
    JOIN live_shown_unit grouped ON grouped.organisation = said.organisation AND grouped.unit = said.unit
    WHERE said.is_about OR (said.own_head IS NULL AND grouped.code <> said.unit)
    UNION ALL
    SELECT said.organisation, said.scenario, said.unit, said.head, said.closed_until
    FROM said
    WHERE said.unit IS NULL OR NOT said.is_about
)
SELECT told.organisation, told.scenario, told.unit, told.head, min(told.closed_until) AS closed_until
FROM told
WHERE EXISTS (SELECT FROM scenario_month month
              WHERE month.organisation = told.organisation AND month.scenario = told.scenario AND month.month = date_trunc('month'::text, told.closed_until::timestamp)::date)
GROUP BY told.organisation, told.scenario, told.unit, told.head;
COMMENT ON VIEW   live_released_closing              IS 'Until when books are closed, within what is released; of a group until the first of its units is';
COMMENT ON COLUMN live_released_closing.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_closing.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_released_closing.unit         IS 'Code of the unit or group, NULL for all';
COMMENT ON COLUMN live_released_closing.head         IS 'Code of the head, NULL for all';
COMMENT ON COLUMN live_released_closing.closed_until IS 'Last day';

-- Its reason is free text, which may name somebody.
CREATE OR REPLACE VIEW live_released_one_off AS
SELECT once.organisation, once.scenario, once.unit, once.head, once.month, once.amount, once.reason
FROM one_off once
JOIN live_shown_head head ON head.organisation = once.organisation AND head.head = once.head
JOIN live_released_day released ON released.organisation = once.organisation
WHERE once.month <= released.last_month AND NOT head.is_about;
COMMENT ON VIEW   live_released_one_off              IS 'A one-off of a head that is not about households';
COMMENT ON COLUMN live_released_one_off.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_one_off.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_released_one_off.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_released_one_off.head         IS 'Code of the head';
COMMENT ON COLUMN live_released_one_off.month        IS 'First day of the month';
COMMENT ON COLUMN live_released_one_off.amount       IS 'Amount';
COMMENT ON COLUMN live_released_one_off.reason       IS 'Why it does not come again';

-- Where units of a group give their amounts partly by month, all are for the year. What is about households is told net of revenue: recoveries
-- and fees are of few. An account or activity could be one household's, or be named after it: there they are not told.
CREATE OR REPLACE VIEW live_released_ledger AS
WITH shown AS MATERIALIZED (
    SELECT live_shown_unit.organisation, live_shown_unit.unit, live_shown_unit.code FROM live_shown_unit
), shown_head AS MATERIALIZED (
    SELECT live_shown_head.organisation, live_shown_head.head, live_shown_head.code, live_shown_head.is_about, live_shown_head.is_support FROM live_shown_head
), booked AS (
    SELECT ledger.organisation, ledger.scenario, CASE WHEN head.is_about THEN shown.code ELSE ledger.unit END AS unit, head.code AS head,
           CASE WHEN head.is_about THEN 'cost'::text ELSE ledger.flow END AS flow, ledger.month,
           CASE WHEN head.is_about THEN @extschema@.net_cost(ledger.flow, ledger.amount) ELSE ledger.amount END AS amount,
           CASE WHEN head.is_about THEN ''::text ELSE ledger.account END AS account, CASE WHEN head.is_about THEN ''::text ELSE ledger.activity END AS activity,
           scenario.kind = 'outcome' AND head.is_about AS is_about, head.is_support, scenario.kind = 'forecast' AND head.is_about AS is_stated
    FROM ledger
    JOIN live_released_scenario scenario ON scenario.organisation = ledger.organisation AND scenario.code = ledger.scenario
    JOIN live_released_day released ON released.organisation = ledger.organisation
    JOIN organisation ON organisation.organisation = ledger.organisation
    JOIN shown_head head ON head.organisation = ledger.organisation AND head.head = ledger.head
    JOIN shown ON shown.organisation = ledger.organisation AND shown.unit = ledger.unit
    WHERE scenario.kind <> 'outcome' OR ledger.month <= released.last_month
       OR ledger.month IS NULL AND @extschema@.fiscal_year_end(scenario.fiscal_year, organisation.fiscal_year_start) <= released.last_day
), stated AS (
    -- Of the year, as months that are over would be those booked, and so that groups add up to what all of them are rounded to.
    SELECT part.organisation, part.scenario, part.unit, part.head, step.amount AS step, part.amount / step.amount AS steps, part.is_support
    FROM (SELECT booked.organisation, booked.scenario, booked.unit, booked.head, sum(booked.amount) AS amount, booked.is_support
          FROM booked WHERE booked.is_stated GROUP BY booked.organisation, booked.scenario, booked.unit, booked.head, booked.is_support) part
    JOIN (SELECT told_by.organisation, (SELECT live_released_step.step FROM live_released_step WHERE live_released_step.organisation = told_by.organisation) AS amount
          FROM (SELECT DISTINCT booked.organisation FROM booked WHERE booked.is_stated) told_by) step ON step.organisation = part.organisation AND step.amount IS NOT NULL
), rounded AS (
    SELECT stated.organisation, stated.scenario, stated.unit, stated.head, stated.is_support, stated.step,
           pg_catalog.floor(stated.steps) AS steps,
           row_number() OVER (PARTITION BY stated.organisation, stated.scenario, stated.head ORDER BY stated.steps - pg_catalog.floor(stated.steps) DESC, stated.unit) AS place,
           pg_catalog.round(sum(stated.steps) OVER of_head) - sum(pg_catalog.floor(stated.steps)) OVER of_head AS more
    FROM stated
    WINDOW of_head AS (PARTITION BY stated.organisation, stated.scenario, stated.head)
), shifted AS (
    -- By month, and of the whole year where that is how it is booked.
    SELECT shift.organisation, shown.code AS unit, @extschema@.fiscal_year(shift.month, organisation.fiscal_year_start) AS fiscal_year, period.booked_in, shift.amount
    FROM released_shift shift
    JOIN organisation ON organisation.organisation = shift.organisation
    JOIN shown ON shown.organisation = shift.organisation AND shown.unit = shift.unit
    CROSS JOIN LATERAL (VALUES (shift.month), ('infinity'::date)) AS period(booked_in)
), told AS (
    SELECT booked.organisation, booked.scenario, booked.unit, booked.head, booked.flow, booked.month, booked.amount, booked.account, booked.activity, booked.is_about, booked.is_support
    FROM booked
    WHERE NOT (booked.is_stated AND booked.organisation IN (SELECT stated.organisation FROM stated))
    UNION ALL
    SELECT rounded.organisation, rounded.scenario, rounded.unit, rounded.head, 'cost'::text AS flow, NULL::date AS month,
           (rounded.steps + CASE WHEN rounded.place::numeric <= rounded.more THEN 1::numeric ELSE 0::numeric END) * rounded.step AS amount,
           ''::text AS account, ''::text AS activity, false AS is_about, rounded.is_support
    FROM rounded
    UNION ALL
    -- A unit without books has nothing to be moved: it would be that household's.
    SELECT there.organisation, there.scenario, there.unit, there.head, 'cost'::text AS flow, moved.month, shifted.amount, ''::text AS account, ''::text AS activity, true AS is_about, true AS is_support
    FROM (SELECT DISTINCT booked.organisation, booked.scenario, booked.head, booked.unit FROM booked WHERE booked.is_about AND booked.is_support) there
    JOIN scenario ON scenario.organisation = there.organisation AND scenario.code = there.scenario
    JOIN shifted ON shifted.organisation = there.organisation AND shifted.unit = there.unit AND shifted.fiscal_year = scenario.fiscal_year
    JOIN (SELECT DISTINCT booked.organisation, booked.scenario, booked.head, booked.month FROM booked WHERE booked.is_about AND booked.is_support) moved
         ON moved.organisation = there.organisation AND moved.scenario = there.scenario AND moved.head = there.head AND coalesce(moved.month, 'infinity'::date) = shifted.booked_in
)
SELECT part.organisation, part.scenario, part.unit, part.head, part.flow, part.month, sum(part.amount) AS amount, part.is_about, part.is_support, part.account, part.activity
FROM (SELECT told.organisation, told.scenario, told.unit, told.head, told.flow, told.amount, told.is_about, told.is_support, told.account, told.activity,
             CASE WHEN bool_and(told.month IS NOT NULL) OVER (PARTITION BY told.organisation, told.scenario, told.unit, told.head, told.flow) THEN told.month END AS month
      FROM told) part
GROUP BY part.organisation, part.scenario, part.unit, part.head, part.flow, part.month, part.is_about, part.is_support, part.account, part.activity;
COMMENT ON VIEW   live_released_ledger              IS 'A row of the ledger as readers are to see it: outcomes until the last released month; what is about households by groups of units, and stated forecasts of it for the year and rounded (live_released_step)';
COMMENT ON COLUMN live_released_ledger.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_ledger.scenario     IS 'Code of the scenario';
COMMENT ON COLUMN live_released_ledger.unit         IS 'Code of the unit or group';
COMMENT ON COLUMN live_released_ledger.head         IS 'Code of the head';
COMMENT ON COLUMN live_released_ledger.flow         IS 'cost or revenue; of a head about households cost, net of revenue';
COMMENT ON COLUMN live_released_ledger.month        IS 'First day of the month, or NULL for the year';
COMMENT ON COLUMN live_released_ledger.amount       IS 'Amount';
COMMENT ON COLUMN live_released_ledger.is_about     IS 'Whether it is an outcome about households, which is not shown again with one of them corrected';
COMMENT ON COLUMN live_released_ledger.is_support   IS 'Whether it is of the head that payments are booked on';
COMMENT ON COLUMN live_released_ledger.account      IS 'Account; an empty text where the head is about households';
COMMENT ON COLUMN live_released_ledger.activity     IS 'Activity; an empty text where the head is about households';

-- Views of caseload take payments where a unit has them. So where some units of a group pay and others report, what these report is told of
-- the unit that shows the group, beside the group.
CREATE OR REPLACE VIEW live_released_household_month AS
SELECT report.organisation, CASE WHEN pays.unit IS NULL THEN shown.code ELSE shown.shown_as END AS unit, shown.code AS shown_unit, report.month,
       sum(report.households)::integer AS households, sum(report.payments) AS payments
FROM household_month report
JOIN live_shown_unit shown ON shown.organisation = report.organisation AND shown.unit = report.unit
JOIN live_released_day released ON released.organisation = report.organisation
LEFT JOIN (SELECT DISTINCT part.organisation, part.shown_as AS unit FROM live_shown_unit part
           WHERE EXISTS (SELECT FROM support_payment paid WHERE paid.organisation = part.organisation AND paid.unit = part.unit)) pays
       ON pays.organisation = report.organisation AND pays.unit = shown.shown_as
WHERE report.month <= released.last_month
  AND NOT EXISTS (SELECT FROM support_payment paid WHERE paid.organisation = report.organisation AND paid.unit = report.unit AND paid.month = report.month)
GROUP BY report.organisation, CASE WHEN pays.unit IS NULL THEN shown.code ELSE shown.shown_as END, shown.code, report.month;
COMMENT ON VIEW   live_released_household_month              IS 'Households and payments of a month as reported, by groups of units, however few';
COMMENT ON COLUMN live_released_household_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_household_month.unit         IS 'Code that it is told by: of the unit or group, or of the unit that shows the group where other units of it pay';
COMMENT ON COLUMN live_released_household_month.shown_unit   IS 'Code of the unit or group';
COMMENT ON COLUMN live_released_household_month.month        IS 'First day of the month';
COMMENT ON COLUMN live_released_household_month.households   IS 'Households';
COMMENT ON COLUMN live_released_household_month.payments     IS 'Payments; NULL where none of its units reported them';
