-- episode: from when until when a person was in something; microdata

CREATE TABLE IF NOT EXISTS episode (
    organisation  text   NOT NULL,
    kind          text   NOT NULL,
    person        bigint NOT NULL,
    unit          text   NOT NULL,
    form          text   NOT NULL DEFAULT '',
    started_on    date   NOT NULL,
    ended_on      date,
    end_reason    text,
    price_per_day numeric,
    CONSTRAINT episode_begins_once_a_day PRIMARY KEY (organisation, kind, person, unit, form, started_on),
    CONSTRAINT episode_kind_fkey FOREIGN KEY (organisation, kind) REFERENCES episode_kind,
    CONSTRAINT episode_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT episode_of_support_comes_from_support_payment CHECK (kind <> 'support'),
    CONSTRAINT episode_started_on_has_a_year_of_four_digits CHECK (started_on >= '1000-01-01' AND started_on <= '9999-12-31' OR refuse_day('episode'::text, 'started_on'::text, started_on)),
    CONSTRAINT episode_ended_on_has_a_year_of_four_digits CHECK (ended_on >= '1000-01-01' AND ended_on <= '9999-12-31' OR refuse_day('episode'::text, 'ended_on'::text, ended_on)),
    CONSTRAINT episode_does_not_end_before_it_starts CHECK (ended_on >= started_on OR refuse_end('episode'::text, started_on, ended_on)),
    CONSTRAINT episode_end_reason_is_of_what_has_ended CHECK (end_reason IS NULL OR ended_on IS NOT NULL
        OR refuse_value('episode'::text, 'end_reason'::text, 'episode_end_reason_is_of_what_has_ended'::text, 'NULL where ended_on is NULL'::text, end_reason,
                     'Say when it ended, or leave out why while it lasts.'::text)),
    CONSTRAINT episode_end_reason_is_not_blank CHECK (btrim(end_reason) <> ''),
    CONSTRAINT episode_price_per_day_is_0_to_1e9_with_at_most_two_decimals CHECK (price_per_day >= 0::numeric AND price_per_day < 1e9 AND price_per_day = round(price_per_day, 2)
        OR refuse_value('episode'::text, 'price_per_day'::text, 'episode_price_per_day_is_0_to_1e9_with_at_most_two_decimals'::text, 'from 0 to below 1000000000, with at most two decimals'::text, price_per_day::text,
                     'Write whole currency units, such as 1250.50, or NULL where it is not known.'::text))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'episode'::text, '{form,end_reason}'::text[], '{}'::text[]);
COMMENT ON TABLE  episode               IS 'From when until when a person was in something, pseudonymous: no reader may read a row of it';
COMMENT ON COLUMN episode.organisation  IS 'Organisation that it belongs to';
COMMENT ON COLUMN episode.kind          IS 'Code of the kind, not support: that comes from support_payment';
COMMENT ON COLUMN episode.person        IS 'Pseudonym of the person or household, a number that leads to nobody outside this mart, never a personal identity number';
COMMENT ON COLUMN episode.unit          IS 'Code of the unit that answers for it';
COMMENT ON COLUMN episode.form          IS 'Form of it, such as foster home; empty where there is one form';
COMMENT ON COLUMN episode.started_on    IS 'First day';
COMMENT ON COLUMN episode.ended_on      IS 'Last day, which still belongs to it; NULL while it lasts';
COMMENT ON COLUMN episode.end_reason    IS 'Why it ended, such as employment; NULL where not said';
COMMENT ON COLUMN episode.price_per_day IS 'What a day costs in whole currency units, at most two decimals; NULL where not known';
INSERT INTO microdata VALUES ('episode') ON CONFLICT DO NOTHING;

