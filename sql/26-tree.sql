-- tree: who of a tree answers for whom, by the codes from the top down

CREATE FUNCTION @extschema@.deciding_code(path text[], decided text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce((SELECT above.code
                 FROM pg_catalog.unnest(path) WITH ORDINALITY AS above(code, level)
                 WHERE above.code = ANY (decided)
                 ORDER BY above.level DESC
                 LIMIT 1), path[pg_catalog.cardinality(path)]);
COMMENT ON FUNCTION @extschema@.deciding_code(text[], text[]) IS
'Where the budget of a budget head or unit was decided: of those on the way from the top down to it (path, itself last), the nearest to it of which something was decided; itself where none is among them. NULL for a path that is NULL or empty; decided NULL is nobody.';

CREATE FUNCTION @extschema@.same_branch(path text[], other_path text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN path[pg_catalog.cardinality(path)] = ANY (other_path) OR other_path[pg_catalog.cardinality(other_path)] = ANY (path);
COMMENT ON FUNCTION @extschema@.same_branch(text[], text[]) IS
'Whether of two units or budget heads one stands above the other, or they are the same, each given by the codes from the top down to it: what is stated for the one covers the other, or part of it. NULL for a path that is NULL or empty.';
