-- reconciliation: whether printed totals, differences, nets and products follow from their parts

CREATE TABLE IF NOT EXISTS published_figure (
    organisation text    NOT NULL REFERENCES organisation,
    document     text    NOT NULL,
    table_code   text    NOT NULL,
    row_label    text    NOT NULL,
    column_label text    NOT NULL,
    printed      text    NOT NULL,
    amount       numeric NOT NULL,
    printed_to   numeric NOT NULL DEFAULT 1,
    measure      text    NOT NULL DEFAULT 'SEK',
    PRIMARY KEY (organisation, document, table_code, row_label, column_label),
    CONSTRAINT published_figure_amount_is_finite CHECK (abs(amount) < 1e13),
    CONSTRAINT published_figure_printed_to_is_positive CHECK (printed_to > 0::numeric AND printed_to < 1e13),
    CONSTRAINT published_figure_amount_has_the_printed_precision CHECK (amount % nullif(printed_to, 0::numeric) = 0::numeric)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'published_figure'::text, '{table_code,printed,measure}'::text[], '{document,row_label,column_label}'::text[]);
COMMENT ON TABLE  published_figure              IS 'Figures as a document prints them, mistakes included';
COMMENT ON COLUMN published_figure.organisation IS 'Organisation that published the figure';
COMMENT ON COLUMN published_figure.document     IS 'Document that prints it';
COMMENT ON COLUMN published_figure.table_code   IS 'Table of the document, or the section of its text';
COMMENT ON COLUMN published_figure.row_label    IS 'Row of the table, or what the figure is';
COMMENT ON COLUMN published_figure.column_label IS 'Column of the table, or what it refers to';
COMMENT ON COLUMN published_figure.printed      IS 'The figure letter by letter';
COMMENT ON COLUMN published_figure.amount       IS 'The same as a number, in whole units of the measure: 712 524 printed in thousands is 712524000';
COMMENT ON COLUMN published_figure.printed_to   IS 'What a step in the last printed digit is worth: 1000 for a figure in thousands';
COMMENT ON COLUMN published_figure.measure      IS 'What is counted: SEK, households, persons, posts, ...';

CREATE TABLE IF NOT EXISTS published_relation (
    organisation      text     NOT NULL,
    document          text     NOT NULL,
    table_code        text     NOT NULL,
    row_label         text     NOT NULL,
    column_label      text     NOT NULL,
    relation          text     NOT NULL,
    basis             text     NOT NULL,
    term              integer  NOT NULL,
    factor            numeric  NOT NULL DEFAULT 1,
    part_document     text     NOT NULL,
    part_table_code   text     NOT NULL,
    part_row_label    text     NOT NULL,
    part_column_label text     NOT NULL,
    inferred          boolean  NOT NULL DEFAULT false,
    PRIMARY KEY (organisation, document, table_code, row_label, column_label, relation, basis, term,
                 part_document, part_table_code, part_row_label, part_column_label),
    CONSTRAINT published_relation_figure_fkey
        FOREIGN KEY (organisation, document, table_code, row_label, column_label) REFERENCES published_figure,
    CONSTRAINT published_relation_part_fkey
        FOREIGN KEY (organisation, part_document, part_table_code, part_row_label, part_column_label) REFERENCES published_figure,
    CONSTRAINT published_relation_is_known
        CHECK (relation IN ('total', 'difference', 'net', 'product', 'mean', 'restatement', 'stock', 'whole')),
    CONSTRAINT published_relation_factor_is_finite CHECK (abs(factor) < 1e6),
    CONSTRAINT published_relation_part_is_another_figure
        CHECK ((document, table_code, row_label, column_label)
            <> (part_document, part_table_code, part_row_label, part_column_label))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'published_relation'::text, '{}'::text[], '{basis}'::text[]);
CREATE INDEX IF NOT EXISTS published_relation_part
    ON published_relation (organisation, part_document, part_table_code, part_row_label, part_column_label);
