-- summary: what views that read much have said, kept by organisation and year until something changes
--
-- A view X is made of X_summary, which holds its rows, and of its own definition, which
-- computes them. Of a year it says what is kept only where that is proven to be whole:
--
--   X_summary      rows of a year, with the id of the refresh that made them, and one more
--                  (place 0) which says that they are all there
--   summary_note   a note of that refresh, and none of a change since
--   pg_trigger     all triggers that note changes, as they were made
--
-- Whatever is lost of these, the year is computed. Proofs and changes are notes of one table,
-- so that none can be lost without the others.

CREATE TABLE IF NOT EXISTS summary_relation (
    relation_name text PRIMARY KEY,
    purpose       text NOT NULL,
    CONSTRAINT summary_relation_purpose_is_known CHECK (purpose IN ('live view', 'summary', 'part', 'notes', 'list'))
);
COMMENT ON TABLE  summary_relation               IS 'Tables and views that the mart keeps for itself: no reader reads them, and users need not know them';
COMMENT ON COLUMN summary_relation.relation_name IS 'Name of the table or view';
COMMENT ON COLUMN summary_relation.purpose       IS 'live view (a view without its summary), summary (what it said at the last refresh), part (a view that others are made of), notes (of changes and refreshes, and turns) or list (of what is kept)';