-- Of the rows of a statement, those that share a day with another of the same kind and person, where that may not be. Who loads
-- such a kind takes turns with others who do (the row of the kind), or two of them could each bring half an overlap.
--
-- It works as the owner, since who loads episodes need not be allowed to read them. Hence nobody else may make a trigger of
-- it, and it serves no table of others.
CREATE OR REPLACE FUNCTION refuse_overlap() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
DECLARE
    of_kind record;
    any_overlaps boolean;
    found record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    -- That it may overlap is not taken back until this is committed.
    EXECUTE format('SELECT FROM %1$I.episode_kind k
                    WHERE k.may_overlap AND EXISTS (SELECT FROM changed_rows c WHERE c.organisation = k.organisation AND c.kind = k.code)
                    ORDER BY k.organisation, k.code FOR SHARE', TG_TABLE_SCHEMA);
    -- Once in a transaction: each time leaves a row behind.
    FOR of_kind IN EXECUTE format('SELECT k.organisation, k.code, k.xmin = pg_current_xact_id()::xid AS is_taken FROM %1$I.episode_kind k
                                   WHERE NOT k.may_overlap AND EXISTS (SELECT FROM changed_rows c WHERE c.organisation = k.organisation AND c.kind = k.code)
                                   ORDER BY k.organisation, k.code', TG_TABLE_SCHEMA) LOOP
        IF NOT of_kind.is_taken THEN
            EXECUTE format('UPDATE %I.episode_kind SET name = name WHERE organisation = $1 AND code = $2', TG_TABLE_SCHEMA) USING of_kind.organisation, of_kind.code;
        END IF;
    END LOOP;
    IF of_kind.code IS NULL THEN
        RETURN NULL;
    END IF;
    -- Whether there are any, in the order of days; which, only then. Person by person: of a fresh table the planner expects few.
    EXECUTE format('SELECT EXISTS (
                        SELECT FROM (SELECT DISTINCT c.organisation, c.kind, c.person FROM changed_rows c
                                     JOIN %1$I.episode_kind k ON k.organisation = c.organisation AND k.code = c.kind AND NOT k.may_overlap) p
                        CROSS JOIN LATERAL (
                            SELECT e.started_on <= max(coalesce(e.ended_on, ''infinity'')) OVER (ORDER BY e.started_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS overlaps
                            FROM %1$I.episode e WHERE e.organisation = p.organisation AND e.kind = p.kind AND e.person = p.person) s
                        WHERE s.overlaps)', TG_TABLE_SCHEMA)
        INTO any_overlaps;
    IF NOT any_overlaps THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT c.organisation, c.kind, c.started_on, c.ended_on
                    FROM changed_rows c
                    JOIN %1$I.episode_kind k ON k.organisation = c.organisation AND k.code = c.kind AND NOT k.may_overlap
                    JOIN %1$I.episode e ON e.organisation = c.organisation AND e.kind = c.kind AND e.person = c.person
                                       AND (e.unit, e.form, e.started_on) IS DISTINCT FROM (c.unit, c.form, c.started_on)
                                       AND e.started_on <= coalesce(c.ended_on, ''infinity'') AND coalesce(e.ended_on, ''infinity'') >= c.started_on
                    ORDER BY c.organisation, c.kind, c.started_on LIMIT 1', TG_TABLE_SCHEMA)
        INTO found;
    IF found.kind IS NOT NULL THEN
        -- Neither the pseudonym nor the other's days: who loads episodes, or reads the server's log, need not be allowed to read them.
        RAISE EXCEPTION USING
            ERRCODE = 'exclusion_violation',
            MESSAGE = format('an episode of kind "%s" of organisation "%s", from %s %s, overlaps another of the same person', found.kind, found.organisation,
                             found.started_on, coalesce('to ' || found.ended_on, 'on')),
            HINT = format('End the first before the second starts; its last day belongs to it. Where one person may have two at a time, set may_overlap in episode_kind for %L.', found.kind),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'episode_does_not_overlap';
    END IF;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION refuse_overlap() FROM PUBLIC;
COMMENT ON FUNCTION refuse_overlap() IS 'Refuses an episode that shares a day with another of the same kind and person where the kind does not allow it (23P01). 42501 for a table of another owner';
CREATE OR REPLACE TRIGGER episode_does_not_overlap_on_insert AFTER INSERT ON episode
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_overlap();
CREATE OR REPLACE TRIGGER episode_does_not_overlap_on_update AFTER UPDATE ON episode
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_overlap();

-- What was allowed stays allowed until nothing rests on it.
CREATE OR REPLACE FUNCTION keep_overlaps() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    EXECUTE format('UPDATE %I.episode SET started_on = started_on WHERE organisation = $1 AND kind = $2', TG_TABLE_SCHEMA) USING NEW.organisation, NEW.code;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION keep_overlaps() IS 'Refuses to take back may_overlap of a kind while episodes of it overlap (23P01)';
CREATE OR REPLACE TRIGGER episode_kind_may_overlap_while_it_does AFTER UPDATE ON episode_kind
    FOR EACH ROW WHEN (OLD.may_overlap AND NOT NEW.may_overlap) EXECUTE FUNCTION keep_overlaps();
