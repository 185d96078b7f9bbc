-- All views by question, in docs/views.md: a question is the first digit of the file in sql/mart/ that makes the view.
CREATE TABLE question (place integer, digit text PRIMARY KEY, question text);
INSERT INTO question VALUES
    (1, '3', 'Where is the deficit, and why did the budget change?'),
    (2, '2', 'Which outcome or forecast of a year counts (elsewhere `is_latest`)?'),
    (3, '4', 'What was booked, and where will the year end?'),
    (4, '5', 'Which money could move? What is said to explain a deficit? Do printed figures add up?'),
    (5, '6', 'How many households, what do they cost and why did that change, how many does the budget pay for? Who comes, stays, leaves and waits?'),
    (6, '7', 'Which targets, goals and assignments are met? What does the board follow: risks, agreements, decisions? How do key figures move, and how do they stand beside others?'),
    (7, '8', 'What is to be checked in the figures, what was published, and how far were forecasts off?'),
    (8, '9', 'What does a column mean?'),
    (9, '1', 'Which years are slow until the next refresh?');
-- A view without a place is an error here, not one less in the table.
CREATE TABLE asked_view (name text, position oid, digit text NOT NULL REFERENCES question);
INSERT INTO asked_view
SELECT c.relname, c.oid, left(f.file, 1)
FROM pg_class c
LEFT JOIN view_file f ON f.name = c.relname
WHERE c.relnamespace = 'mart'::regnamespace AND c.relkind = 'v'
  AND NOT EXISTS (SELECT FROM mart.summary_relation r WHERE r.relation_name = c.relname);
SELECT E'\n| question | views |\n|---|---|';
SELECT format('| %s | %s |', q.question, string_agg(format('[%1$s](#%1$s)', v.name), ', ' ORDER BY v.position))
FROM asked_view v
JOIN question q USING (digit)
GROUP BY q.place, q.question
ORDER BY q.place;
