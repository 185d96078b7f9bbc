-- register_item: what a board follows beside its figures: risks, dependencies, continuity plans, controls, agreements, decisions

CREATE TABLE IF NOT EXISTS register_kind (
    organisation    text    NOT NULL REFERENCES organisation,
    code            text    NOT NULL,
    name            text    NOT NULL,
    amount_is       text,
    told_to_readers boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organisation, code),
    CONSTRAINT register_kind_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT register_kind_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT register_kind_amount_is_is_not_blank CHECK (btrim(amount_is) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'register_kind'::text, '{code}'::text[], '{name,amount_is}'::text[]);
COMMENT ON TABLE  register_kind                 IS 'Kinds of registers: risks, agreements, decisions, or what else a board follows. Another kind is another row';
COMMENT ON COLUMN register_kind.organisation    IS 'Organisation that keeps the register';
COMMENT ON COLUMN register_kind.code            IS 'Code of the kind, unique within the organisation';
COMMENT ON COLUMN register_kind.name            IS 'Name for people';
COMMENT ON COLUMN register_kind.amount_is       IS 'What the amount of an item is, for people: cost of a year, damage if it happens; NULL where items have none';
COMMENT ON COLUMN register_kind.told_to_readers IS 'Whether release_month shows its items to readers. Not by default: a control or a risk may be about few, and what is written of it may be secret';

