-- product: what numbers give when they are multiplied, such as households x cost x months

CREATE AGGREGATE @extschema@.product(factor numeric) (
    SFUNC = pg_catalog.numeric_mul, STYPE = numeric,
    COMBINEFUNC = pg_catalog.numeric_mul,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.product(numeric) IS
'Product of all values that are not NULL, exact as numeric multiplication is. NULL when there is none.';
