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
    decision     text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT assignment_duplicate_of_fkey FOREIGN KEY (organisation, duplicate_of) REFERENCES assignment,
    CONSTRAINT assignment_decision_fkey FOREIGN KEY (organisation, decision) REFERENCES register_item,
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
COMMENT ON COLUMN assignment.decision     IS 'Code of the decision (register_item) that it rests on, or NULL';

CREATE TABLE IF NOT EXISTS assignment_report (
    organisation text NOT NULL,
    assignment   text NOT NULL,
    due_on       date NOT NULL,
    reported_on  date,
    decision     text,
    PRIMARY KEY (organisation, assignment, due_on),
    CONSTRAINT assignment_report_assignment_fkey FOREIGN KEY (organisation, assignment) REFERENCES assignment,
    CONSTRAINT assignment_report_decision_fkey FOREIGN KEY (organisation, decision) REFERENCES register_item,
    CONSTRAINT assignment_report_due_on_is_finite CHECK (isfinite(due_on)),
    CONSTRAINT assignment_report_reported_on_is_finite CHECK (isfinite(reported_on))
);
COMMENT ON TABLE  assignment_report              IS 'Days on which an assignment is to be reported back, and when it was';
COMMENT ON COLUMN assignment_report.organisation IS 'Organisation that the board belongs to';
COMMENT ON COLUMN assignment_report.assignment   IS 'Code of the assignment';
COMMENT ON COLUMN assignment_report.due_on       IS 'Day by which it is to be reported back';
COMMENT ON COLUMN assignment_report.reported_on  IS 'Day on which it was, before or after; NULL where it was not yet';
COMMENT ON COLUMN assignment_report.decision     IS 'Code of the decision (register_item) on that report, or NULL';

-- A decision that readers do not see is none to them.
CREATE OR REPLACE VIEW live_released_assignment AS
SELECT told.organisation, told.code, told.title, told.source, told.decided_by, told.responsible, told.due_on, told.status, told.duplicate_of, decision.code AS decision
FROM assignment told
LEFT JOIN live_released_register_item decision ON decision.organisation = told.organisation AND decision.code = told.decision;
COMMENT ON VIEW   live_released_assignment              IS 'An assignment as readers see it';
COMMENT ON COLUMN live_released_assignment.organisation IS 'Organisation that the board belongs to';
COMMENT ON COLUMN live_released_assignment.code         IS 'Code of the assignment';
COMMENT ON COLUMN live_released_assignment.title        IS 'What is to be done';
COMMENT ON COLUMN live_released_assignment.source       IS 'Document that it comes from';
COMMENT ON COLUMN live_released_assignment.decided_by   IS 'Body that decided it';
COMMENT ON COLUMN live_released_assignment.responsible  IS 'Body or bodies that are to do it';
COMMENT ON COLUMN live_released_assignment.due_on       IS 'Day by which it is to be done';
COMMENT ON COLUMN live_released_assignment.status       IS 'open, done or cancelled';
COMMENT ON COLUMN live_released_assignment.duplicate_of IS 'Code of the assignment that this one repeats';
COMMENT ON COLUMN live_released_assignment.decision     IS 'Code of the decision, where that is told';

CREATE OR REPLACE VIEW live_released_assignment_report AS
SELECT told.organisation, told.assignment, told.due_on, told.reported_on, decision.code AS decision
FROM assignment_report told
LEFT JOIN live_released_register_item decision ON decision.organisation = told.organisation AND decision.code = told.decision;
COMMENT ON VIEW   live_released_assignment_report              IS 'A day of reporting back as readers see it';
COMMENT ON COLUMN live_released_assignment_report.organisation IS 'Organisation that the board belongs to';
COMMENT ON COLUMN live_released_assignment_report.assignment   IS 'Code of the assignment';
COMMENT ON COLUMN live_released_assignment_report.due_on       IS 'Day by which it is to be reported back';
COMMENT ON COLUMN live_released_assignment_report.reported_on  IS 'Day on which it was';
COMMENT ON COLUMN live_released_assignment_report.decision     IS 'Code of the decision, where that is told';

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
       a.duplicate_of,
       a.decision                                                           AS decision_code,
       decision.decided_on,
       r.reports::integer                                                   AS reports,
       r.reported::integer                                                  AS reported,
       CASE WHEN a.status = 'open' THEN r.next_report_on END                AS next_report_on,
       coalesce(a.status = 'open' AND r.next_report_on < d.today, false)    AS report_overdue
FROM assignment a
JOIN live_day d ON d.organisation = a.organisation
LEFT JOIN register_item decision ON decision.organisation = a.organisation AND decision.code = a.decision
CROSS JOIN LATERAL (SELECT pg_catalog.count(report.due_on) AS reports, pg_catalog.count(report.reported_on) AS reported,
                           min(CASE WHEN report.reported_on IS NULL THEN report.due_on END) AS next_report_on
                    FROM assignment_report report
                    WHERE report.organisation = a.organisation AND report.assignment = a.code) r;
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
COMMENT ON COLUMN assignment_status.decision_code   IS 'Code of the decision that it rests on; NULL where none is said';
COMMENT ON COLUMN assignment_status.decided_on      IS 'Day of that decision';
COMMENT ON COLUMN assignment_status.reports         IS 'On how many days it is to be reported back';
COMMENT ON COLUMN assignment_status.reported        IS 'On how many of these it was';
COMMENT ON COLUMN assignment_status.next_report_on  IS 'First day on which it is to be reported back and was not; NULL where there is none, or it is not open';
COMMENT ON COLUMN assignment_status.report_overdue  IS 'Whether that day has passed';
