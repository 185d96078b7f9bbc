-- What a board would follow: registers, monthly figures and towns beside it, all SYNTHETIC. load.sql reads it, in the mart.
--
-- Days of the registers are counted from the day of loading, so that there is always something to review, and something that ends.

INSERT INTO register_kind (code, name, amount_is, told_to_readers) VALUES
    ('risk',       'Risks (synthetic)',                 'damage if it happens', false),
    ('dependency', 'Critical dependencies (synthetic)', NULL,                   false),
    ('continuity', 'Continuity plans (synthetic)',      NULL,                   false),
    ('control',    'Internal control (synthetic)',      NULL,                   false),
    ('agreement',  'Agreements (synthetic)',            'cost of a year',       true),
    ('decision',   'Decisions (synthetic)',             NULL,                   true);
INSERT INTO register_level (kind, level, likelihood, consequence) VALUES
    ('risk', 1, 'Unlikely', 'Small'), ('risk', 2, 'Possible', 'Felt'), ('risk', 3, 'Probable', 'Severe'), ('risk', 4, 'Nearly certain', 'Very severe');
INSERT INTO register_item (code, kind, title, owner, unit, from_day, to_day, review_by, status, likelihood, consequence, amount, measure, sample, deviations, about, source)
SELECT v.code, v.kind, v.title || ' (synthetic)', v.owner, v.unit, today + v.from_days, today + v.to_days, today + v.review_days, v.status, v.likelihood, v.consequence, v.amount, v.measure, v.sample, v.deviations, v.about, 'Made up'
FROM live_day
CROSS JOIN (VALUES
    ('staff',       'risk',       'Too few social workers',           'Head of staff',   NULL,         NULL, NULL, -40,  'open', 3, 3, 4000000, 'Trainees from the university',   NULL, NULL, NULL),
    ('placements',  'risk',       'Placements dearer than budgeted',  'Head of finance', 'district-1', NULL, NULL, 20,   'open', 4, 2, 6000000, 'Homes of our own',               NULL, NULL, NULL),
    ('flood',       'risk',       'Offices under water',              'Head of housing', 'south',      NULL, NULL, 200,  'open', 1, 4, 2500000, NULL,                             NULL, NULL, NULL),
    ('fraud',       'risk',       'Support paid wrongly',             'Head of support', NULL,         NULL, NULL, -5,   'open', 2, 2, 900000,  'Every tenth decision is looked at', NULL, NULL, NULL),
    ('new-law',     'risk',       'A law that nobody has priced',     NULL,              NULL,         NULL, NULL, 60,   'open', NULL, NULL, NULL, NULL,                          NULL, NULL, NULL),
    ('phones',      'dependency', 'Phones',                           'Head of IT',      NULL,         NULL, NULL, 90,   'open', NULL, NULL, NULL, 'Radios in every home',          NULL, NULL, NULL),
    ('power',       'dependency', 'Power',                            'Head of housing', NULL,         NULL, NULL, -10,  'open', NULL, NULL, NULL, 'Generators in two homes of five', NULL, NULL, NULL),
    ('homes-plan',  'continuity', 'Homes without power for three days', 'Head of housing', NULL,       NULL, NULL, -100, 'open', NULL, NULL, NULL, NULL,                            NULL, NULL, 'power'),
    ('decisions',   'control',    'Decisions on support have a reason', 'Head of support', NULL,       -300, -30,  NULL, 'done', NULL, NULL, NULL, 'A list to check before deciding', 120,  9,    'fraud'),
    ('keys',        'control',    'Who leaves hands in the keys',     'Head of staff',   NULL,         -300, NULL, 45,   'open', NULL, NULL, NULL, NULL,                            40,   0,    NULL),
    ('foster-care', 'agreement',  'Foster care bought with others',   'Head of finance', NULL,         -900, 25,   NULL, 'open', NULL, NULL, 8400000, NULL,                         NULL, NULL, NULL),
    ('shelter',     'agreement',  'Shelter after violence',           'Head of support', NULL,         -400, 320,  150,  'open', NULL, NULL, 1250000, NULL,                         NULL, NULL, NULL),
    ('interpreters', 'agreement', 'Interpreters',                     'Head of finance', NULL,         30,   760,  NULL, 'open', NULL, NULL, 600000, NULL,                          NULL, NULL, NULL)
) AS v(code, kind, title, owner, unit, from_days, to_days, review_days, status, likelihood, consequence, amount, measure, sample, deviations, about)
WHERE organisation = '0000';
INSERT INTO register_item (code, kind, title, status, about, decided_on, decided_by, meeting_item, report_as_of, report_version, source) VALUES
    ('interim',     'decision', 'The interim report of April 2023 is adopted (synthetic)', 'done', NULL,          '2023-05-24', 'Board (synthetic)', '§ 31', '2023-04-30', 1, 'Made up'),
    ('shelter-1',   'decision', 'The shelter is agreed on (synthetic)',                    'done', 'shelter',     '2023-06-14', 'Board (synthetic)', '§ 40', NULL, NULL, 'Made up'),
    ('shelter-2',   'decision', 'The shelter gets two more places (synthetic)',            'done', 'shelter',     '2024-02-21', 'Board (synthetic)', '§ 12', NULL, NULL, 'Made up'),
    ('foster-care-1', 'decision', 'Foster care is bought anew (synthetic)',                'open', 'foster-care', '2024-08-28', 'Board (synthetic)', '§ 55', NULL, NULL, 'Made up');
