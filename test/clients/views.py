"""
Prints what a program sees that reads the views of a schema with pandas through SQLAlchemy and psycopg2.

usage: views.py COMMAND ARGUMENT, with the server in the environment, as psql has it. The commands:

  columns SCHEMA    what SQLAlchemy's inspector says of every view's columns: view, position, name, type, size, scale, comment
  rows SCHEMA       every row of every view as pandas has it, the view's name first
  floats SCHEMA     the columns of all views that pandas makes floating-point numbers of, unless told not to: view, column
  query SQL         a query's rows

Output is as COPY writes text.
"""
import os
import sys

import numpy
import pandas
import sqlalchemy

engine = sqlalchemy.create_engine("postgresql+psycopg2:///?host={PGHOST}&port={PGPORT}&user={PGUSER}&dbname={PGDATABASE}&password={PGPASSWORD}".format(**os.environ))
inspector = sqlalchemy.inspect(engine)


def views(schema):
    return sorted(name for name in inspector.get_view_names(schema) if not name.startswith("live_"))


def text(value):
    if value is None or value is pandas.NA or value is pandas.NaT:
        return "\\N"
    if isinstance(value, (bool, numpy.bool_)):
        return "t" if value else "f"
    for character, written in ("\\", "\\\\"), ("\b", "\\b"), ("\f", "\\f"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\v", "\\v"):
        value = str(value).replace(character, written)
    return value


def put(*fields):
    print("\t".join(text(field) for field in fields))


def frame(query, connection, columns):
    """As docs/bi-tools.md says: exact amounts, and whole numbers and truth that may be missing."""
    types = {c["name"]: {"INTEGER": "Int64", "BOOLEAN": "boolean"}.get(str(c["type"])) for c in columns}
    return pandas.read_sql_query(sqlalchemy.text(query), connection, coerce_float=False, dtype={name: type for name, type in types.items() if type})


sys.stdout.reconfigure(encoding="utf-8", newline="\n")
command, argument = sys.argv[1:]
with engine.connect() as connection:
    if command == "query":
        for row in frame(argument, connection, []).itertuples(index=False):
            put(*row)
    for view in views(argument) if command != "query" else []:
        columns = inspector.get_columns(view, argument)
        select = 'SELECT * FROM "{}"."{}"'.format(argument, view)
        if command == "columns":
            for position, column in enumerate(columns, 1):
                type = column["type"]
                put(view, position, column["name"], str(type).split("(")[0], getattr(type, "precision", None), getattr(type, "scale", None), column["comment"])
        elif command == "rows":
            for row in frame(select, connection, columns).itertuples(index=False):
                put(view, *row)
        elif command == "floats":
            read = pandas.read_sql_query(sqlalchemy.text(select), connection)
            for column in columns:
                if read[column["name"]].dtype == "float64":
                    put(view, column["name"])