COMMENT ON TABLE  published_relation                   IS 'What a published figure is printed as the total, difference, net, product, mean or restatement of, or must leave room for: a stock for those who left, a whole for others than its parts. It is the sum of its terms; a term is the product of its parts, each with its factor';
COMMENT ON COLUMN published_relation.organisation      IS 'Organisation that published the figures';
COMMENT ON COLUMN published_relation.document          IS 'Document of the derived figure';
COMMENT ON COLUMN published_relation.table_code        IS 'Table of the derived figure';
COMMENT ON COLUMN published_relation.row_label         IS 'Row of the derived figure';
COMMENT ON COLUMN published_relation.column_label      IS 'Column of the derived figure';
COMMENT ON COLUMN published_relation.relation          IS 'total, difference, net, product, mean, restatement (the same figure printed elsewhere), stock (what is there at most: what was there before, and what came) or whole (what there is at least: the parts of it that are known)';
COMMENT ON COLUMN published_relation.basis             IS 'What the parts are: rows, columns, text, ...; tells apart two relations of one figure';
COMMENT ON COLUMN published_relation.term              IS 'Parts with the same number are multiplied; the products are added';
COMMENT ON COLUMN published_relation.factor            IS 'What the part is multiplied by: 1 to add, -1 to subtract, 12 for the months of a year, 0.5 for the mean of two';
COMMENT ON COLUMN published_relation.part_document     IS 'Document of the part';
COMMENT ON COLUMN published_relation.part_table_code   IS 'Table of the part';
COMMENT ON COLUMN published_relation.part_row_label    IS 'Row of the part';
COMMENT ON COLUMN published_relation.part_column_label IS 'Column of the part';
COMMENT ON COLUMN published_relation.inferred          IS 'Whether the document does not state the relation, though its readers would expect it, such as that the causes it names are all there are';

CREATE OR REPLACE VIEW reconciliation AS
WITH term AS (
    -- A printed part may be off by half its last digit: what that does to the term is its slack.
    SELECT relation.organisation, relation.document, relation.table_code, relation.row_label, relation.column_label,
           relation.relation, relation.basis, relation.term,
           bool_or(relation.inferred) AS inferred,
           @extschema@.product(relation.factor * part.amount) AS amount,
           @extschema@.product(abs(relation.factor) * (abs(part.amount) + part.printed_to / 2.0))
           - abs(@extschema@.product(relation.factor * part.amount)) AS slack
    FROM published_relation relation
    JOIN published_figure part ON part.organisation = relation.organisation
                              AND part.document = relation.part_document AND part.table_code = relation.part_table_code
                              AND part.row_label = relation.part_row_label AND part.column_label = relation.part_column_label
    GROUP BY relation.organisation, relation.document, relation.table_code, relation.row_label, relation.column_label,
             relation.relation, relation.basis, relation.term
), related_figure AS (
    SELECT figure.organisation, figure.document, figure.table_code, figure.row_label, figure.column_label,
           figure.amount, figure.printed_to, figure.measure, term.relation, term.basis,
           bool_or(term.inferred)                    AS inferred,
           sum(term.amount)                          AS exact,
           sum(term.slack) + figure.printed_to / 2.0 AS slack
    FROM term
    JOIN published_figure figure ON figure.organisation = term.organisation AND figure.document = term.document
                                AND figure.table_code = term.table_code AND figure.row_label = term.row_label
                                AND figure.column_label = term.column_label
    GROUP BY figure.organisation, figure.document, figure.table_code, figure.row_label, figure.column_label,
             figure.amount, figure.printed_to, figure.measure, term.relation, term.basis
), checked AS (
    SELECT related_figure.*,
           CASE WHEN abs(exact) < 1e15 THEN round(exact / printed_to) * printed_to END AS computed
    FROM related_figure
)
SELECT checked.organisation,
       checked.document,
       checked.table_code,
       checked.row_label,
       checked.column_label,
       checked.relation,
       checked.amount::numeric(18,2)                         AS printed,
       checked.computed::numeric(18,2)                       AS computed,
       (checked.amount - checked.computed)::numeric(18,2)    AS difference,
       CASE WHEN checked.computed IS NULL                             THEN 'out of range'
            WHEN checked.amount = checked.computed                    THEN 'follows'
            WHEN room.is_left                                         THEN 'leaves room'
            WHEN abs(checked.amount - checked.exact) <= checked.slack THEN 'within rounding'
            WHEN checked.inferred                                     THEN 'differs'
            ELSE 'does not follow' END                       AS verdict,
       checked.basis,
       checked.measure,
       checked.inferred,
       -- What kinds of slips leave: a figure left out or counted twice, one with the wrong sign, two digits in the wrong order.
       CASE WHEN room.is_left THEN abs(checked.amount - checked.computed)::text || CASE checked.relation WHEN 'stock' THEN ' must have left' ELSE ' besides the parts' END
            WHEN checked.amount <> checked.computed AND abs(checked.amount - checked.exact) > checked.slack THEN coalesce(
           (SELECT 'digits swapped'::text
            FROM (SELECT round(abs(checked.amount) / checked.printed_to)::text, round(abs(checked.computed) / checked.printed_to)::text) AS digits(printed, computed)
            WHERE sign(checked.amount) = sign(checked.computed) AND length(digits.printed) = length(digits.computed)
              AND EXISTS (SELECT FROM generate_series(1, length(digits.printed) - 1) AS swap(place)
                          WHERE digits.computed = substr(digits.printed, 1, swap.place - 1) || substr(digits.printed, swap.place + 1, 1)
                                             || substr(digits.printed, swap.place, 1) || substr(digits.printed, swap.place + 2))),
           -- A part of its own says more than another figure of the document, and once more than twice.
           (SELECT CASE WHEN multiple.times = 1::numeric THEN 'equals another printed figure: ' ELSE 'twice another printed figure: ' END
                   || other.table_code || ', ' || other.row_label || ', ' || other.column_label
            FROM published_figure other
            CROSS JOIN (VALUES (1::numeric), (2::numeric)) AS multiple(times)
            WHERE other.organisation = checked.organisation AND other.document = checked.document AND other.measure = checked.measure
              AND abs(other.amount) * multiple.times = abs(checked.amount - checked.computed)
              AND (other.table_code, other.row_label, other.column_label) <> (checked.table_code, checked.row_label, checked.column_label)
            ORDER BY EXISTS (SELECT FROM published_relation relation
                             WHERE relation.organisation = checked.organisation AND relation.document = checked.document
                               AND relation.table_code = checked.table_code AND relation.row_label = checked.row_label
                               AND relation.column_label = checked.column_label AND relation.relation = checked.relation AND relation.basis = checked.basis
                               AND relation.part_document = other.document AND relation.part_table_code = other.table_code
                               AND relation.part_row_label = other.row_label AND relation.part_column_label = other.column_label) DESC,
                     multiple.times, other.table_code, other.row_label, other.column_label
            LIMIT 1)) END                                    AS hint
