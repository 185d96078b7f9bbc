-- register_status: each item of the registers as it stands today, and what was changed in it

CREATE OR REPLACE VIEW register_status AS
WITH standing AS (
    SELECT item.*, day.today, day.fiscal_year_start,
           CASE WHEN item.status <> 'open'        THEN item.status
                WHEN item.to_day < day.today      THEN 'ended'
                WHEN item.from_day > day.today    THEN 'to come'
                ELSE 'open' END AS state
    FROM register_item item
    JOIN live_day day ON day.organisation = item.organisation
)
SELECT standing.organisation,
       standing.kind                                           AS kind_code,
       kind.name                                               AS kind,
       standing.code                                           AS item_code,
       standing.title,
       standing.owner,
       standing.unit                                           AS unit_code,
       unit.name                                               AS unit,
       standing.from_day,
       standing.to_day,
       standing.status,
       standing.state,
       standing.review_by,
       CASE WHEN standing.state IN ('open', 'to come') THEN standing.review_by - standing.today END AS days_to_review,
       coalesce(standing.state IN ('open', 'to come') AND standing.review_by < standing.today, false) AS review_overdue,
       CASE WHEN standing.state IN ('open', 'to come') THEN standing.to_day - standing.today END AS days_left,
       coalesce(standing.state IN ('open', 'to come')
                AND standing.to_day <= @extschema@.fiscal_year_end(@extschema@.fiscal_year(standing.today, standing.fiscal_year_start), standing.fiscal_year_start), false) AS ends_this_year,
       standing.likelihood,
       standing.consequence,
       standing.likelihood * standing.consequence              AS risk,
       standing.amount::numeric(18,2)                          AS amount,
       kind.amount_is,
       standing.measure,
       standing.sample,
       standing.deviations,
       @extschema@.ratio(standing.deviations::numeric, standing.sample::numeric)::numeric(12,6) AS deviation_share,
       standing.about                                          AS about_code,
       decided.decisions::integer                              AS decisions,
       decided.last_decided_on,
       standing.source
FROM standing
JOIN register_kind kind ON kind.organisation = standing.organisation AND kind.code = standing.kind
LEFT JOIN unit ON unit.organisation = standing.organisation AND unit.code = standing.unit
CROSS JOIN LATERAL (SELECT pg_catalog.count(decision.decided_on) AS decisions, max(CASE WHEN decision.status <> 'cancelled' THEN decision.decided_on END) AS last_decided_on
                    FROM register_item decision
                    WHERE decision.organisation = standing.organisation AND decision.about = standing.code) decided;
COMMENT ON VIEW   register_status                 IS 'An item of the registers as it stands today: what is to be reviewed, what ends and what it costs';
COMMENT ON COLUMN register_status.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN register_status.kind_code       IS 'Code of its kind';
COMMENT ON COLUMN register_status.kind            IS 'Name of its kind';
COMMENT ON COLUMN register_status.item_code       IS 'Code of the item';
COMMENT ON COLUMN register_status.title           IS 'What it is';
COMMENT ON COLUMN register_status.owner           IS 'Body or post that is to look after it';
COMMENT ON COLUMN register_status.unit_code       IS 'Code of the unit that it concerns, or NULL for the whole organisation';
COMMENT ON COLUMN register_status.unit            IS 'Name of the unit';
COMMENT ON COLUMN register_status.from_day        IS 'First day that it holds';
COMMENT ON COLUMN register_status.to_day          IS 'Last day that it holds, or NULL where it does not end';
COMMENT ON COLUMN register_status.status          IS 'open, done or cancelled, as it was written';
COMMENT ON COLUMN register_status.state           IS 'The same as of today: of open ones, ended where to_day has passed, to come where from_day has not';
COMMENT ON COLUMN register_status.review_by       IS 'Day by which it is to be looked at again';
COMMENT ON COLUMN register_status.days_to_review  IS 'Days from today until then, negative when it has passed; NULL where there is no such day, and of what is done, cancelled or ended';
COMMENT ON COLUMN register_status.review_overdue  IS 'Whether that day has passed and it still holds, or is to come';
COMMENT ON COLUMN register_status.days_left       IS 'Days from today to to_day; NULL as for days_to_review';
COMMENT ON COLUMN register_status.ends_this_year  IS 'Whether it holds, or is to come, and ends before the fiscal year of today is over';
COMMENT ON COLUMN register_status.likelihood      IS 'Level of its likelihood; NULL where it is not assessed';
COMMENT ON COLUMN register_status.consequence     IS 'Level of its consequence; NULL where it is not assessed';
COMMENT ON COLUMN register_status.risk            IS 'The one times the other; NULL where one of them is';
COMMENT ON COLUMN register_status.amount          IS 'Amount; amount_is says of what';
COMMENT ON COLUMN register_status.amount_is       IS 'What the amount is: cost of a year, damage if it happens';
COMMENT ON COLUMN register_status.measure         IS 'What is done about it';
COMMENT ON COLUMN register_status.sample          IS 'Of a control, how many were looked at';
COMMENT ON COLUMN register_status.deviations      IS 'In how many of them something was wrong';
COMMENT ON COLUMN register_status.deviation_share IS 'Which share of them that is; NULL where none was looked at, or it is not said';
COMMENT ON COLUMN register_status.about_code      IS 'Code of the item that it is about';
COMMENT ON COLUMN register_status.decisions       IS 'How many decisions are about it';
COMMENT ON COLUMN register_status.last_decided_on IS 'Day of the last of them that is not cancelled';
COMMENT ON COLUMN register_status.source          IS 'Document that it comes from';

