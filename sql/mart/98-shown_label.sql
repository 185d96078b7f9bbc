-- shown_label: what codes and parts of reports are called, for dashboards, and what has no name in a language yet

CREATE OR REPLACE VIEW shown_label AS
SELECT word.organisation, word.area, word.code, word.text, word.language
FROM live_label word;
COMMENT ON VIEW   shown_label              IS 'A word of the product in the language of an organisation, such as what a code in a view is called for people';
COMMENT ON COLUMN shown_label.organisation IS 'Code of the organisation';
COMMENT ON COLUMN shown_label.area         IS 'What kind of word it is: status, trend, direction, assignment, phasing, scenario, basis, flow, method, aggregation, breakdown, severity, verdict and relation for the codes in columns of views; figure for what dashboards show; measure, money and unit; report, section, column, row and sentence of the interim report';
COMMENT ON COLUMN shown_label.code         IS 'What it stands for: the code as the view has it';
COMMENT ON COLUMN shown_label.text         IS 'The word';
COMMENT ON COLUMN shown_label.language     IS 'Language that it is in: English where the organisation''s own has no such word';
