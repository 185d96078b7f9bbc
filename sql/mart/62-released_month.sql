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
    supported_class bigint,
    is_shown     boolean NOT NULL,
    is_erased    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organisation, month, household),
    CONSTRAINT released_household_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit
);
COMMENT ON TABLE  released_household              IS 'A household in a month that readers'' figures are or were about. Each is in one unit: that which paid it most';
COMMENT ON COLUMN released_household.organisation IS 'Organisation that paid';
COMMENT ON COLUMN released_household.month        IS 'First day of the month';
COMMENT ON COLUMN released_household.household    IS 'Number that stands for the household';
COMMENT ON COLUMN released_household.unit         IS 'Code of the unit that it is shown in, or was last';
COMMENT ON COLUMN released_household.class        IS 'Number of those with whom it has been in the same figures in all releases; 0 of one that was erased before it was shown';
COMMENT ON COLUMN released_household.supported_class IS 'Number of those with whom it has been counted in the same numbers of households with support in all releases; NULL where in none';
COMMENT ON COLUMN released_household.is_shown     IS 'Whether figures are about it still';
COMMENT ON COLUMN released_household.is_erased    IS 'Whether it was erased (erase_household): the number stands for nobody, and what figures say of it stays';
INSERT INTO microdata VALUES ('released_household') ON CONFLICT DO NOTHING;

-- Ask for an organisation and a month.
CREATE OR REPLACE VIEW live_household_unit AS
SELECT DISTINCT ON (part.organisation, part.month, part.household) part.organisation, part.month, part.household, part.unit, sum(part.of_unit) OVER of_household AS amount
FROM (SELECT payment.organisation, payment.month, payment.household, payment.unit COLLATE "C" AS unit, sum(payment.amount) AS of_unit
      FROM support_payment payment
      GROUP BY payment.organisation, payment.month, payment.household, payment.unit COLLATE "C") part
WINDOW of_household AS (PARTITION BY part.organisation, part.month, part.household ORDER BY part.of_unit DESC, part.unit ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY part.organisation, part.month, part.household, part.of_unit DESC, part.unit;
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
INSERT INTO microdata VALUES ('released_digest') ON CONFLICT DO NOTHING;

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
    supported_class bigint,
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
COMMENT ON COLUMN release_change.supported_class IS 'Its supported_class in released_household';
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

-- So does no figure come to be about fewer than before.
CREATE OR REPLACE FUNCTION refuse_lower_minimum() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    is_released boolean := OLD.released_from IS NOT NULL;
BEGIN
    IF NOT is_released THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.released_month r)', TG_TABLE_SCHEMA) INTO is_released;
    END IF;
    IF is_released THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('minimum must be at least %s, as months were released with, not %s', OLD.minimum_group, NEW.minimum_group),
            HINT = 'What has been seen of larger groups, less what would be seen of smaller ones, would tell of the rest.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION refuse_lower_minimum() IS 'Refuses a smaller mart.minimum_group than months were released with (55000)';
CREATE OR REPLACE TRIGGER mart_minimum_becomes_no_lower BEFORE UPDATE ON mart
    FOR EACH ROW WHEN (NEW.minimum_group < OLD.minimum_group) EXECUTE FUNCTION refuse_lower_minimum();

-- Different households of a year from July, and of one from January that readers have seen, tell by their difference of those who were there in half of it.
CREATE OR REPLACE FUNCTION refuse_other_years() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    is_released boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.released_month r WHERE r.organisation = $1)', TG_TABLE_SCHEMA) INTO is_released USING OLD.organisation;
    IF is_released THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('fiscal years of organisation "%s" must begin in month %s, as in what is released, not in %s', OLD.organisation, OLD.fiscal_year_start, NEW.fiscal_year_start),
            HINT = 'What has been seen of years, less what would be seen of years that begin otherwise, would tell of few. Make a new mart for them, and do not release what this one has released.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'fiscal_year_start';
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION refuse_other_years() IS 'Refuses another beginning of fiscal years where months were released (55000)';
CREATE OR REPLACE TRIGGER organisation_years_begin_as_released BEFORE UPDATE ON organisation
    FOR EACH ROW WHEN (NEW.fiscal_year_start <> OLD.fiscal_year_start) EXECUTE FUNCTION refuse_other_years();
