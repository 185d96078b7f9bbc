-- What the Dockerfile has PostgreSQL's image do in a new database.
CREATE SCHEMA social_services;
CREATE EXTENSION social_services SCHEMA social_services;
GRANT USAGE ON SCHEMA social_services TO PUBLIC;
SELECT format('ALTER DATABASE %I SET search_path = "$user", public, social_services', current_database()) \gexec
