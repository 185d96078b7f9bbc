-- released_month: which months readers have seen, and of whom; microdata

CREATE TABLE IF NOT EXISTS released_month (
    organisation    text        NOT NULL REFERENCES organisation,
    month           date        NOT NULL,
    released_at     timestamptz NOT NULL DEFAULT pg_catalog.now(),
    released_by     text        NOT NULL DEFAULT SESSION_USER,
    households      bigint      NOT NULL,
    payments        numeric     NOT NULL,
    corrected       bigint      NOT NULL,
    waiting         bigint      NOT NULL,
    waiting_payments numeric    NOT NULL,
    PRIMARY KEY (organisation, month),
    CONSTRAINT released_month_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1::numeric
                                                           OR refuse_month('released_month'::text, month))
);
COMMENT ON TABLE  released_month                  IS 'What readers have been shown: release_month adds a row each time, of all months up to it that were not shown before. Rows are never changed or removed';
COMMENT ON COLUMN released_month.organisation     IS 'Organisation whose months these are';
COMMENT ON COLUMN released_month.month            IS 'First day of the last month that was released';
COMMENT ON COLUMN released_month.released_at      IS 'When';
COMMENT ON COLUMN released_month.released_by      IS 'By whom';
COMMENT ON COLUMN released_month.households       IS 'Household-months that are shown since then, of all months';
COMMENT ON COLUMN released_month.payments         IS 'What these are paid';
COMMENT ON COLUMN released_month.corrected        IS 'Of earlier months, how many household-months were corrected in this release';
COMMENT ON COLUMN released_month.waiting          IS 'Household-months that are otherwise than shown and wait, since they are too few to be told apart from';
COMMENT ON COLUMN released_month.waiting_payments IS 'By how much the payments that are shown differ from those of the mart therefore';
CREATE OR REPLACE TRIGGER released_month_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON released_month
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published('say what has been seen and are', 'Corrections are shown by the next release_month.');
ALTER TABLE released_month ENABLE ALWAYS TRIGGER released_month_is_never_changed;

-- Those of one class have been in the same figures in all releases: whatever is subtracted from whatever, no fewer can be told apart.
CREATE TABLE IF NOT EXISTS released_household (
    organisation text    NOT NULL,
    month        date    NOT NULL,
    household    bigint  NOT NULL,
    unit         text    NOT NULL,
    class        bigint  NOT NULL,
    is_shown     boolean NOT NULL,
    PRIMARY KEY (organisation, month, household),
    CONSTRAINT released_household_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit
);
COMMENT ON TABLE  released_household              IS 'A household in a month that readers'' figures are or were about. Each is in one unit: that which paid it most';
COMMENT ON COLUMN released_household.organisation IS 'Organisation that paid';
COMMENT ON COLUMN released_household.month        IS 'First day of the month';
COMMENT ON COLUMN released_household.household    IS 'Number that stands for the household';
COMMENT ON COLUMN released_household.unit         IS 'Code of the unit that it is shown in, or was last';
COMMENT ON COLUMN released_household.class        IS 'Number of those with whom it has been in the same figures in all releases';
COMMENT ON COLUMN released_household.is_shown     IS 'Whether figures are about it still';
INSERT INTO microdata VALUES ('released_household') ON CONFLICT DO NOTHING;

-- Few are paid by several units, so that only those are sorted. Ask for an organisation and a month.
CREATE OR REPLACE VIEW live_household_unit AS
WITH paid AS NOT MATERIALIZED (
    SELECT payment.organisation, payment.month, payment.household, min(payment.unit COLLATE "C") AS first_unit, max(payment.unit COLLATE "C") AS last_unit, sum(payment.amount) AS amount
    FROM support_payment payment
    GROUP BY payment.organisation, payment.month, payment.household
)
SELECT paid.organisation, paid.month, paid.household, paid.first_unit AS unit, paid.amount
FROM paid
WHERE paid.first_unit = paid.last_unit
UNION ALL
(SELECT DISTINCT ON (part.organisation, part.month, part.household) part.organisation, part.month, part.household, part.unit, part.amount
FROM (SELECT payment.organisation, payment.month, payment.household, payment.unit COLLATE "C" AS unit, paid.amount, sum(payment.amount) AS of_unit
      FROM paid
      JOIN support_payment payment ON payment.organisation = paid.organisation AND payment.month = paid.month AND payment.household = paid.household
      WHERE paid.first_unit <> paid.last_unit
      GROUP BY payment.organisation, payment.month, payment.household, payment.unit COLLATE "C", paid.amount) part
ORDER BY part.organisation, part.month, part.household, part.of_unit DESC, part.unit);
COMMENT ON VIEW   live_household_unit              IS 'A household in a month, in one unit: that which paid it most, of several the first by code. Readers see it there, so that groups of units add up and no few are in two of them';
COMMENT ON COLUMN live_household_unit.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_household_unit.month        IS 'First day of the month';
COMMENT ON COLUMN live_household_unit.household    IS 'Number that stands for the household';
COMMENT ON COLUMN live_household_unit.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_household_unit.amount       IS 'What it is paid in the month by all units, less what it pays back';

