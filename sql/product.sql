-- product: what numbers give when they are multiplied, such as households x cost x months

CREATE AGGREGATE product(factor numeric) (
    SFUNC = numeric_mul, STYPE = numeric,
    COMBINEFUNC = numeric_mul,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE product(numeric) IS
'Product of all values that are not NULL, exact as numeric multiplication is. NULL when there is none.';