CREATE TABLE IF NOT EXISTS register_level (
    organisation text    NOT NULL,
    kind         text    NOT NULL,
    level        integer NOT NULL,
    likelihood   text    NOT NULL,
    consequence  text    NOT NULL,
    PRIMARY KEY (organisation, kind, level),
    CONSTRAINT register_level_kind_fkey FOREIGN KEY (organisation, kind) REFERENCES register_kind,
    CONSTRAINT register_level_is_from_1_to_10 CHECK (level BETWEEN 1 AND 10),
    CONSTRAINT register_level_likelihood_is_not_blank CHECK (btrim(likelihood) <> ''),
    CONSTRAINT register_level_consequence_is_not_blank CHECK (btrim(consequence) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'register_level'::text, '{}'::text[], '{likelihood,consequence}'::text[]);
COMMENT ON TABLE  register_level              IS 'The scale that items of a kind are assessed on, a level a row. A kind without levels is not assessed';
COMMENT ON COLUMN register_level.organisation IS 'Organisation that keeps the register';
COMMENT ON COLUMN register_level.kind         IS 'Code of the kind';
COMMENT ON COLUMN register_level.level        IS 'Number of the level, from 1 for the lowest';
COMMENT ON COLUMN register_level.likelihood   IS 'What the level means of a likelihood, for people';
COMMENT ON COLUMN register_level.consequence  IS 'What the level means of a consequence, for people';

CREATE TABLE IF NOT EXISTS register_item (
    organisation   text    NOT NULL REFERENCES organisation,
    code           text    NOT NULL,
    kind           text    NOT NULL,
    title          text    NOT NULL,
    owner          text,
    unit           text,
    from_day       date,
    to_day         date,
    review_by      date,
    status         text    NOT NULL DEFAULT 'open',
    likelihood     integer,
    consequence    integer,
    amount         numeric,
    measure        text,
    sample         integer,
    deviations     integer,
    about          text,
    decided_on     date,
    decided_by     text,
    meeting_item   text,
    report_as_of   date,
    report_version integer,
    source         text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT register_item_kind_fkey FOREIGN KEY (organisation, kind) REFERENCES register_kind,
    CONSTRAINT register_item_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT register_item_about_fkey FOREIGN KEY (organisation, about) REFERENCES register_item,
    CONSTRAINT register_item_likelihood_is_a_level_of_its_kind FOREIGN KEY (organisation, kind, likelihood) REFERENCES register_level,
    CONSTRAINT register_item_consequence_is_a_level_of_its_kind FOREIGN KEY (organisation, kind, consequence) REFERENCES register_level,
    CONSTRAINT register_item_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT register_item_title_is_not_blank CHECK (btrim(title) <> ''),
    CONSTRAINT register_item_from_day_is_finite CHECK (isfinite(from_day)),
    CONSTRAINT register_item_to_day_is_not_before_from_day CHECK (isfinite(to_day) AND (from_day IS NULL OR to_day >= from_day)),
    CONSTRAINT register_item_review_by_is_finite CHECK (isfinite(review_by)),
    CONSTRAINT register_item_status_is_known CHECK (status IN ('open', 'done', 'cancelled')),
    CONSTRAINT register_item_amount_is_finite_with_at_most_two_decimals CHECK (abs(amount) < 1e13 AND amount = round(amount, 2)),
    CONSTRAINT register_item_sample_is_not_negative CHECK (sample >= 0),
    CONSTRAINT register_item_deviations_are_among_the_sample CHECK (deviations IS NULL OR (deviations >= 0 AND coalesce(sample >= deviations, false))),
    CONSTRAINT register_item_is_not_about_itself CHECK (about <> code),
    CONSTRAINT register_item_decided_on_is_finite CHECK (isfinite(decided_on)),
    CONSTRAINT register_item_decision_has_a_day_and_a_body CHECK ((decided_on IS NULL) = (decided_by IS NULL) AND (decided_on IS NOT NULL OR meeting_item IS NULL)),
    CONSTRAINT register_item_report_has_a_date_and_a_version CHECK ((report_as_of IS NULL) = (report_version IS NULL) AND (report_as_of IS NULL OR (isfinite(report_as_of) AND report_version >= 1)))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'register_item'::text, '{code}'::text[], '{title,owner,measure,decided_by,meeting_item,source}'::text[]);
CREATE INDEX IF NOT EXISTS register_item_kind ON register_item (organisation, kind);
CREATE INDEX IF NOT EXISTS register_item_about ON register_item (organisation, about) WHERE about IS NOT NULL;
COMMENT ON TABLE  register_item                IS 'What a board follows: a risk, a critical dependency, a continuity plan, a control, an agreement, a decision. Nothing about a person';
COMMENT ON COLUMN register_item.organisation   IS 'Organisation that keeps the register';
COMMENT ON COLUMN register_item.code           IS 'Code of the item, unique within the organisation';
COMMENT ON COLUMN register_item.kind           IS 'Code of its kind';
COMMENT ON COLUMN register_item.title          IS 'What it is, for people';
COMMENT ON COLUMN register_item.owner          IS 'Body or post that is to look after it, or NULL';
COMMENT ON COLUMN register_item.unit           IS 'Code of the unit that it concerns, or NULL for the whole organisation';
COMMENT ON COLUMN register_item.from_day       IS 'First day that it holds, or NULL';
COMMENT ON COLUMN register_item.to_day         IS 'Last day that it holds, or NULL where it does not end';
COMMENT ON COLUMN register_item.review_by      IS 'Day by which it is to be looked at again, or NULL; one that has passed is overdue, and not refused';
COMMENT ON COLUMN register_item.status         IS 'open, done or cancelled';
COMMENT ON COLUMN register_item.likelihood     IS 'Level of its likelihood (register_level), or NULL where it is not assessed';
COMMENT ON COLUMN register_item.consequence    IS 'Level of its consequence, or NULL';
COMMENT ON COLUMN register_item.amount         IS 'Amount in whole currency units, at most two decimals; register_kind.amount_is says of what';
COMMENT ON COLUMN register_item.measure        IS 'What is done about it, for people';
COMMENT ON COLUMN register_item.sample         IS 'Of a control, how many were looked at';
COMMENT ON COLUMN register_item.deviations     IS 'In how many of them something was wrong; NULL where that is not said';
COMMENT ON COLUMN register_item.about          IS 'Code of the item that it is about: what a decision decides on, which risk a control is for';
COMMENT ON COLUMN register_item.decided_on     IS 'Of a decision, day of the meeting';
COMMENT ON COLUMN register_item.decided_by     IS 'Body that decided it';
COMMENT ON COLUMN register_item.meeting_item   IS 'Item of the minutes, such as a paragraph, or NULL';
COMMENT ON COLUMN register_item.report_as_of   IS 'Date of the interim report that was before the meeting, or NULL';
COMMENT ON COLUMN register_item.report_version IS 'Version of it, as in interim_report; reports from before the mart may have one too';
COMMENT ON COLUMN register_item.source         IS 'Document that it comes from';

-- Written by triggers of register_item. Not of items as they are: those that were removed stay.
CREATE TABLE IF NOT EXISTS register_change (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation text        NOT NULL REFERENCES organisation,
    code         text        NOT NULL,
    change       text        NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT now(),
    changed_by   text        NOT NULL DEFAULT session_user,
    was          jsonb       NOT NULL,
    became       jsonb       NOT NULL,
    CONSTRAINT register_change_is_known CHECK (change IN ('changed', 'removed'))
);
CREATE INDEX IF NOT EXISTS register_change_code ON register_change (organisation, code);
COMMENT ON TABLE  register_change              IS 'What was changed in the registers. Written by triggers of register_item; the owner may delete rows, such as of a text that should never have been written';
COMMENT ON COLUMN register_change.id           IS 'Number of the change';
COMMENT ON COLUMN register_change.organisation IS 'Organisation that keeps the register';
COMMENT ON COLUMN register_change.code         IS 'Code that the item had before';
COMMENT ON COLUMN register_change.change       IS 'changed or removed';
COMMENT ON COLUMN register_change.changed_at   IS 'When';
COMMENT ON COLUMN register_change.changed_by   IS 'Role that did it';
COMMENT ON COLUMN register_change.was          IS 'The columns that changed, as they were; of an item that was removed all that it had';
COMMENT ON COLUMN register_change.became       IS 'The same columns as they became; empty where it was removed';

-- In a released mart nothing is noted, or a text that was taken back would stay there.
--
-- It works as the owner, so that whoever keeps a register need not be allowed to write its history. Hence nobody else may
-- make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION note_register_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    is_released boolean;
    was jsonb := '{}';
    became jsonb := '{}';
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    EXECUTE format('SELECT m.released_from IS NOT NULL FROM %I.mart m', TG_TABLE_SCHEMA) INTO is_released;
    IF is_released THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('INSERT INTO %1$I.register_change (organisation, code, change, was, became)
                        SELECT i.organisation, i.code, ''removed'', jsonb_strip_nulls(to_jsonb(i)), ''{}'' FROM %1$I.register_item i ORDER BY i.organisation, i.code', TG_TABLE_SCHEMA);
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        was := jsonb_strip_nulls(to_jsonb(OLD));
    ELSE
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, n.value) INTO was, became
        FROM jsonb_each(to_jsonb(OLD)) o JOIN jsonb_each(to_jsonb(NEW)) n ON n.key = o.key
        WHERE n.value <> o.value;
        IF was IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    EXECUTE format('INSERT INTO %I.register_change (organisation, code, change, was, became) VALUES ($1, $2, $3, $4, $5)', TG_TABLE_SCHEMA)
        USING OLD.organisation, OLD.code, CASE TG_OP WHEN 'DELETE' THEN 'removed' ELSE 'changed' END, was, became;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION note_register_change() FROM PUBLIC;
COMMENT ON FUNCTION note_register_change() IS 'Notes in register_change what an item was before it is changed or removed. 42501 for a table of another owner';
CREATE OR REPLACE TRIGGER register_item_change_is_noted AFTER UPDATE OR DELETE ON register_item
    FOR EACH ROW EXECUTE FUNCTION note_register_change();
CREATE OR REPLACE TRIGGER register_item_truncate_is_noted BEFORE TRUNCATE ON register_item
    FOR EACH STATEMENT EXECUTE FUNCTION note_register_change();

-- Readers of a released mart see items of the kinds that are told, and of controls no numbers, which may be of few.
CREATE OR REPLACE VIEW live_released_register_item AS
SELECT item.organisation, item.code, item.kind, item.title, item.owner, item.unit, item.from_day, item.to_day, item.review_by, item.status, item.likelihood, item.consequence,
       item.amount, item.measure, NULL::integer AS sample, NULL::integer AS deviations, CASE WHEN about_kind.told_to_readers THEN item.about END AS about,
       item.decided_on, item.decided_by, item.meeting_item, item.report_as_of, item.report_version, item.source
FROM register_item item
JOIN register_kind kind ON kind.organisation = item.organisation AND kind.code = item.kind AND kind.told_to_readers
LEFT JOIN register_item about ON about.organisation = item.organisation AND about.code = item.about
LEFT JOIN register_kind about_kind ON about_kind.organisation = about.organisation AND about_kind.code = about.kind;
COMMENT ON VIEW   live_released_register_item                IS 'An item as readers see it: of a kind that is told, and without numbers of a control';
COMMENT ON COLUMN live_released_register_item.organisation   IS 'Organisation that keeps the register';
COMMENT ON COLUMN live_released_register_item.code           IS 'Code of the item';
COMMENT ON COLUMN live_released_register_item.kind           IS 'Code of its kind';
COMMENT ON COLUMN live_released_register_item.title          IS 'What it is';
COMMENT ON COLUMN live_released_register_item.owner          IS 'Body or post that is to look after it';
COMMENT ON COLUMN live_released_register_item.unit           IS 'Code of the unit';
COMMENT ON COLUMN live_released_register_item.from_day       IS 'First day that it holds';
COMMENT ON COLUMN live_released_register_item.to_day         IS 'Last day that it holds';
COMMENT ON COLUMN live_released_register_item.review_by      IS 'Day by which it is to be looked at again';
COMMENT ON COLUMN live_released_register_item.status         IS 'open, done or cancelled';
COMMENT ON COLUMN live_released_register_item.likelihood     IS 'Level of its likelihood';
COMMENT ON COLUMN live_released_register_item.consequence    IS 'Level of its consequence';
COMMENT ON COLUMN live_released_register_item.amount         IS 'Amount';
COMMENT ON COLUMN live_released_register_item.measure        IS 'What is done about it';
COMMENT ON COLUMN live_released_register_item.sample         IS 'NULL';
COMMENT ON COLUMN live_released_register_item.deviations     IS 'NULL';
COMMENT ON COLUMN live_released_register_item.about          IS 'Code of the item that it is about, where that is told';
COMMENT ON COLUMN live_released_register_item.decided_on     IS 'Day of the meeting';
COMMENT ON COLUMN live_released_register_item.decided_by     IS 'Body that decided it';
COMMENT ON COLUMN live_released_register_item.meeting_item   IS 'Item of the minutes';
COMMENT ON COLUMN live_released_register_item.report_as_of   IS 'Date of the interim report';
COMMENT ON COLUMN live_released_register_item.report_version IS 'Version of it';
COMMENT ON COLUMN live_released_register_item.source         IS 'Document that it comes from';