-- Who is paid by two units is shown in one: so are the books of support, or what they have more than the payments would be his.
CREATE OR REPLACE VIEW live_unit_shift AS
WITH twice AS NOT MATERIALIZED (
    SELECT payment.organisation, payment.month, payment.household
    FROM support_payment payment
    GROUP BY payment.organisation, payment.month, payment.household
    HAVING min(payment.unit COLLATE "C") <> max(payment.unit COLLATE "C")
)
SELECT side.organisation, side.month, side.unit, sum(side.amount) AS amount
FROM (
    SELECT paid.organisation, paid.month, paid.unit, paid.amount
    FROM twice JOIN live_household_unit paid ON paid.organisation = twice.organisation AND paid.month = twice.month AND paid.household = twice.household
    UNION ALL
    SELECT paid.organisation, paid.month, paid.unit COLLATE "C" AS unit, - paid.amount
    FROM twice JOIN support_payment paid ON paid.organisation = twice.organisation AND paid.month = twice.month AND paid.household = twice.household
) side
GROUP BY side.organisation, side.month, side.unit
HAVING sum(side.amount) <> 0::numeric;
COMMENT ON VIEW   live_unit_shift              IS 'What a unit has more of payments, as readers see them, than it has paid: households that several units pay are shown in one';
COMMENT ON COLUMN live_unit_shift.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_unit_shift.month        IS 'First day of the month';
COMMENT ON COLUMN live_unit_shift.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_unit_shift.amount       IS 'The difference; all units of a month together have none';

CREATE TABLE IF NOT EXISTS released_shift (
    organisation text    NOT NULL,
    month        date    NOT NULL,
    unit         text    NOT NULL,
    amount       numeric NOT NULL,
    PRIMARY KEY (organisation, month, unit),
    CONSTRAINT released_shift_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit
);
COMMENT ON TABLE  released_shift              IS 'What live_unit_shift said of a month when it was released. Can be the payments of one household';
COMMENT ON COLUMN released_shift.organisation IS 'Organisation that paid';
COMMENT ON COLUMN released_shift.month        IS 'First day of the month';
COMMENT ON COLUMN released_shift.unit         IS 'Code of the unit';
COMMENT ON COLUMN released_shift.amount       IS 'By how much its payments are shown as more than it paid';
INSERT INTO microdata VALUES ('released_shift') ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS released_digest (
    organisation text    NOT NULL REFERENCES organisation,
    month        date    NOT NULL,
    rows         bigint  NOT NULL,
    amount       numeric NOT NULL,
    digest       bigint  NOT NULL,
    PRIMARY KEY (organisation, month)
);
COMMENT ON TABLE  released_digest              IS 'What a month was like when it was released, by which the next release finds the months that have changed since';
COMMENT ON COLUMN released_digest.organisation IS 'Organisation';
COMMENT ON COLUMN released_digest.month        IS 'First day of the month';
COMMENT ON COLUMN released_digest.rows         IS 'How many payments and reports there were';
COMMENT ON COLUMN released_digest.amount       IS 'What they came to';
COMMENT ON COLUMN released_digest.digest       IS 'Hashes of all of them taken together';

CREATE OR REPLACE VIEW live_month_digest AS
SELECT said.organisation, said.month, count(*) AS rows, sum(said.amount) AS amount,
       pg_catalog.bit_xor(pg_catalog.hash_numeric_extended(said.amount, pg_catalog.hashtextextended(said.unit, said.household))) AS digest