FROM checked
CROSS JOIN LATERAL (SELECT checked.relation = 'stock' AND checked.amount < checked.computed OR checked.relation = 'whole' AND checked.amount > checked.computed) AS room(is_left);
COMMENT ON VIEW   reconciliation              IS 'A printed total, difference, net, product, mean or restatement beside what its printed parts give; a stock beside what was there and came, a whole beside what is known of it';
COMMENT ON COLUMN reconciliation.organisation IS 'Code of the organisation';
COMMENT ON COLUMN reconciliation.document     IS 'Document that prints the figure';
COMMENT ON COLUMN reconciliation.table_code   IS 'Table of the document, or the section of its text';
COMMENT ON COLUMN reconciliation.row_label    IS 'Row of the table';
COMMENT ON COLUMN reconciliation.column_label IS 'Column of the table';
COMMENT ON COLUMN reconciliation.relation     IS 'What it is printed as: total, difference, net, product, mean, restatement (the same figure printed elsewhere), stock (at most what was there before and came) or whole (at least the parts that are known)';
COMMENT ON COLUMN reconciliation.printed      IS 'The figure as printed, in whole units of its measure';
COMMENT ON COLUMN reconciliation.computed     IS 'What the printed parts give, rounded to the last digit that the figure is printed to; NULL where too large to show';
COMMENT ON COLUMN reconciliation.difference   IS 'Printed minus computed; 0 where the figure follows from its parts. Figures printed finer than 0.01 are compared exactly, though shown with two decimals';
COMMENT ON COLUMN reconciliation.verdict      IS 'follows; within rounding (the parts are rounded enough to explain the difference); does not follow; leaves room (a stock that is smaller than what was there and came: the difference is who must have left; a whole that is larger than its known parts: the difference is others); differs (of an inferred relation, which may not hold: causes that nobody names are no mistake); out of range';
COMMENT ON COLUMN reconciliation.basis        IS 'What the parts are: rows, columns, text, ...';
COMMENT ON COLUMN reconciliation.measure      IS 'What is counted: SEK, households, persons, posts, ...';
COMMENT ON COLUMN reconciliation.inferred     IS 'Whether the document does not state the relation, though its readers would expect it';
COMMENT ON COLUMN reconciliation.hint         IS 'What the difference looks like, where it is more than rounding: digits swapped (the printed figure has two neighbouring digits of the computed one the other way round), or it equals another printed figure of the document, or twice one, named by table, row and column. It may be chance. Where there is room left, how many must have left or are besides the parts. NULL where it looks like none of these';
