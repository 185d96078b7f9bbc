-- How the reports look, whatever the reader's psql is set to. They read it first.

\set ON_ERROR_STOP on
\set QUIET on
\pset pager off
\pset footer off
\pset border 1
\pset linestyle ascii
\pset format aligned
\pset expanded off
\pset tuples_only off
\pset null ''