FROM (SELECT payment.organisation, payment.month, payment.unit, payment.household, payment.amount FROM support_payment payment
      UNION ALL
      SELECT report.organisation, report.month, report.unit, report.households::bigint, coalesce(report.payments, -1::numeric) FROM household_month report) said
GROUP BY said.organisation, said.month;
COMMENT ON VIEW   live_month_digest              IS 'What a month is like, to be held against released_digest';
COMMENT ON COLUMN live_month_digest.organisation IS 'Organisation';
COMMENT ON COLUMN live_month_digest.month        IS 'First day of the month';
COMMENT ON COLUMN live_month_digest.rows         IS 'How many payments and reports there are';
COMMENT ON COLUMN live_month_digest.amount       IS 'What they come to';
COMMENT ON COLUMN live_month_digest.digest       IS 'Hashes of all of them taken together';

CREATE TABLE IF NOT EXISTS release_change (
    organisation text    NOT NULL REFERENCES organisation,
    month        date    NOT NULL,
    household    bigint  NOT NULL,
    unit         text,
    amount       numeric,
    shown_unit   text,
    shown_amount numeric,
    class        bigint,
    waits        boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organisation, month, household)
);
COMMENT ON TABLE  release_change              IS 'A household in a month that is otherwise than readers are shown: what waited at the last release';
COMMENT ON COLUMN release_change.organisation IS 'Organisation that paid';
COMMENT ON COLUMN release_change.month        IS 'First day of the month';
COMMENT ON COLUMN release_change.household    IS 'Number that stands for the household';
COMMENT ON COLUMN release_change.unit         IS 'Code of the unit that it is to be shown in; NULL where nothing is paid any more';
COMMENT ON COLUMN release_change.amount       IS 'What it is paid';
COMMENT ON COLUMN release_change.shown_unit   IS 'Code of the unit that it is shown in; NULL where it is not';
COMMENT ON COLUMN release_change.shown_amount IS 'What it is shown to be paid';
COMMENT ON COLUMN release_change.class        IS 'Its class in released_household; NULL where it was never shown';
COMMENT ON COLUMN release_change.waits        IS 'Whether it waits, as too few would be told apart by it';
INSERT INTO microdata VALUES ('release_change') ON CONFLICT DO NOTHING;

-- A group that has been seen never becomes smaller, or the part that left could be subtracted from it.
CREATE OR REPLACE FUNCTION refuse_finer_groups() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    split record;
BEGIN
    -- Whoever only renames units need not be allowed to read what was released.
    IF NOT EXISTS (SELECT FROM old_rows was JOIN new_rows USING (organisation, code) WHERE was.shown_as IS DISTINCT FROM new_rows.shown_as) THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT shown.organisation, shown.code, shown.shown_as FROM %1$I.unit shown
                    JOIN %1$I.unit other ON other.organisation = shown.organisation AND other.code = shown.shown_as
                    WHERE other.shown_as IS NOT NULL AND shown.organisation IN (SELECT organisation FROM new_rows) LIMIT 1', TG_TABLE_SCHEMA)
        INTO split;
    IF split.code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('unit "%s" is shown as "%s", which is itself shown as another', split.code, split.shown_as),
            HINT = 'Name the unit that shows the whole group in shown_as.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    EXECUTE format('SELECT unit.organisation, CASE WHEN was.code IS NULL THEN coalesce(unit.shown_as, unit.code) ELSE coalesce(was.shown_as, was.code) END AS code,
                           string_agg(DISTINCT coalesce(unit.shown_as, unit.code), '', '') AS parts
                    FROM %1$I.unit
                    LEFT JOIN old_rows was USING (organisation, code)
                    WHERE unit.organisation IN (SELECT r.organisation FROM %1$I.released_month r)
                      AND unit.organisation IN (SELECT organisation FROM new_rows)
                    GROUP BY 1, 2
                    HAVING count(DISTINCT coalesce(unit.shown_as, unit.code)) > 1 LIMIT 1', TG_TABLE_SCHEMA)
        INTO split;
    IF split.code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('units that readers have seen together as "%s" would be shown apart: %s', split.code, split.parts),
            DETAIL = 'What has been seen of all of them, less what is seen of one, would tell of the others.',
            HINT = 'Groups of units become only larger once a month has been released. Show them together as before.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_finer_groups() IS 'Refuses to show units apart that readers have seen together (55000)';
