-- decision_log: what was decided, about what, and what was to be done because of it

-- A decision that is cancelled keeps its number, and is the latest of none: the one before it holds again.

CREATE OR REPLACE VIEW decision_log AS
WITH decision AS (
    SELECT item.*,
           pg_catalog.row_number() OVER by_day AS number,
           item.status <> 'cancelled'
           AND pg_catalog.count(*) FILTER (WHERE item.status <> 'cancelled') OVER (by_day ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) = 0 AS is_last
    FROM register_item item
    -- Item 9 comes before item 12.
    CROSS JOIN LATERAL (SELECT ARRAY(SELECT found.digits[1]::numeric
                                     FROM pg_catalog.regexp_matches(item.meeting_item, '[0-9]+'::text, 'g'::text) WITH ORDINALITY AS found(digits, place)
                                     ORDER BY found.place)) AS minutes(numbers)
    WHERE item.decided_on IS NOT NULL
    WINDOW by_day AS (PARTITION BY item.organisation, coalesce(item.about, item.code), item.about IS NULL
                      ORDER BY item.decided_on, item.meeting_item IS NULL, minutes.numbers, item.meeting_item, item.code)
)
SELECT decision.organisation,
       decision.decided_on,
       decision.decided_by,
       decision.meeting_item,
       decision.code                                            AS decision_code,
       decision.kind                                            AS kind_code,
       decision.title                                           AS decision,
       decision.about                                           AS about_code,
       about.kind                                               AS about_kind_code,
       about.title                                              AS about_title,
       CASE WHEN decision.about IS NOT NULL THEN decision.number::integer END AS decision_number,
       decision.is_last                                         AS is_latest,
       decision.report_as_of,
       decision.report_version,
       given.assignments::integer                               AS assignments,
       given.open_assignments::integer                          AS open_assignments,
       decision.amount::numeric(18,2)                           AS amount,
       decision.status,
       decision.source
FROM decision
LEFT JOIN register_item about ON about.organisation = decision.organisation AND about.code = decision.about
CROSS JOIN LATERAL (SELECT pg_catalog.count(assignment.code) AS assignments, pg_catalog.count(CASE WHEN assignment.status = 'open' THEN assignment.code END) AS open_assignments
                    FROM assignment
                    WHERE assignment.organisation = decision.organisation AND assignment.decision = decision.code AND assignment.duplicate_of IS NULL) given;
COMMENT ON VIEW   decision_log                  IS 'A decision: an item of any kind that has a day of a meeting and a body';
COMMENT ON COLUMN decision_log.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN decision_log.decided_on       IS 'Day of the meeting';
COMMENT ON COLUMN decision_log.decided_by       IS 'Body that decided it';
COMMENT ON COLUMN decision_log.meeting_item     IS 'Item of the minutes';
COMMENT ON COLUMN decision_log.decision_code    IS 'Code of the decision';
COMMENT ON COLUMN decision_log.kind_code        IS 'Code of its kind';
COMMENT ON COLUMN decision_log.decision         IS 'What was decided';
COMMENT ON COLUMN decision_log.about_code       IS 'Code of the item that it is about; NULL where it is about none in the registers';
COMMENT ON COLUMN decision_log.about_kind_code  IS 'Code of the kind of that';
COMMENT ON COLUMN decision_log.about_title      IS 'What that is';
COMMENT ON COLUMN decision_log.decision_number  IS 'Number among the decisions about the same item, by day, item of the minutes and code; NULL where it is about none';
COMMENT ON COLUMN decision_log.is_latest        IS 'Whether it is the last of them that is not cancelled, or about no item and not cancelled';
COMMENT ON COLUMN decision_log.report_as_of     IS 'Date of the interim report that was before the meeting';
COMMENT ON COLUMN decision_log.report_version   IS 'Version of it';
COMMENT ON COLUMN decision_log.assignments      IS 'How many assignments rest on it, those listed twice once';
COMMENT ON COLUMN decision_log.open_assignments IS 'How many of them are open';
COMMENT ON COLUMN decision_log.amount           IS 'Amount; register_kind.amount_is says of what';
COMMENT ON COLUMN decision_log.status           IS 'open, done or cancelled';
COMMENT ON COLUMN decision_log.source           IS 'Document that it comes from';
