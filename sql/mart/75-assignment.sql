-- assignment: what a board was told to do, by whom and until when

CREATE TABLE IF NOT EXISTS assignment (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    title        text    NOT NULL,
    source       text    NOT NULL,
    decided_by   text    NOT NULL,
    responsible  text,
    due_on       date,
    status       text    NOT NULL DEFAULT 'open',
    duplicate_of text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT assignment_duplicate_of_fkey FOREIGN KEY (organisation, duplicate_of) REFERENCES assignment,
    CONSTRAINT assignment_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT assignment_title_is_not_blank CHECK (btrim(title) <> ''),
    CONSTRAINT assignment_due_on_is_finite CHECK (isfinite(due_on)),
    CONSTRAINT assignment_status_is_known CHECK (status IN ('open', 'done', 'cancelled')),
    CONSTRAINT assignment_is_no_duplicate_of_itself CHECK (duplicate_of <> code)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'assignment'::text, '{code}'::text[], '{title,source,decided_by,responsible}'::text[]);
COMMENT ON TABLE  assignment              IS 'What a board was told to do';
COMMENT ON COLUMN assignment.organisation IS 'Organisation that the board belongs to';
COMMENT ON COLUMN assignment.code         IS 'Code of the assignment, unique within the organisation';
COMMENT ON COLUMN assignment.title        IS 'What is to be done, for people';
COMMENT ON COLUMN assignment.source       IS 'Document that it comes from';
COMMENT ON COLUMN assignment.decided_by   IS 'Body that decided it';
COMMENT ON COLUMN assignment.responsible  IS 'Body or bodies that are to do it';
COMMENT ON COLUMN assignment.due_on       IS 'Day by which it is to be done, or NULL where none is set';
COMMENT ON COLUMN assignment.status       IS 'open, done or cancelled';
COMMENT ON COLUMN assignment.duplicate_of IS 'Code of the assignment that this one repeats, where the source lists it twice; else NULL';

CREATE OR REPLACE VIEW assignment_status AS
SELECT a.organisation,
       a.title,
       a.source,
       a.decided_by,
       a.responsible,
       a.due_on,
       a.status,
       CASE WHEN a.status = 'open' THEN a.due_on - d.today END              AS days_left,
       coalesce(a.status = 'open' AND a.due_on < d.today, false)            AS overdue,
       a.code                                                               AS assignment_code,
       a.duplicate_of
FROM assignment a
JOIN live_day d ON d.organisation = a.organisation;
COMMENT ON VIEW   assignment_status                 IS 'An assignment, and how many days are left today';
COMMENT ON COLUMN assignment_status.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN assignment_status.title           IS 'What is to be done';
COMMENT ON COLUMN assignment_status.source          IS 'Document that it comes from';
COMMENT ON COLUMN assignment_status.decided_by      IS 'Body that decided it';
COMMENT ON COLUMN assignment_status.responsible     IS 'Body or bodies that are to do it';
COMMENT ON COLUMN assignment_status.due_on          IS 'Day by which it is to be done';
COMMENT ON COLUMN assignment_status.status          IS 'open, done or cancelled';
COMMENT ON COLUMN assignment_status.days_left       IS 'Days from today to due_on, negative when it has passed; NULL where it is not open or has no such day';
COMMENT ON COLUMN assignment_status.overdue         IS 'Whether it is open and due_on has passed';
COMMENT ON COLUMN assignment_status.assignment_code IS 'Code of the assignment';
COMMENT ON COLUMN assignment_status.duplicate_of    IS 'Code of the assignment that this one repeats, where the source lists it twice; count only rows where this is NULL';