CREATE OR REPLACE TRIGGER unit_groups_become_only_coarser AFTER UPDATE ON unit
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_finer_groups();

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
SELECT organisation.organisation, organisation.name, organisation.time_zone, organisation.fiscal_year_start, (SELECT mart.minimum_group FROM mart) AS minimum_shown
FROM organisation;
COMMENT ON VIEW   live_released_organisation                   IS 'An organisation as readers see it';
COMMENT ON COLUMN live_released_organisation.organisation      IS 'Code of the organisation';
COMMENT ON COLUMN live_released_organisation.name              IS 'Its name';
COMMENT ON COLUMN live_released_organisation.time_zone         IS 'Its time zone';
COMMENT ON COLUMN live_released_organisation.fiscal_year_start IS 'Month in which its years begin';
COMMENT ON COLUMN live_released_organisation.minimum_shown     IS 'The minimum of the mart that is released';

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

CREATE OR REPLACE VIEW live_released_scenario AS
SELECT scenario.organisation, scenario.code, scenario.kind, scenario.fiscal_year,
       -- What is released of a year that is not over is all that readers know of it.
       CASE WHEN scenario.kind = 'outcome' AND released.last_day < year.last_day THEN least(coalesce(scenario.as_of, released.last_day), released.last_day)
            ELSE scenario.as_of END AS as_of,
       scenario.adopted, scenario.stated_total
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
COMMENT ON COLUMN live_released_scenario.stated_total IS 'Variance that the source itself states';

-- What is below a head about households is about them too. Support is shown as one head: of a part of it nobody could tell which payments it is of.
CREATE OR REPLACE VIEW live_shown_head AS
WITH RECURSIVE below AS (
    SELECT head.organisation, head.code AS head, head.code AS told_by, head.pays_support AS is_support
    FROM budget_head head
    WHERE head.pays_support OR head.about_households
    UNION
    SELECT head.organisation, head.code, below.told_by, below.is_support
    FROM below
    JOIN budget_head head ON head.organisation = below.organisation AND head.parent = below.head
)
SELECT head.organisation, head.code AS head, coalesce(support.told_by, head.code) AS code,
       EXISTS (SELECT FROM below WHERE below.organisation = head.organisation AND below.head = head.code) AS is_about, support.told_by IS NOT NULL AS is_support
FROM budget_head head
LEFT JOIN below support ON support.organisation = head.organisation AND support.head = head.code AND support.is_support;
COMMENT ON VIEW   live_shown_head              IS 'As what readers see a head';
COMMENT ON COLUMN live_shown_head.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_shown_head.head         IS 'Code of the head';
COMMENT ON COLUMN live_shown_head.code         IS 'Code that its amounts are told by: of a part of support that of the head that pays support';
COMMENT ON COLUMN live_shown_head.is_about     IS 'Whether its amounts are those of households: it, or a head above it, is about households';
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

