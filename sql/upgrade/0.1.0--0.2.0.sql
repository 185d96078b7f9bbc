-- What the functions of 0.2.0 do not replace by themselves. Procedures of the first kind called another by its name.
DROP PROCEDURE @extschema@.upgrade_social_mart(text);
DROP PROCEDURE @extschema@.refresh_social_mart(text);
DROP FUNCTION @extschema@.call_as_mart_owner(text, text, text[]);
DROP FUNCTION @extschema@.run_as_owner(regclass, text);
DROP PROCEDURE @extschema@.upgrade_social_mart_as_owner(text);
DROP PROCEDURE @extschema@.refresh_social_mart_as_owner(text);
DROP PROCEDURE @extschema@.publish_interim_report_as_owner(text, date, text);
DROP PROCEDURE @extschema@.run_social_mart_ddl(text, text, text);
DROP PROCEDURE @extschema@.create_social_mart(text, text, text, text);
DROP PROCEDURE @extschema@.summarise_view(text, text, text);