CREATE TABLE IF NOT EXISTS summary_view (
    view_name  text PRIMARY KEY,
    about      text NOT NULL,
    years      text NOT NULL DEFAULT '',
    kept       text NOT NULL DEFAULT '',
    definition text NOT NULL DEFAULT '',
    place      integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE  summary_view            IS 'Views whose results are kept: each has a table VIEW_summary, and a view live_VIEW that computes the same afresh';
COMMENT ON COLUMN summary_view.view_name  IS 'Name of the view';
COMMENT ON COLUMN summary_view.about      IS 'ledger, caseload or people: what it rests on';
COMMENT ON COLUMN summary_view.years      IS 'View of the years that it may say something of';
COMMENT ON COLUMN summary_view.kept       IS 'View that computes what is kept: live_VIEW, or less where part of it is computed at every reading';
COMMENT ON COLUMN summary_view.definition IS 'Fingerprint of all that decides what is kept: views, functions, and the triggers of the tables. What is kept survives an upgrade while it stays the same';
COMMENT ON COLUMN summary_view.place      IS 'In which order they are refreshed: a view may read those before it';

CREATE TABLE IF NOT EXISTS summary_trigger (
    table_name   text NOT NULL,
    trigger_name text NOT NULL,
    enabled      text NOT NULL,
    partition_of text,
    PRIMARY KEY (table_name, trigger_name)
);
COMMENT ON TABLE  summary_trigger              IS 'Triggers that summaries rest on: while one is missing or not enabled as here, nothing kept is read';
COMMENT ON COLUMN summary_trigger.table_name   IS 'Table that it belongs to';
COMMENT ON COLUMN summary_trigger.trigger_name IS 'Name of the trigger';
COMMENT ON COLUMN summary_trigger.enabled      IS 'When it runs, as in pg_trigger.tgenabled: O (what is written here), R (what is replicated) or A (both)';
COMMENT ON COLUMN summary_trigger.partition_of IS 'The table of the mart that it is a partition of, whose trigger this is a copy of; NULL for a table of the mart';

-- A uuid, for what another server notes may be replicated to here. xmin tells who wrote a row
-- that lies here; one that a restore has written is known by its being another.
CREATE TABLE IF NOT EXISTS summary_note (
    id           uuid        PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
    kind         text        NOT NULL DEFAULT 'change',
    about        text        NOT NULL,
    organisation text        NOT NULL,
    fiscal_year  integer,
    effective_on date        NOT NULL DEFAULT '-infinity',
    noted_at     timestamptz NOT NULL DEFAULT pg_catalog.now(),
    noted_by     xid8        NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
    written_by   xid,
    triggers     integer,
    CONSTRAINT summary_note_kind_is_known CHECK (kind IN ('change', 'refresh')),
    CONSTRAINT summary_note_is_about_something_known CHECK (about IN ('ledger', 'caseload', 'people')),
    CONSTRAINT summary_note_of_a_refresh_is_of_a_year CHECK (kind = 'change' OR fiscal_year IS NOT NULL AND triggers IS NOT NULL)
);
CREATE INDEX IF NOT EXISTS summary_note_organisation ON summary_note (organisation, about, noted_at);
COMMENT ON TABLE  summary_note              IS 'What has been refreshed, and what has changed in the tables since then: the years of changes are computed afresh at every reading. Written by triggers and by refresh_social_mart';
COMMENT ON COLUMN summary_note.id           IS 'Of a refresh, what the rows are marked with that it made for the year';
COMMENT ON COLUMN summary_note.kind         IS 'change or refresh';
COMMENT ON COLUMN summary_note.about        IS 'ledger, caseload or people: which summaries rest on what changed, or were refreshed';
COMMENT ON COLUMN summary_note.organisation IS 'Organisation whose figures these are';
COMMENT ON COLUMN summary_note.fiscal_year  IS 'Fiscal year that was refreshed or that the change may show in; NULL for all';
COMMENT ON COLUMN summary_note.effective_on IS 'Day from which it shows: that of the change, the end of a month that was not over at the last refresh, or the day that a payment or episode which lay ahead then is of';
COMMENT ON COLUMN summary_note.noted_at     IS 'When the transaction began that noted it';
COMMENT ON COLUMN summary_note.noted_by     IS 'That transaction';
COMMENT ON COLUMN summary_note.written_by   IS 'Of a refresh, the transaction or savepoint that wrote the row itself';
COMMENT ON COLUMN summary_note.triggers     IS 'Of a refresh, how many triggers noted changes from then on';

-- Not a lock on the organisation itself: who changes that need not wait for a refresh, nor a refresh for him. Who has his
-- turn writes the row anew, so that a refresh which sees the mart as it was before that one is refused (40001).
CREATE TABLE IF NOT EXISTS summary_turn (
    organisation text        PRIMARY KEY,
    taken_at     timestamptz NOT NULL DEFAULT pg_catalog.now()
);
COMMENT ON TABLE  summary_turn              IS 'Whose turn it is to refresh an organisation: the session''s that holds its row locked. Others take the next one';
COMMENT ON COLUMN summary_turn.organisation IS 'Code of the organisation';
COMMENT ON COLUMN summary_turn.taken_at     IS 'When the transaction began that last refreshed it';

CREATE OR REPLACE FUNCTION readable_view(views text[], OUT role_id oid, OUT role text, OUT organisation text, OUT schema_name text,
                                       OUT relation regclass, OUT view_name text, OUT is_open boolean) RETURNS SETOF record
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT reader.role_id, reader.role, reader.organisation, reader.schema_name, c.oid::regclass, c.relname::text,
           EXISTS (SELECT FROM pg_catalog.aclexplode(c.relacl) a WHERE a.grantee = reader.role_id AND a.privilege_type = 'SELECT'::text)
    FROM view_reader() reader
    JOIN pg_catalog.pg_class c ON c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(reader.schema_name))::oid AND c.relkind = 'v'::"char" AND c.relname::text = ANY (views)
    WHERE NOT EXISTS (SELECT FROM summary_relation own WHERE own.relation_name = c.relname::text)
      AND (NOT EXISTS (SELECT FROM insider_view closed WHERE closed.view_name = c.relname::text)
           OR reader.is_insider);
END;
COMMENT ON FUNCTION readable_view(text[]) IS 'Which of the named views each reader and insider is to read, in which schema, and whether it was granted (is_open): all but parts of other views, and for readers all but those for insiders alone';

-- Before a trigger is made anew, which would hide that it was not as it should be.
CALL @extschema@.begin_summaries(pg_catalog.current_schema()::text);

-- What is kept of these years is true. To count the triggers takes about a millisecond; here, it would be planned with every view.
-- xideq() is the operator = of xid: of that, the planner would expect to find nothing.
CREATE OR REPLACE VIEW live_summary AS
SELECT r.id AS refresh, r.about, r.organisation, r.fiscal_year
FROM summary_note r
JOIN live_day d ON d.organisation = r.organisation
WHERE r.kind = 'refresh' AND pg_catalog.xideq(r.xmin, r.written_by)
  AND NOT EXISTS (SELECT FROM summary_note c
                  WHERE c.kind = 'change' AND c.about = r.about AND c.organisation = r.organisation AND c.fiscal_year = r.fiscal_year
                    AND c.effective_on <= d.today)
  AND NOT EXISTS (SELECT FROM summary_note c
                  WHERE c.kind = 'change' AND c.about = r.about AND c.organisation = r.organisation AND c.fiscal_year IS NULL)
  AND r.triggers = (SELECT @extschema@.triggers_in_place('summary_trigger'::regclass, pg_catalog.array_agg(e.table_name), pg_catalog.array_agg(e.trigger_name), pg_catalog.array_agg(e.enabled))
                    FROM summary_trigger e);