-- Where units of a group give their amounts partly by month, all are for the year.
CREATE OR REPLACE VIEW live_released_ledger AS
WITH shown AS MATERIALIZED (
    SELECT live_shown_unit.organisation, live_shown_unit.unit, live_shown_unit.code FROM live_shown_unit
), shown_head AS MATERIALIZED (
    SELECT live_shown_head.organisation, live_shown_head.head, live_shown_head.code, live_shown_head.is_about, live_shown_head.is_support FROM live_shown_head
), told AS (
    SELECT ledger.organisation, ledger.scenario, CASE WHEN head.is_about THEN shown.code ELSE ledger.unit END AS unit, head.code AS head, ledger.flow, ledger.month, ledger.amount,
           scenario.kind = 'outcome' AND head.is_about AS is_about, head.is_support
    FROM ledger
    JOIN live_released_scenario scenario ON scenario.organisation = ledger.organisation AND scenario.code = ledger.scenario
    JOIN live_released_day released ON released.organisation = ledger.organisation
    JOIN organisation ON organisation.organisation = ledger.organisation
    JOIN shown_head head ON head.organisation = ledger.organisation AND head.head = ledger.head
    JOIN shown ON shown.organisation = ledger.organisation AND shown.unit = ledger.unit
    WHERE scenario.kind <> 'outcome' OR ledger.month <= released.last_month
       OR ledger.month IS NULL AND @extschema@.fiscal_year_end(scenario.fiscal_year, organisation.fiscal_year_start) <= released.last_day
    UNION ALL
    SELECT booked.organisation, booked.scenario, shown.code AS unit, booked.head, 'cost'::text AS flow, booked.month, shift.amount, true AS is_about, true AS is_support
    FROM (SELECT DISTINCT ledger.organisation, ledger.scenario, head.code AS head, ledger.month
          FROM ledger
          JOIN shown_head head ON head.organisation = ledger.organisation AND head.head = ledger.head AND head.is_support
          JOIN scenario ON scenario.organisation = ledger.organisation AND scenario.code = ledger.scenario AND scenario.kind = 'outcome'
          JOIN live_released_day released ON released.organisation = ledger.organisation
          WHERE ledger.month <= released.last_month) booked
    JOIN released_shift shift ON shift.organisation = booked.organisation AND shift.month = booked.month
    JOIN shown ON shown.organisation = shift.organisation AND shown.unit = shift.unit
)
SELECT part.organisation, part.scenario, part.unit, part.head, part.flow, part.month, sum(part.amount) AS amount, part.is_about, part.is_support
FROM (SELECT told.organisation, told.scenario, told.unit, told.head, told.flow, told.amount, told.is_about, told.is_support,
             CASE WHEN bool_and(told.month IS NOT NULL) OVER (PARTITION BY told.organisation, told.scenario, told.unit, told.head, told.flow) THEN told.month END AS month
      FROM told) part
GROUP BY part.organisation, part.scenario, part.unit, part.head, part.flow, part.month, part.is_about, part.is_support;
COMMENT ON VIEW   live_released_ledger              IS 'A row of the ledger as readers are to see it: outcomes until the last released month, and what is about households by groups of units';
COMMENT ON COLUMN live_released_ledger.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_ledger.scenario     IS 'Code of the scenario';
COMMENT ON COLUMN live_released_ledger.unit         IS 'Code of the unit or group';
COMMENT ON COLUMN live_released_ledger.head         IS 'Code of the head';
COMMENT ON COLUMN live_released_ledger.flow         IS 'cost or revenue';
COMMENT ON COLUMN live_released_ledger.month        IS 'First day of the month, or NULL for the year';
COMMENT ON COLUMN live_released_ledger.amount       IS 'Amount';
COMMENT ON COLUMN live_released_ledger.is_about     IS 'Whether it is an outcome about households, which is not shown again with one of them corrected';
COMMENT ON COLUMN live_released_ledger.is_support   IS 'Whether it is of the head that payments are booked on';

CREATE OR REPLACE VIEW live_released_household_month AS
WITH shown AS MATERIALIZED (
    SELECT live_shown_unit.organisation, live_shown_unit.unit, live_shown_unit.code FROM live_shown_unit
)
SELECT report.organisation, shown.code AS unit, report.month, sum(report.households)::integer AS households, sum(report.payments) AS payments
FROM household_month report
JOIN shown ON shown.organisation = report.organisation AND shown.unit = report.unit
JOIN live_released_day released ON released.organisation = report.organisation
WHERE report.month <= released.last_month
  AND NOT EXISTS (SELECT FROM support_payment paid WHERE paid.organisation = report.organisation AND paid.unit = report.unit AND paid.month = report.month)
GROUP BY report.organisation, shown.code, report.month
HAVING sum(report.households) = 0 OR sum(report.households) >= (SELECT mart.minimum_group FROM mart);
COMMENT ON VIEW   live_released_household_month              IS 'Households and payments of a month as reported, by groups of units';
COMMENT ON COLUMN live_released_household_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_household_month.unit         IS 'Code of the unit or group';
COMMENT ON COLUMN live_released_household_month.month        IS 'First day of the month';
COMMENT ON COLUMN live_released_household_month.households   IS 'Households';
COMMENT ON COLUMN live_released_household_month.payments     IS 'Payments; NULL where none of its units reported them';
