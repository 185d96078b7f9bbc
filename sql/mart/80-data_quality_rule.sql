-- data_quality_rule: what is looked for in the figures, told once

-- Of each organisation, so that readers of one see them as all else.
CREATE OR REPLACE VIEW data_quality_rule AS
-- In other languages than English they are labels.
SELECT organisation.organisation, known.rule, known.severity,
       coalesce((SELECT label.text FROM label WHERE label.language = organisation.language AND label.area = 'rule' AND label.code = known.rule), known.what) AS what,
       coalesce((SELECT label.text FROM label WHERE label.language = organisation.language AND label.area = 'rule_to_do' AND label.code = known.rule), known.what_to_do) AS what_to_do
FROM organisation
CROSS JOIN (VALUES
    ('negative_revenue'::text, 'error'::text, 'Revenue adds up to less than 0'::text,
     'Books write revenue with a minus, here it is positive: load it again with the sign turned. If more was really paid back than came in, leave it.'::text),
    ('percent_as_number', 'error', 'A percent is written as a number above 1.5',
     'Write percent as fractions: 0.9 for 90 %.'),
    ('target_hundredfold', 'error', 'A target and its outcome are some hundred times apart',
     'Give both in the same measure: percent as fractions, or both in thousands or neither.'),
    ('measure_of_key_figure', 'error', 'An indicator is in another measure than its key figure',
     'Correct indicator.measure or key_figure.unit_of_measure. Until then nothing is taken from the key figure: 0.91 and 91 would be held against one target.'),
    ('period_of_key_figure', 'warning', 'An indicator''s key figure has periods that are not those of the fiscal year',
     'Publish it by months, or by quarters and years that begin with those of organisation.fiscal_year_start. Such a quarter is not taken; a year counts in the fiscal year that it begins in, where no other begins with that.'),
    ('missing_month', 'error', 'An outcome has no bookings in a month, but before and after it',
     'Load the month. Until then what it cost counts as saved.'),
    ('supplement_without_budget', 'error', 'A supplement adds to no budget',
     'Load the budget that it adds to, or correct the day on which either was decided (as_of), adopted, or the kind: a first budget is a budget. Until then it counts nowhere.'),
    ('missing_month_of_unit', 'warning', 'A unit and head has no bookings in a month, but before and after it',
     'Load what is missing. If there was nothing to book, leave it.'),
    ('lags', 'warning', 'A unit and head is booked later than the others',
     'Load its last months. If nothing more comes, say so with a row in closing. Until then it counts as of its own last month.'),
    ('budget_without_rows', 'warning', 'An adopted budget or supplement has no amounts',
     'Load its ledger rows. Until then it is no budget, and the one before it stays in force.'),
    ('supplement_on_budget_day', 'warning', 'A supplement was decided on the day of a budget',
     'What was decided on the day of a budget is taken to be in it, so it counts nowhere. If it adds to that budget, let its as_of be a day later.'),
    ('budget_without_bookings', 'warning', 'A unit and head has a budget and no bookings',
     'See whether the bookings are missing or stand at another unit or head. What begins later in the year is right as it is.'),
    ('bookings_without_budget', 'warning', 'A unit and head has bookings and no budget',
     'See whether the budget is missing, or the bookings stand at another unit or head than it.'),
    ('predecessor_booked', 'warning', 'A unit or head that lives on in others has bookings',
     'See whether they belong to its successor, or from_year or share of the succession is wrong. They count where they are.'),
    ('predecessor_budgeted', 'warning', 'A unit or head that lives on in others has a budget',
     'See whether it belongs to its successor, or from_year or share of the succession is wrong. It counts where it is.'),
    ('budget_below_half', 'warning', 'A budget is less than half of the one whose place it takes',
     'A budget takes the place of all that was decided before. If it adds to that, let its kind be supplement; if it has only what changed, load the whole.'),
    ('missing_month_of_indicator', 'warning', 'An indicator whose months add up to a year has no outcome in a month, but before and after it',
     'Load the month, 0 where there was nothing. Until then its year comes to nothing, and later years do not learn from it.'),
    ('month_not_begun', 'warning', 'An indicator has an outcome of a month that has not begun',
     'Correct the month. It counts nowhere until it is over.'),
    ('months_differ_from_year', 'warning', 'The stated outcome of an indicator is another than its months come to',
     'See which is right: target_attainment has the stated one, indicator_forecast the months. Where months do not make the year, leave indicator.aggregation out.'),
    ('late_month', 'warning', 'An outcome has months after the day until which it knows',
     'If they are booked, move its as_of on. Until then they count nowhere.'),
    ('nothing_recorded', 'warning', 'Of a kind of episode nothing is recorded for longer than ever before',
     'Load what has happened since. If it is not there yet, write in episode_kind.known_until until when all is known. Until then nobody counts as having come or left, and who was there as still being there.'),
    ('one_off_beyond_bookings', 'warning', 'A one-off is more than is booked in its month',
     'See whether its month, unit and head are right. The forecast takes what is left, with the other sign, for what such months cost; where nothing is booked it counts nowhere.'),
    ('sudden_level', 'note', 'A month stands out from the others of its unit and head',
     'See whether it is a correction, a bill of many months or a wrong amount. The forecast takes it for what such months cost, unless a row in one_off says that it comes once.'),
    ('supplement_after_the_year', 'note', 'A supplement was decided when its year was over',
     'See whether fiscal_year and as_of are right. It counts in the year''s last budget.'),
    ('succession_without_bookings', 'note', 'A unit or head that lives on in others had no amounts before',
     'See whether its code is right. Nothing is restated by it.'),
    ('move_without_bookings', 'note', 'A unit or head moves that has no amounts in the ledger and no reported households, nor has any below it',
     'See whether its code is right. A unit that only has payments may stay as it is.'),
    ('unit_of_key_figure', 'note', 'An indicator counts something else than its key figure, by its words',
     'See whether both are the same, such as persons and people, or thousands and kronor: then write the same in indicator.counted and key_figure.unit_of_measure.'),
    ('direction_doubtful', 'note', 'A target asks for less than what there was already',
     'See whether the direction of the target is right: at least where more is better, at most where less is.')
) AS known(rule, severity, what, what_to_do);
COMMENT ON VIEW   data_quality_rule            IS 'A rule of data_quality: what it looks for in the figures';
COMMENT ON COLUMN data_quality_rule.organisation IS 'Code of the organisation: the rules are the same for all';
COMMENT ON COLUMN data_quality_rule.rule       IS 'Code of the rule';
COMMENT ON COLUMN data_quality_rule.severity   IS 'error (figures that rest on it are wrong, unless it is meant), warning (something is missing or counts nowhere) or note (to be looked at)';
COMMENT ON COLUMN data_quality_rule.what       IS 'What it finds';
COMMENT ON COLUMN data_quality_rule.what_to_do IS 'What to do about it';
