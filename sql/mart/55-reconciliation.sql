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
        CHECK (relation IN ('total', 'difference', 'net', 'product', 'mean', 'restatement')),
    CONSTRAINT published_relation_factor_is_finite CHECK (abs(factor) < 1e6),
    CONSTRAINT published_relation_part_is_another_figure
        CHECK ((document, table_code, row_label, column_label)
            <> (part_document, part_table_code, part_row_label, part_column_label))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'published_relation'::text, '{}'::text[], '{basis}'::text[]);
CREATE INDEX IF NOT EXISTS published_relation_part
    ON published_relation (organisation, part_document, part_table_code, part_row_label, part_column_label);
COMMENT ON TABLE  published_relation                   IS 'What a published figure is printed as the total, difference, net, product, mean or restatement of. It is the sum of its terms; a term is the product of its parts, each with its factor';
COMMENT ON COLUMN published_relation.organisation      IS 'Organisation that published the figures';
COMMENT ON COLUMN published_relation.document          IS 'Document of the derived figure';
COMMENT ON COLUMN published_relation.table_code        IS 'Table of the derived figure';
COMMENT ON COLUMN published_relation.row_label         IS 'Row of the derived figure';
COMMENT ON COLUMN published_relation.column_label      IS 'Column of the derived figure';
COMMENT ON COLUMN published_relation.relation          IS 'total, difference, net, product, mean or restatement (the same figure printed elsewhere)';
COMMENT ON COLUMN published_relation.basis             IS 'What the parts are: rows, columns, text, ...; tells apart two relations of one figure';
COMMENT ON COLUMN published_relation.term              IS 'Parts with the same number are multiplied; the products are added';
COMMENT ON COLUMN published_relation.factor            IS 'What the part is multiplied by: 1 to add, -1 to subtract, 12 for the months of a year, 0.5 for the mean of two';
COMMENT ON COLUMN published_relation.part_document     IS 'Document of the part';
COMMENT ON COLUMN published_relation.part_table_code   IS 'Table of the part';
COMMENT ON COLUMN published_relation.part_row_label    IS 'Row of the part';
COMMENT ON COLUMN published_relation.part_column_label IS 'Column of the part';
COMMENT ON COLUMN published_relation.inferred          IS 'Whether the document does not state the relation, though its readers would expect it, such as that the causes it names are all there are';

CREATE OR REPLACE VIEW reconciliation AS
SELECT c.organisation,
       c.document,
       c.table_code,
       c.row_label,
       c.column_label,
       c.relation,
       c.amount::numeric(18,2)                     AS printed,
       v.computed::numeric(18,2)                   AS computed,
       (c.amount - v.computed)::numeric(18,2)      AS difference,
       CASE WHEN v.computed IS NULL                 THEN 'out of range'
            WHEN c.amount = v.computed              THEN 'follows'
            WHEN abs(c.amount - c.exact) <= c.slack THEN 'within rounding'
            WHEN c.inferred                         THEN 'differs'
            ELSE 'does not follow' END             AS verdict,
       c.basis,
       c.measure,
       c.inferred,
       -- What kinds of slips leave: a figure left out or counted twice, one with the wrong sign, two digits in the wrong order.
       CASE WHEN c.amount <> v.computed AND abs(c.amount - c.exact) > c.slack THEN coalesce(
           (SELECT 'digits swapped'::text
            FROM (SELECT round(abs(c.amount) / c.printed_to)::text, round(abs(v.computed) / c.printed_to)::text) AS d(printed, computed)
            WHERE sign(c.amount) = sign(v.computed) AND length(d.printed) = length(d.computed)
              AND EXISTS (SELECT FROM generate_series(1, length(d.printed) - 1) AS g(place)
                          WHERE d.computed = substr(d.printed, 1, g.place - 1) || substr(d.printed, g.place + 1, 1)
                                             || substr(d.printed, g.place, 1) || substr(d.printed, g.place + 2))),
           -- A part of its own says more than another figure of the document, and once more than twice.
           (SELECT CASE WHEN m.times = 1::numeric THEN 'equals another printed figure: ' ELSE 'twice another printed figure: ' END
                   || p.table_code || ', ' || p.row_label || ', ' || p.column_label
            FROM published_figure p
            CROSS JOIN (VALUES (1::numeric), (2::numeric)) AS m(times)
            WHERE p.organisation = c.organisation AND p.document = c.document AND p.measure = c.measure
              AND abs(p.amount) * m.times = abs(c.amount - v.computed)
              AND (p.table_code, p.row_label, p.column_label) <> (c.table_code, c.row_label, c.column_label)
            ORDER BY EXISTS (SELECT FROM published_relation r
                             WHERE r.organisation = c.organisation AND r.document = c.document AND r.table_code = c.table_code
                               AND r.row_label = c.row_label AND r.column_label = c.column_label
                               AND r.relation = c.relation AND r.basis = c.basis
                               AND r.part_document = p.document AND r.part_table_code = p.table_code
                               AND r.part_row_label = p.row_label AND r.part_column_label = p.column_label) DESC,
                     m.times, p.table_code, p.row_label, p.column_label
            LIMIT 1)) END                          AS hint
