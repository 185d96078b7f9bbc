-- sie_rows: what stands in a SIE file, line by line

CREATE FUNCTION @extschema@.sie_items(file bytea, OUT line integer, OUT item text, OUT fields text[], OUT objects text[]) RETURNS SETOF record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.sie_items(bytea) IS
'Every item of a SIE file (types 1 to 4 and 4I, format 4B): the number of its line, its label such as #TRANS, its fields without quotes, and its object list as dimension, object, dimension, object, NULL where it has none. The list is not among the fields, so that these have the same places with and without it. The file is read in the encoding that its bytes show (text_encoding), else in CP437. No rows for NULL. Errors: 22P02 for what is no SIE file, or a line that cannot be taken apart; 22021 for what is no text.';

CREATE FUNCTION @extschema@.sie_transactions(file bytea, OUT line integer, OUT series text, OUT number text, OUT voucher_date date, OUT voucher_text text,
    OUT registered_on date, OUT account text, OUT account_name text, OUT objects jsonb, OUT amount numeric, OUT transaction_date date, OUT transaction_text text,
    OUT quantity numeric) RETURNS SETOF record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.sie_transactions(bytea) IS
'Every #TRANS of a SIE file with its voucher: line, series, number, day and text of the voucher and the day it was registered on; account and its name, NULL where the file declares none; objects as {"dimension": "object"}; the amount, positive for debit and negative for credit, as it is written; the transaction''s own day, text and quantity. #BTRANS and #RTRANS, which tell what was struck out and added later, are no bookings and not among them. NULL for what a line does not have. No rows for NULL. Errors: 22P02 with the line for what cannot be read, or is no SIE file; 22021 for what is no text.';

CREATE FUNCTION @extschema@.sie_balances(file bytea, OUT line integer, OUT item text, OUT year integer, OUT first_day date, OUT last_day date, OUT month date,
    OUT account text, OUT account_name text, OUT objects jsonb, OUT amount numeric, OUT quantity numeric) RETURNS SETOF record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.sie_balances(bytea) IS
'Every balance and budget of a SIE file: line; item (#IB and #UB at the beginning and end of a year, #OIB and #OUB of objects, #RES result of a year, #PSALDO of a month, #PBUDGET budget of a month); the year by its index, 0 for the one that the file is of and -1 for the one before, and by its first and last day, NULL where the file does not say; the first day of the month, NULL for a year; account and its name, NULL where the file declares none; objects as {"dimension": "object"}; amount, positive for debit; quantity, NULL where there is none. No rows for NULL. Errors: 22P02 with the line for what cannot be read, or is no SIE file; 22021 for what is no text.';
