-- household_member: who lived in a household from when until when; microdata

CREATE TABLE IF NOT EXISTS household_member (
    organisation text   NOT NULL REFERENCES organisation,
    household    bigint NOT NULL,
    person       bigint NOT NULL,
    birth_year   integer,
    from_month   date   NOT NULL,
    to_month     date,
    CONSTRAINT household_member_begins_once_a_month PRIMARY KEY (organisation, person, from_month, household),
    CONSTRAINT household_member_from_month_is_a_first_day CHECK (from_month >= '1000-01-01' AND from_month <= '9999-12-01' AND EXTRACT(day FROM from_month) = 1::numeric
                                                                 OR refuse_month('household_member'::text, from_month)),
    CONSTRAINT household_member_to_month_is_a_first_day CHECK (to_month >= '1000-01-01' AND to_month <= '9999-12-01' AND EXTRACT(day FROM to_month) = 1::numeric
                                                               OR refuse_month('household_member'::text, to_month)),
    CONSTRAINT household_member_does_not_end_before_it_starts CHECK (to_month >= from_month OR refuse_end('household_member'::text, from_month, to_month)),
    CONSTRAINT household_member_birth_year_is_1850_or_later CHECK (birth_year >= 1850
        OR refuse_value('household_member'::text, 'birth_year'::text, 'household_member_birth_year_is_1850_or_later'::text, 'a year from 1850'::text, birth_year::text,
                     'Write the year of birth with four digits, such as 1987, or NULL where it is not known.'::text)),
    CONSTRAINT household_member_is_born_by_the_year_of_from_month CHECK (birth_year::numeric <= EXTRACT(year FROM from_month)
        OR refuse_value('household_member'::text, 'birth_year'::text, 'household_member_is_born_by_the_year_of_from_month'::text, 'at most '::text || EXTRACT(year FROM from_month)::text || ', the year of from_month'::text, birth_year::text,
                     'Nobody is a member before being born: correct one of them. A child is a member from the month of its birth.'::text))
);
COMMENT ON TABLE  household_member              IS 'Who lived in a household from which month until which, pseudonymous: no reader may read a row of it. It makes persons of households: adults, children, young adults';
COMMENT ON COLUMN household_member.organisation IS 'Organisation that it belongs to';
COMMENT ON COLUMN household_member.household    IS 'Pseudonym of the household, as in support_payment';
COMMENT ON COLUMN household_member.person       IS 'Pseudonym of the person, a number that leads to nobody outside this mart, never a personal identity number; the one who is paid is a member, too';
COMMENT ON COLUMN household_member.birth_year   IS 'Year in which the person was born, the same in all rows of one person; NULL where not known';
COMMENT ON COLUMN household_member.from_month   IS 'First day of the first month with the household';
COMMENT ON COLUMN household_member.to_month     IS 'First day of the last month with it, which still belongs to it; NULL while it lasts';
INSERT INTO microdata VALUES ('household_member') ON CONFLICT DO NOTHING;

-- Of the rows of a statement, those of somebody who is with another household, or twice with the same, in one of their months, or
-- who was born in another year; and those of nobody who is born yet. Who loads members of an organisation takes turns with others
-- who do (its row), or two of them could each bring half of it.
--
-- It works as the owner, since who loads members need not be allowed to read them. Hence nobody else may make a trigger of
-- it, and it serves no table of others.
CREATE OR REPLACE FUNCTION refuse_member() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
DECLARE
    of_organisation record;
    found record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    FOR of_organisation IN EXECUTE format('SELECT d.organisation, d.today, m.birth_year, o.xmin = pg_current_xact_id()::xid AS is_taken
                                           FROM (SELECT c.organisation, max(c.birth_year) AS birth_year FROM changed_rows c GROUP BY c.organisation) m
                                           JOIN %1$I.organisation o ON o.organisation = m.organisation
                                           JOIN %1$I.live_day d ON d.organisation = m.organisation
                                           ORDER BY d.organisation', TG_TABLE_SCHEMA) LOOP
        IF of_organisation.birth_year > EXTRACT(year FROM of_organisation.today) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                MESSAGE = format('birth_year of household_member is %s, and today is %s', of_organisation.birth_year, of_organisation.today),
                HINT = 'Write the year of birth with four digits, such as 1987, or NULL where it is not known.',
                SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'birth_year', CONSTRAINT = 'household_member_birth_year_is_not_of_the_future';
        END IF;
        -- Once in a transaction: each time leaves a row behind.
        IF NOT of_organisation.is_taken THEN
            EXECUTE format('UPDATE %I.organisation SET name = name WHERE organisation = $1', TG_TABLE_SCHEMA) USING of_organisation.organisation;
        END IF;
    END LOOP;
    -- In the order of months, person by person: of a fresh table the planner expects few. Of several the first is told.
    EXECUTE format('SELECT p.organisation, s.from_month, s.to_month, s.overlaps
                    FROM (SELECT DISTINCT c.organisation, c.person FROM changed_rows c) p
                    CROSS JOIN LATERAL (
                        SELECT m.from_month, m.to_month,
                               m.from_month <= max(coalesce(m.to_month, ''infinity'')) OVER (ORDER BY m.from_month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS overlaps,
                               m.birth_year <> min(m.birth_year) OVER () AS differs
                        FROM %I.household_member m WHERE m.organisation = p.organisation AND m.person = p.person OFFSET 0) s
                    WHERE s.overlaps OR s.differs
                    ORDER BY p.organisation, s.overlaps IS TRUE DESC, s.from_month LIMIT 1', TG_TABLE_SCHEMA)
        INTO found;
    IF found.organisation IS NULL THEN
        RETURN NULL;
    END IF;
    -- Neither the pseudonyms nor the other row's months: who loads members, or reads the server's log, need not be allowed to read them.
    IF found.overlaps THEN
        RAISE EXCEPTION USING
            ERRCODE = 'exclusion_violation',
            MESSAGE = format('a member of a household of organisation "%s" is with another, or twice with the same, in a month from %s %s', found.organisation,
                             found.from_month, coalesce('to ' || found.to_month, 'on')),
            HINT = 'A person is with one household in a month. End the first before the second starts: to_month is the last month that belongs to it.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'household_member_is_with_one_household_in_a_month';
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('a member of a household of organisation "%s" has more than one birth_year', found.organisation),
        HINT = 'Give all rows of one person the same. To correct it, change all of them in one UPDATE.',
        SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'birth_year', CONSTRAINT = 'household_member_is_born_once';
END
$function$;
REVOKE ALL ON FUNCTION refuse_member() FROM PUBLIC;
COMMENT ON FUNCTION refuse_member() IS 'Refuses a person who is with two households, or twice with one, in a month (23P01), and one who is born in the future or in two years (23514). 42501 for a table of another owner';
CREATE OR REPLACE TRIGGER household_member_is_with_one_household_on_insert AFTER INSERT ON household_member
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_member();
CREATE OR REPLACE TRIGGER household_member_is_with_one_household_on_update AFTER UPDATE ON household_member
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_member();
