-- What the board was told to do; an assignment that is listed twice stands here once.
SELECT split_part(a.title, ' (', 1)                  AS title,
       a.source,
       coalesce(a.responsible, '')                   AS responsible,
       coalesce(a.due_on::text, '')                  AS due_on,
       coalesce(word.text, a.status)                 AS status,
       a.status                                      AS code,
       CASE WHEN a.overdue THEN 1 ELSE 0 END         AS overdue,
       a.days_left
FROM assignment_status a
LEFT JOIN shown_label word ON word.organisation = a.organisation AND word.area = 'assignment' AND word.code = a.status
WHERE a.duplicate_of IS NULL