COMMENT ON VIEW   live_summary              IS 'A year of which what is kept is true, if it is there: refreshed here, nothing noted since, and whatever notes changes in place';
COMMENT ON COLUMN live_summary.refresh      IS 'What its rows are marked with';
COMMENT ON COLUMN live_summary.about        IS 'ledger, caseload or people';
COMMENT ON COLUMN live_summary.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_summary.fiscal_year  IS 'Fiscal year';

-- Its arguments: what the change is about, how many later years it may show in, and the
-- column that tells the year; without one it shows in all. Rows are only ever added here, so
-- that no writer waits for another, and none for a refresh. The last is the table that statements name.
--
-- Rows that a subscription applies, or that go through a table which this one inherits from or is
-- a part of, run no trigger of statements. For them it runs by row, while no statement of its own is seen.
--
-- It works as the owner, so that whoever may write a table need not be allowed to write
-- this one. Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION note_summary_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    about text := TG_ARGV[0];
    later_years integer := TG_ARGV[1];
    year_column text := TG_ARGV[2];
BEGIN
    IF TG_LEVEL = 'STATEMENT' AND TG_OP <> 'TRUNCATE' THEN
        -- The transaction's number, which nobody can have set for a database, a role or a session before.
        PERFORM set_config('social_services.statement_of_' || TG_ARGV[3], CASE TG_WHEN WHEN 'BEFORE' THEN pg_current_xact_id()::text ELSE '' END, true);
        IF TG_WHEN = 'BEFORE' THEN
            RETURN NULL;
        END IF;
    END IF;
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('INSERT INTO %1$I.summary_note (about, organisation) SELECT $1, organisation FROM %1$I.organisation', TG_TABLE_SCHEMA)
            USING about;
        RETURN NULL;
    END IF;
    -- A scenario stays in its year until this is committed, and a month too: FOR KEY SHARE, as a foreign key holds it.
    -- What this transaction has noted before need not be noted again. Of a month that is not over (effective_on) that says nothing.
    EXECUTE format(
        'INSERT INTO %1$I.summary_note (about, organisation, fiscal_year)
         SELECT DISTINCT $1, r.organisation, y.fiscal_year + later
         FROM (SELECT DISTINCT %2$s FROM (%3$s) c) r
         CROSS JOIN LATERAL (SELECT %4$s) AS y(fiscal_year)
         CROSS JOIN generate_series(0, $2) AS later
         WHERE NOT EXISTS (SELECT FROM %1$I.summary_note n
                           WHERE n.organisation = r.organisation AND n.about = $1
                             AND (n.fiscal_year = y.fiscal_year + later OR n.fiscal_year IS NULL AND y.fiscal_year IS NULL)
                             AND n.noted_at = now() AND n.noted_by = pg_current_xact_id() AND n.kind = ''change'' AND n.effective_on = ''-infinity'')',
        TG_TABLE_SCHEMA, 'organisation' || coalesce(', ' || quote_ident(nullif(year_column, '')), ''),
        CASE WHEN TG_LEVEL = 'STATEMENT' THEN
                  CASE TG_OP WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
                             WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
                             ELSE 'SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows' END
             ELSE CASE TG_OP WHEN 'INSERT' THEN 'SELECT ($4).*'
                             WHEN 'DELETE' THEN 'SELECT ($3).*'
                             ELSE 'SELECT ($3).* UNION ALL SELECT ($4).*' END END,
        CASE year_column WHEN 'fiscal_year' THEN 'r.fiscal_year'
                         WHEN 'from_year' THEN 'r.from_year'
                         -- Moved so that the year begins in January.
                         WHEN 'month' THEN format('(SELECT EXTRACT(year FROM r.month + make_interval(months => (13 - o.fiscal_year_start) %% 12))::integer
                                                    FROM %I.organisation o WHERE o.organisation = r.organisation FOR KEY SHARE)', TG_TABLE_SCHEMA)
                         WHEN 'scenario' THEN format('(SELECT s.fiscal_year FROM %I.scenario s
                                                       WHERE s.organisation = r.organisation AND s.code = r.scenario FOR KEY SHARE)', TG_TABLE_SCHEMA)
                         ELSE 'NULL::integer' END)
        USING about, later_years, OLD, NEW;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION note_summary_change() FROM PUBLIC;