FROM (
    SELECT f.organisation, f.document, f.table_code, f.row_label, f.column_label,
           f.amount, f.printed_to, f.measure, t.relation, t.basis,
           bool_or(t.inferred)              AS inferred,
           sum(t.amount)                    AS exact,
           sum(t.slack) + f.printed_to / 2.0  AS slack
    FROM (
        -- A printed part may be off by half its last digit: what that does to the term is its slack.
        SELECT r.organisation, r.document, r.table_code, r.row_label, r.column_label,
               r.relation, r.basis, r.term,
               bool_or(r.inferred) AS inferred,
               @extschema@.product(r.factor * p.amount) AS amount,
               @extschema@.product(abs(r.factor) * (abs(p.amount) + p.printed_to / 2.0))
               - abs(@extschema@.product(r.factor * p.amount)) AS slack
        FROM published_relation r
        JOIN published_figure p ON p.organisation = r.organisation
                               AND p.document = r.part_document AND p.table_code = r.part_table_code
                               AND p.row_label = r.part_row_label AND p.column_label = r.part_column_label
        GROUP BY r.organisation, r.document, r.table_code, r.row_label, r.column_label,
                 r.relation, r.basis, r.term
    ) t
    JOIN published_figure f ON f.organisation = t.organisation AND f.document = t.document
                           AND f.table_code = t.table_code AND f.row_label = t.row_label
                           AND f.column_label = t.column_label
    GROUP BY f.organisation, f.document, f.table_code, f.row_label, f.column_label,
             f.amount, f.printed_to, f.measure, t.relation, t.basis
) c
CROSS JOIN LATERAL (
    SELECT CASE WHEN abs(c.exact) < 1e15
                THEN round(c.exact / c.printed_to) * c.printed_to END
) AS v(computed);
COMMENT ON VIEW   reconciliation              IS 'A printed total, difference, net, product, mean or restatement beside what its printed parts give';
COMMENT ON COLUMN reconciliation.organisation IS 'Code of the organisation';
COMMENT ON COLUMN reconciliation.document     IS 'Document that prints the figure';
COMMENT ON COLUMN reconciliation.table_code   IS 'Table of the document, or the section of its text';
COMMENT ON COLUMN reconciliation.row_label    IS 'Row of the table';
COMMENT ON COLUMN reconciliation.column_label IS 'Column of the table';
COMMENT ON COLUMN reconciliation.relation     IS 'What it is printed as: total, difference, net, product, mean or restatement (the same figure printed elsewhere)';
COMMENT ON COLUMN reconciliation.printed      IS 'The figure as printed, in whole units of its measure';
COMMENT ON COLUMN reconciliation.computed     IS 'What the printed parts give, rounded to the last digit that the figure is printed to; NULL where too large to show';
COMMENT ON COLUMN reconciliation.difference   IS 'Printed minus computed; 0 where the figure follows from its parts. Figures printed finer than 0.01 are compared exactly, though shown with two decimals';
COMMENT ON COLUMN reconciliation.verdict      IS 'follows; within rounding (the parts are rounded enough to explain the difference); does not follow; differs (of an inferred relation, which may not hold: causes that nobody names are no mistake); out of range';
COMMENT ON COLUMN reconciliation.basis        IS 'What the parts are: rows, columns, text, ...';
COMMENT ON COLUMN reconciliation.measure      IS 'What is counted: SEK, households, persons, posts, ...';
COMMENT ON COLUMN reconciliation.inferred     IS 'Whether the document does not state the relation, though its readers would expect it';
COMMENT ON COLUMN reconciliation.hint         IS 'What the difference looks like, where it is more than rounding: digits swapped (the printed figure has two neighbouring digits of the computed one the other way round), or it equals another printed figure of the document, or twice one, named by table, row and column. It may be chance. NULL where it looks like none of these';