-- Every cell, so that a matrix has no holes; and a line for what is not assessed, in whole or in part.
CREATE OR REPLACE VIEW risk_matrix AS
WITH cell AS (
    SELECT likelihood.organisation, likelihood.kind, likelihood.level AS likelihood, likelihood.likelihood AS likelihood_name, consequence.level AS consequence, consequence.consequence AS consequence_name
    FROM register_level likelihood
    JOIN register_level consequence ON consequence.organisation = likelihood.organisation AND consequence.kind = likelihood.kind
    UNION ALL
    SELECT DISTINCT level.organisation, level.kind, NULL::integer AS likelihood, NULL::text AS likelihood_name, NULL::integer AS consequence, NULL::text AS consequence_name
    FROM register_level level
), held AS (
    SELECT status.organisation, status.kind_code, status.title, status.amount,
           CASE WHEN status.risk IS NOT NULL THEN status.likelihood END AS likelihood, CASE WHEN status.risk IS NOT NULL THEN status.consequence END AS consequence
    FROM register_status status
    WHERE status.state IN ('open', 'to come')
)
SELECT cell.organisation,
       cell.kind                                       AS kind_code,
       kind.name                                       AS kind,
       cell.likelihood,
       cell.likelihood_name,
       cell.consequence,
       cell.consequence_name,
       cell.likelihood * cell.consequence              AS risk,
       pg_catalog.count(held.title)::integer           AS items,
       pg_catalog.string_agg(held.title, '; ' ORDER BY held.title) AS titles,
       sum(held.amount)::numeric(18,2)                 AS amount,
       (pg_catalog.count(held.title) - pg_catalog.count(held.amount))::integer AS without_amount
FROM cell
JOIN register_kind kind ON kind.organisation = cell.organisation AND kind.code = cell.kind
LEFT JOIN held ON held.organisation = cell.organisation AND held.kind_code = cell.kind
              AND held.likelihood IS NOT DISTINCT FROM cell.likelihood AND held.consequence IS NOT DISTINCT FROM cell.consequence
GROUP BY cell.organisation, cell.kind, kind.name, cell.likelihood, cell.likelihood_name, cell.consequence, cell.consequence_name;
COMMENT ON VIEW   risk_matrix                  IS 'A likelihood and consequence of a kind that is assessed, and the items there that hold or are to come; and one line for those that are not assessed';
COMMENT ON COLUMN risk_matrix.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN risk_matrix.kind_code        IS 'Code of the kind';
COMMENT ON COLUMN risk_matrix.kind             IS 'Name of the kind';
COMMENT ON COLUMN risk_matrix.likelihood       IS 'Level of the likelihood; NULL for items of which one of the two is not assessed';
COMMENT ON COLUMN risk_matrix.likelihood_name  IS 'What the level means';
COMMENT ON COLUMN risk_matrix.consequence      IS 'Level of the consequence; NULL as likelihood';
COMMENT ON COLUMN risk_matrix.consequence_name IS 'What the level means';
COMMENT ON COLUMN risk_matrix.risk             IS 'The one times the other';
COMMENT ON COLUMN risk_matrix.items            IS 'How many items are there, 0 where none';
COMMENT ON COLUMN risk_matrix.titles           IS 'What they are';
COMMENT ON COLUMN risk_matrix.amount           IS 'Sum of the amounts that are known; NULL where none is';
COMMENT ON COLUMN risk_matrix.without_amount   IS 'How many of the items have none';

CREATE OR REPLACE VIEW register_history AS
WITH numbered AS (
    SELECT change.organisation, change.code, change.change, change.was, change.became, change.changed_by, (change.changed_at AT TIME ZONE organisation.time_zone)::date AS changed_on,
           pg_catalog.row_number() OVER (PARTITION BY change.organisation, change.code ORDER BY change.id) AS number
    FROM register_change change
    JOIN organisation ON organisation.organisation = change.organisation
)
SELECT numbered.organisation,
       numbered.code                                         AS item_code,
       numbered.number::integer                              AS change_number,
       numbered.changed_on,
       numbered.changed_by,
       numbered.change,
       was.key                                               AS column_name,
       was.value                                             AS was,
       numbered.became ->> was.key                           AS became
FROM numbered
CROSS JOIN LATERAL pg_catalog.jsonb_each_text(numbered.was) AS was(key, value)
WHERE NOT (numbered.change = 'removed' AND was.key IN ('organisation', 'code'));
COMMENT ON VIEW   register_history               IS 'What a column of an item was before a change; of an item that was removed, all columns that it had. Readers of a released mart see none';
COMMENT ON COLUMN register_history.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN register_history.item_code     IS 'Code that the item had before';
COMMENT ON COLUMN register_history.change_number IS 'Number among the changes of the item, from 1';
COMMENT ON COLUMN register_history.changed_on    IS 'Day of the change';
COMMENT ON COLUMN register_history.changed_by    IS 'Role that did it';
COMMENT ON COLUMN register_history.change        IS 'changed or removed';
COMMENT ON COLUMN register_history.column_name   IS 'Column of register_item';
COMMENT ON COLUMN register_history.was           IS 'What it was, NULL where it was empty';
COMMENT ON COLUMN register_history.became        IS 'What it became, NULL where it is empty, and where the item was removed';
