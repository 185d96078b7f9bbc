-- Creates the mart `lund` and loads the figures of Lund 2023 into it.
--
--   cd examples/lund-2023
--   psql -d DATABASE -f load.sql
--   psql -d DATABASE -v reader=ROLE -f load.sql     the role may then read all views
--
-- The extension must be there: CREATE EXTENSION social_services. Everything or
-- nothing is loaded. README.md says where each file comes from.

\set ON_ERROR_STOP on
\if :{?reader} \else \set reader '' \endif

BEGIN;

-- All of it has been published, and none of it is about few: whoever reads it may see it as it is.
CALL create_social_mart('lund', organisation => '1281', organisation_name => 'Lund', insider => nullif(:'reader', ''));
SET LOCAL search_path = lund;

\copy unit (code, name, parent) FROM 'unit.csv' WITH (FORMAT csv, HEADER match)
-- The plan for 2023, below its table of appropriations: activities of children, young people and families moved from 2023 to the
-- staff (coordinators) and to adults (the unit 18-24). It does not say how much of the appropriation they were: no share.
\copy unit_succession (unit, successor, from_year, share) FROM 'unit_succession.csv' WITH (FORMAT csv, HEADER match)
\copy budget_head (code, name, parent, statutory, pool, floor_ratio, priority, contingency) FROM 'budget_head.csv' WITH (FORMAT csv, HEADER match)
\copy scenario (code, kind, fiscal_year, as_of, adopted, stated_total) FROM 'scenario.csv' WITH (FORMAT csv, HEADER match)
\copy ledger (scenario, unit, head, flow, amount) FROM 'ledger.csv' WITH (FORMAT csv, HEADER match)
\copy transfer_rule (from_head, to_head, max_amount, cost, source) FROM 'transfer_rule.csv' WITH (FORMAT csv, HEADER match)
\copy appropriation (fiscal_year, unit, amount) FROM 'appropriation.csv' WITH (FORMAT csv, HEADER match)
\copy budget_change (fiscal_year, unit, head, cause, amount, temporary) FROM 'budget_change.csv' WITH (FORMAT csv, HEADER match)
\copy budget_driver (fiscal_year, unit, head, driver, cause, part_of, amount, gap, until_year) FROM 'budget_driver.csv' WITH (FORMAT csv, HEADER match)
\copy stated_driver (scenario, cause, amount) FROM 'stated_driver.csv' WITH (FORMAT csv, HEADER match)
\copy household_plan (fiscal_year, opening_households, closing_households, expected_households, cost_per_household, budget, norm_gap) FROM 'household_plan.csv' WITH (FORMAT csv, HEADER match)
\copy goal (code, name, parent) FROM 'goal.csv' WITH (FORMAT csv, HEADER match)
\copy indicator (code, goal, name, measure, direction, counted, baseline, due_at_year_end) FROM 'indicator.csv' WITH (FORMAT csv, HEADER match)
\copy indicator_value (fiscal_year, indicator, outcome, target) FROM 'indicator_value.csv' WITH (FORMAT csv, HEADER match)
\copy register_kind (code, name, amount_is, told_to_readers) FROM 'register_kind.csv' WITH (FORMAT csv, HEADER match)
\copy register_item (code, kind, title, owner, unit, from_day, to_day, review_by, status, amount, measure, about, decided_on, decided_by, meeting_item, report_as_of, report_version, source) FROM 'register_item.csv' WITH (FORMAT csv, HEADER match)
\copy assignment (code, title, source, decided_by, responsible, due_on, duplicate_of, decision) FROM 'assignment.csv' WITH (FORMAT csv, HEADER match)
\copy assignment_report (assignment, due_on, reported_on) FROM 'assignment_report.csv' WITH (FORMAT csv, HEADER match)
\copy key_figure (code, name, unit_of_measure, decimals, direction, aggregation, source, definition) FROM 'key_figure.csv' WITH (FORMAT csv, HEADER match)
\copy key_figure_value (key_figure, period_kind, period_start, value, status, published_on) FROM 'key_figure_value.csv' WITH (FORMAT csv, HEADER match)
\copy published_figure (document, table_code, row_label, column_label, printed, amount, printed_to, measure) FROM 'published_figure.csv' WITH (FORMAT csv, HEADER match)
\copy published_relation (document, table_code, row_label, column_label, relation, basis, term, factor, part_document, part_table_code, part_row_label, part_column_label, inferred) FROM 'published_relation.csv' WITH (FORMAT csv, HEADER match)
-- Names are in English here; to read all of it in Swedish: UPDATE lund.organisation SET language = 'sv'.
\copy translation (language, table_name, column_name, code, name) FROM 'translation.csv' WITH (FORMAT csv, HEADER match)

COMMIT;

ANALYZE lund.unit, lund.unit_succession, lund.budget_head, lund.scenario, lund.ledger, lund.transfer_rule, lund.appropriation, lund.budget_change,
        lund.stated_driver, lund.household_plan, lund.goal, lund.indicator, lund.indicator_value,
        lund.register_item, lund.assignment, lund.key_figure_value, lund.published_figure, lund.published_relation, lund.translation;

-- What the mart says of April 2023, kept as it is: SELECT interim_report('lund', '2023-04-30').
CALL publish_interim_report('lund', '2023-04-30');

-- What views that read much say, kept for the next reader: after every load.
CALL refresh_social_mart('lund');
