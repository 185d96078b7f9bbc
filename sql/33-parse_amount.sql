-- parse_amount: the amount that a text says

CREATE FUNCTION @extschema@.parse_amount(amount text, decimal_mark text DEFAULT ',') RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.parse_amount(text, text) IS
'The amount that a text says. Thousands may be parted by blanks (of any width, also no-break ones), apostrophes, or points (commas where decimal_mark is a point), in groups of three; negative is a minus sign, hyphen or en dash before or behind it, or parentheses around it. A dash alone is 0. decimal_mark is a comma or a point. NULL for blank text, and where an argument is NULL. Errors: 22P02 for what can be read in two ways, such as 1.234 with decimal mark comma, and for all that is no amount, also with a currency, percent sign or exponent, and beyond 200 characters; 22023 for another decimal_mark.';

CREATE FUNCTION @extschema@.amount_fault(amount text, decimal_mark text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.amount_fault(text, text) IS
'Why parse_amount would refuse a text, so that many can be told at once; NULL for what is an amount or blank, and where an argument is NULL. 22023 for a decimal_mark other than comma and point. For load_ledger.';