INSERT INTO assignment (code, title, source, decided_by, responsible, due_on, decision)
SELECT 'foster-care', 'Compare what foster care costs elsewhere (synthetic)', 'Made up', 'Board (synthetic)', 'Head of finance', today + 15, 'foster-care-1' FROM live_day WHERE organisation = '0000';
INSERT INTO assignment_report (assignment, due_on, reported_on)
SELECT 'foster-care', today + days, today + reported FROM live_day, (VALUES (-60, -58), (-3, NULL), (90, NULL)) AS v(days, reported) WHERE organisation = '0000';

-- The figures of a month, with the ups and downs of a year.
INSERT INTO key_figure (code, name, unit_of_measure, decimals, direction, aggregation, source) VALUES
    ('reports',    'Reports of concern (synthetic)',                 'reports',    0, NULL,       'sum',      'Made up'),
    ('advice',     'Households with budget advice (synthetic)',      'households', 0, NULL,       'distinct', 'Made up'),
    ('unemployed', 'Unemployed (synthetic)',                         'percent',    1, 'at_most',  'mean',     'Made up'),
    ('measures',   'People in labour-market measures (synthetic)',   'persons',    0, 'at_least', 'last',     'Made up'),
    ('net-cost',   'Net cost of social services (synthetic)',        'kr/inv',     0, 'at_most',  'mean',     'Made up'),
    ('in-time',    'Decided in time (synthetic)',                    'percent',    1, 'at_least', 'mean',     'Made up'),
    ('back',       'Not back within a year (synthetic)',             'percent',    1, 'at_least', 'mean',     'Made up');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, numerator, denominator, published_on)
SELECT v.key_figure, 'month', d.month, CASE WHEN v.denominator IS NULL THEN v.numerator ELSE v.numerator / v.denominator END,
       CASE WHEN v.denominator IS NOT NULL THEN v.numerator END, v.denominator, d.month + 45
FROM (SELECT make_date(y, m, 1), y - 2022, m, y * 7 + m * 5 FROM generate_series(2022, 2024) AS y, generate_series(1, 12) AS m) AS d(month, years, m, n)
CROSS JOIN LATERAL (VALUES
    ('reports',    (210 + 9 * years - CASE WHEN m IN (6, 7, 8) THEN 70 ELSE 0 END + n % 13)::numeric, NULL::numeric),
    ('advice',     140 + 12 * years - 2 * abs(m - 7) + n % 9, NULL),
    ('unemployed', 2310 - 60 * years + 11 * abs(m - 6) + n % 17, 41000 + 150 * years),
    ('measures',   380 + 40 * years + 3 * m + n % 11, NULL)) AS v(key_figure, numerator, denominator)
WHERE d.month <= '2024-08-01';

-- Eight towns that are nobody's, beside this one.
INSERT INTO organisation (organisation, name) SELECT '900' || i, 'Synthetic town ' || i FROM generate_series(1, 8) AS i;
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT o.organisation, v.key_figure, 'year', make_date(y, 1, 1), v.value, make_date(y + 1, 6, 1)
FROM (SELECT o.organisation, CASE o.organisation WHEN '0000' THEN 0 ELSE right(o.organisation, 1)::integer END AS place FROM organisation o) o
CROSS JOIN generate_series(2021, 2023) AS y
CROSS JOIN LATERAL (VALUES
    ('net-cost', CASE place WHEN 0 THEN 3720 ELSE 3900 + (place * 379) % 1117 END + 120 * (y - 2021)),
    ('in-time',  CASE place WHEN 0 THEN 0.874 ELSE 0.80 + ((place * 53) % 17) / 100.0 END + 0.004 * (y - 2021)),
    ('back',     CASE place WHEN 0 THEN 0.79 ELSE 0.70 + ((place * 29) % 19) / 100.0 END - 0.01 * (y - 2021))) AS v(key_figure, value)
WHERE NOT (place = 7 AND v.key_figure = 'back');
INSERT INTO peer_group (code, name, basis) VALUES ('like', 'Towns like this (synthetic)', 'Made up');
INSERT INTO peer_group_member (peer_group, member, from_day) SELECT 'like', organisation, '2020-01-01' FROM organisation WHERE organisation LIKE '900_';
