-- data_dictionary: what every column of every view means, for tools that cannot read comments

CREATE OR REPLACE VIEW data_dictionary AS
SELECT o.organisation,
       c.relname::text                         AS view_name,
       a.attname::text                         AS column_name,
       format_type(a.atttypid, a.atttypmod)    AS data_type,
       coalesce(own.text, shared.text, col_description(a.attrelid, a.attnum::integer)) AS description,
       a.attnum::integer                       AS position,
       coalesce(whole.text, obj_description(c.oid, 'pg_class'::name)) AS view_description,
       o.organisation = m.organisation         AS is_own_organisation
FROM mart m
CROSS JOIN organisation o
CROSS JOIN pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN label own ON own.language = o.language AND own.area = 'dictionary' AND own.code = c.relname::text || '.' || a.attname::text
LEFT JOIN label shared ON shared.language = o.language AND shared.area = 'dictionary' AND shared.code = '*.' || a.attname::text
LEFT JOIN label whole ON whole.language = o.language AND whole.area = 'dictionary' AND whole.code = c.relname::text
WHERE c.relkind = 'v' AND NOT EXISTS (SELECT FROM summary_relation i WHERE i.relation_name::name = c.relname)
  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'mart'::regclass::oid);
COMMENT ON VIEW   data_dictionary                  IS 'A column of a view of this mart, for every organisation that it holds';
COMMENT ON COLUMN data_dictionary.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN data_dictionary.view_name        IS 'Name of the view';
COMMENT ON COLUMN data_dictionary.column_name      IS 'Name of the column';
COMMENT ON COLUMN data_dictionary.data_type        IS 'Type of the column';
COMMENT ON COLUMN data_dictionary.description      IS 'What the column means, in the organisation''s language where a label says it (area dictionary), else in English';
COMMENT ON COLUMN data_dictionary.position         IS 'Place of the column in the view, from 1';
COMMENT ON COLUMN data_dictionary.view_description IS 'What one row of the view is, likewise';
COMMENT ON COLUMN data_dictionary.is_own_organisation IS 'Whether it is the organisation that the mart was made for';

-- All is there: what is kept begins anew.
SELECT @extschema@.watch_partitions(pg_catalog.current_schema()::text, '@social_services@'::text);
CALL @extschema@.start_summaries(pg_catalog.current_schema()::text);