COMMENT ON FUNCTION note_summary_change() IS 'Notes for which organisations and years a change makes summaries stale. 42501 for a table of another owner';

-- Which months are over depends on it, and in which year a month lies.
CREATE OR REPLACE TRIGGER organisation_changes_ledger_summaries AFTER UPDATE ON organisation
    FOR EACH ROW WHEN (OLD.time_zone <> NEW.time_zone OR OLD.fiscal_year_start <> NEW.fiscal_year_start) EXECUTE FUNCTION note_summary_change('ledger', '0', '');
ALTER TABLE organisation ENABLE ALWAYS TRIGGER organisation_changes_ledger_summaries;
CREATE OR REPLACE TRIGGER organisation_changes_caseload_summaries AFTER UPDATE ON organisation
    FOR EACH ROW WHEN (OLD.fiscal_year_start <> NEW.fiscal_year_start OR OLD.minimum_shown IS DISTINCT FROM NEW.minimum_shown)
    EXECUTE FUNCTION note_summary_change('caseload', '0', '');
ALTER TABLE organisation ENABLE ALWAYS TRIGGER organisation_changes_caseload_summaries;
CREATE OR REPLACE TRIGGER organisation_changes_people_summaries AFTER UPDATE ON organisation
    FOR EACH ROW WHEN (OLD.time_zone <> NEW.time_zone OR OLD.fiscal_year_start <> NEW.fiscal_year_start) EXECUTE FUNCTION note_summary_change('people', '0', '');
ALTER TABLE organisation ENABLE ALWAYS TRIGGER organisation_changes_people_summaries;

-- Nothing but the mart's own procedures writes what is kept, whoever was granted what. Notes of
-- changes are written by the triggers of other tables. What another server keeps is not taken
-- over: of replicated rows there may be others here than there.
CREATE OR REPLACE FUNCTION refuse_change_of_kept() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) = current_user
       AND (current_setting('social_services.writes_summaries', true) = 'on'
            OR TG_OP = 'INSERT' AND TG_ARGV[0] = 'notes' AND pg_trigger_depth() > 1) THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_LEVEL = 'ROW' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'object_not_in_prerequisite_state',
        MESSAGE = format('rows of %s are written by refresh_social_mart alone', TG_TABLE_NAME),
        HINT = format('Change the tables that the views read, then CALL refresh_social_mart(%L). To compute all anew, CALL refresh_social_mart(%1$L, anew => true).', TG_TABLE_SCHEMA),
        SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_change_of_kept() IS 'Refuses to write what only refresh_social_mart and upgrade_social_mart write (55000), and passes over what another server has written of it';

-- Keys are held, and changes told, by triggers of the table that is divided. Not where rows are replicated (ENABLE), nor of a table that is no part any more.
CREATE OR REPLACE FUNCTION refuse_write_of_partition() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NOT (SELECT c.relispartition FROM pg_class c WHERE c.oid = TG_RELID)
       OR current_setting('social_services.moves_rows', true) = 'on' AND (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) = current_user THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'object_not_in_prerequisite_state',
        MESSAGE = format('rows of partition %s are written through table %s, which holds them to its keys', TG_TABLE_NAME, TG_ARGV[0]),
        HINT = format('Name %I.%I in the statement; where a dump of data alone is restored, make that with pg_dump --load-via-partition-root.', TG_TABLE_SCHEMA, TG_ARGV[0]),
        SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_write_of_partition() IS 'Refuses INSERT, UPDATE and DELETE that name a partition and not its table (55000)';

-- What it says is put in once all summaries are there (start_summaries). It depends on each of them; without it one can be made anew.
CREATE OR REPLACE VIEW stale_summary AS
SELECT NULL::text AS about, NULL::text AS organisation, NULL::integer AS fiscal_year WHERE false;
