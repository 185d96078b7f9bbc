-- create_social_mart: a mart, and beside it what its readers are shown

CREATE PROCEDURE @extschema@.create_social_mart(schema text, organisation text, reader text DEFAULT NULL, insider text DEFAULT NULL, organisation_name text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.create_mart(schema, organisation, reader, insider, organisation_name);
    SELECT @extschema@.grant_reader_as_owner(schema, reader, NULL::text) WHERE reader IS NOT NULL;
    SELECT @extschema@.tell_of_compilation();
END;
COMMENT ON PROCEDURE @extschema@.create_social_mart(text, text, text, text, text) IS
'Creates a mart: a schema (which must not exist or be empty) with tables, views, constraints and comments, owned by the caller and independent of the extension''s own objects. organisation is the code that rows get by default; organisation_name is its name for people, by default the code. reader and insider, if given, are existing roles. The reader reads what release_month releases, by units and months of which no figure is about few households, in a mart of its own, MART_released, which is made beside the mart; nothing is there before the first release. The insider reads the exact views of the mart. Tables, and what is kept behind the views, are the owner''s alone, whatever default privileges say; a WARNING names any other role that can read rows about households, and a NOTICE tells where the server would compile the views (jit). Errors: 22023 for a missing name or code, 42704 for an unknown role, 42P06 for a schema with contents, 42622 where the name of the released mart is too long, 42501 for another role''s schema, for one in which others may create objects, and without the right to create one.';
