/*
 * Prints what a program sees that reads the views of a schema through psqlODBC.
 *
 * usage: odbc SETTINGS tables SCHEMA     what SQLTables lists: name, type, remarks
 *        odbc SETTINGS columns SCHEMA    what SQLColumns says of every view's columns:
 *                                        view, position, name, type, size, scale, remarks
 *        odbc SETTINGS results SCHEMA    the same of SELECT * from every view, without remarks
 *        odbc SETTINGS rows SCHEMA       every row of every view, the view's name first
 *        odbc SETTINGS refused SCHEMA    what SELECT * from every table ends with: its name, SQLSTATE
 *        odbc SETTINGS query SQL         a query's columns, then its rows
 *
 * SETTINGS are the driver's, as NAME=VALUE;NAME=VALUE, beside those of the server,
 * which come from the environment as psql's do. Output is as COPY writes text, in UTF-8.
 * Exit status: 1 after an error, 2 if a text is longer than its column says, for a
 * program that makes room for as much as the driver says would cut it.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

_Static_assert(sizeof(SQLWCHAR) == 2, "unixODBC hands out UTF-16");

#define MAX_COLUMNS 64
#define NAME_SIZE	129

static SQLHDBC connection;
static int	exit_status = EXIT_SUCCESS;

typedef struct Column
{
	char		name[NAME_SIZE];
	SQLSMALLINT type;
	SQLULEN		size;
	SQLSMALLINT digits;
} Column;

static void
die(SQLSMALLINT handle_type, SQLHANDLE handle, const char *what)
{
	SQLCHAR		state[6] = "",
				message[1024] = "";

	SQLGetDiagRec(handle_type, handle, 1, state, NULL, message, sizeof(message), NULL);
	fflush(stdout);
	fprintf(stderr, "%s: %s %s\n", what, state, message);
	exit(EXIT_FAILURE);
}

static SQLHSTMT
new_statement(void)
{
	SQLHSTMT	statement;

	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement)))
		die(SQL_HANDLE_DBC, connection, "SQLAllocHandle");
	return statement;
}

/* Makes room for more at the end of a string, which it takes and returns. */
static char *
grown(char *string, size_t size)
{
	string = realloc(string, size);
	if (string == NULL)
	{
		perror("realloc");
		exit(EXIT_FAILURE);
	}
	return string;
}

/*
 * A value as UTF-8, or NULL; *units counts what a program would have made room for.
 * Read in parts, and small ones, as long values are.
 */
static char *
text(SQLHSTMT statement, SQLUSMALLINT column, size_t *units)
{
	SQLWCHAR	part[100];
	char	   *string = grown(NULL, 1);
	size_t		length = 0;
	unsigned	high = 0;
	SQLLEN		indicator;
	SQLRETURN	result;

	*units = 0;
	do
	{
		result = SQLGetData(statement, column, SQL_C_WCHAR, part, sizeof(part), &indicator);
		if (result == SQL_NO_DATA)
			break;
		if (!SQL_SUCCEEDED(result))
			die(SQL_HANDLE_STMT, statement, "SQLGetData");
		if (indicator == SQL_NULL_DATA)
		{
			free(string);
			return NULL;
		}
		string = grown(string, length + 3 * sizeof(part) / sizeof(*part) + 1);
		for (SQLWCHAR *p = part; *p != 0; p++)
		{
			unsigned	c = *p;

			*units += 1;
			if (c >= 0xD800 && c < 0xDC00)
			{
				high = c;
				continue;
			}
			if (c >= 0xDC00 && c < 0xE000)
			{
				c = 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00);
				string[length++] = (char) (0xF0 | c >> 18);
				string[length++] = (char) (0x80 | (c >> 12 & 0x3F));
			}
			else if (c >= 0x800)
				string[length++] = (char) (0xE0 | c >> 12);
			if (c >= 0x800)
				string[length++] = (char) (0x80 | (c >> 6 & 0x3F));
			else if (c >= 0x80)
				string[length++] = (char) (0xC0 | c >> 6);
			string[length++] = (char) (c < 0x80 ? c : (0x80 | (c & 0x3F)));
		}
	} while (result == SQL_SUCCESS_WITH_INFO);
	string[length] = 0;
	return string;
}

/* Prints a field as COPY does, takes the string. */
static void
print_field(char *string, char end)
{
	static const char special[] = "\\\b\f\n\r\t\v",
				letter[] = "\\bfnrtv";

	if (string == NULL)
		fputs("\\N", stdout);
	else
		for (const char *p = string; *p != 0; p++)
		{
			const char *found = strchr(special, *p);

			if (found != NULL)
				printf("\\%c", letter[found - special]);
			else
				putchar(*p);
		}
	putchar(end);
	free(string);
}

static const char *
type_name(int type)
{
	static char number[16];

	switch (type)
	{
		case SQL_WLONGVARCHAR: return "WLONGVARCHAR";
		case SQL_WVARCHAR: return "WVARCHAR";
		case SQL_VARCHAR: return "VARCHAR";
		case SQL_INTEGER: return "INTEGER";
		case SQL_NUMERIC: return "NUMERIC";
		case SQL_TYPE_DATE: return "DATE";
		case SQL_BIT: return "BIT";
	}
	snprintf(number, sizeof(number), "%d", type);
	return number;
}

/* Prints a value, fetched as what its column's type says it is. */
static void
print_value(SQLHSTMT statement, SQLUSMALLINT number, const Column *column, char end)
{
	SQLLEN		indicator;
	SQLRETURN	result;
	SQLINTEGER	integer = 0;
	SQLCHAR		bit = 0,
				decimal[64] = "";
	SQL_DATE_STRUCT date = {0};
	char		string[64];
	char	   *value;
	size_t		units;

	switch (column->type)
	{
		case SQL_INTEGER:
			result = SQLGetData(statement, number, SQL_C_SLONG, &integer, sizeof(integer), &indicator);
			snprintf(string, sizeof(string), "%d", (int) integer);
			break;
		case SQL_BIT:
			result = SQLGetData(statement, number, SQL_C_BIT, &bit, sizeof(bit), &indicator);
			snprintf(string, sizeof(string), "%s", bit ? "t" : "f");
			break;
		case SQL_TYPE_DATE:
			result = SQLGetData(statement, number, SQL_C_TYPE_DATE, &date, sizeof(date), &indicator);
			snprintf(string, sizeof(string), "%04d-%02u-%02u", date.year, date.month, date.day);
			break;
		case SQL_NUMERIC:
			result = SQLGetData(statement, number, SQL_C_CHAR, decimal, sizeof(decimal), &indicator);
			snprintf(string, sizeof(string), "%s", decimal);
			break;
		default:
			value = text(statement, number, &units);
			if (units > column->size)
			{
				fprintf(stderr, "%s has %zu characters, of %lu\n", column->name, units, (unsigned long) column->size);
				exit_status = 2;
			}
			print_field(value, end);
			return;
	}
	if (result != SQL_SUCCESS)
		die(SQL_HANDLE_STMT, statement, column->name);
	print_field(indicator == SQL_NULL_DATA ? NULL : strdup(string), end);
}

/* Runs a query and prints its columns, its rows, or both, each line after the name. */
static void
query(SQLHSTMT statement, const char *sql, const char *name, int with_columns, int with_rows)
{
	Column		columns[MAX_COLUMNS];
	SQLSMALLINT count;

	if (!SQL_SUCCEEDED(SQLExecDirect(statement, (SQLCHAR *) sql, SQL_NTS)))
		die(SQL_HANDLE_STMT, statement, sql);
	if (!SQL_SUCCEEDED(SQLNumResultCols(statement, &count)) || count > MAX_COLUMNS)
		die(SQL_HANDLE_STMT, statement, sql);
	for (int i = 0; i < count; i++)
	{
		Column	   *c = &columns[i];

		if (!SQL_SUCCEEDED(SQLDescribeCol(statement, (SQLUSMALLINT) (i + 1), (SQLCHAR *) c->name, sizeof(c->name),
										  NULL, &c->type, &c->size, &c->digits, NULL)))
			die(SQL_HANDLE_STMT, statement, sql);
		if (with_columns)
			printf("%s%s%d\t%s\t%s\t%lu\t%d\n", name, *name ? "\t" : "", i + 1, c->name, type_name(c->type),
				   (unsigned long) c->size, c->digits);
	}
	while (with_rows)
	{
		SQLRETURN	result = SQLFetch(statement);

		if (result == SQL_NO_DATA)
			break;
		if (result != SQL_SUCCESS)
			die(SQL_HANDLE_STMT, statement, sql);
		printf("%s%s", name, *name ? "\t" : "");
		for (int i = 0; i < count; i++)
			print_value(statement, (SQLUSMALLINT) (i + 1), &columns[i], i + 1 == count ? '\n' : '\t');
	}
}

/* Prints fields of what a catalogue function gives; the last is 0. */
static void
print_catalogue(SQLHSTMT statement, SQLRETURN result, ...)
{
	if (!SQL_SUCCEEDED(result))
		die(SQL_HANDLE_STMT, statement, "catalogue");
	while ((result = SQLFetch(statement)) == SQL_SUCCESS)
	{
		va_list		fields;
		int			field,
					next;
		size_t		units;

		va_start(fields, result);
		for (field = va_arg(fields, int); field != 0; field = next)
		{
			char	   *value = text(statement, (SQLUSMALLINT) abs(field), &units);

			next = va_arg(fields, int);
			/* A negative one is a code of a type. */
			if (field < 0 && value != NULL)
			{
				char	   *type = strdup(type_name(atoi(value)));

				free(value);
				value = type;
			}
			print_field(value, next ? '\t' : '\n');
		}
		va_end(fields);
	}
	if (result != SQL_NO_DATA)
		die(SQL_HANDLE_STMT, statement, "catalogue");
}

/* Carries out a command for one view, or for the table that must not be read. */
static void
print_relation(const char *command, SQLCHAR *schema, const char *name)
{
	SQLHSTMT	statement = new_statement();
	char		sql[512];

	snprintf(sql, sizeof(sql), "SELECT * FROM \"%s\".\"%s\"", schema, name);
	if (strcmp(command, "columns") == 0)
		print_catalogue(statement, SQLColumns(statement, NULL, 0, schema, SQL_NTS, (SQLCHAR *) name, SQL_NTS, NULL, 0),
						3, 17, 4, -5, 7, 9, 12, 0);
	else if (strcmp(command, "refused") == 0)
	{
		SQLCHAR		state[6] = "";

		if (!SQL_SUCCEEDED(SQLExecDirect(statement, (SQLCHAR *) sql, SQL_NTS)))
			SQLGetDiagRec(SQL_HANDLE_STMT, statement, 1, state, NULL, NULL, 0, NULL);
		printf("%s\t%s\n", name, state);
	}
	else
		query(statement, sql, name, strcmp(command, "results") == 0, strcmp(command, "rows") == 0);
	SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

static void
connect_as_psql_would(const char *settings)
{
	SQLHENV		environment;
	char		string[1024];
	SQLWCHAR	wide[sizeof(string)];

	SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
	SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER) SQL_OV_ODBC3, 0);
	SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
	snprintf(string, sizeof(string), "DRIVER={PostgreSQL Unicode};SERVER=%s;PORT=%s;DATABASE=%s;UID=%s;PWD=%s;%s",
			 getenv("PGHOST"), getenv("PGPORT"), getenv("PGDATABASE"), getenv("PGUSER"), getenv("PGPASSWORD"), settings);
	/* The driver offers text as wide characters to those that connect with them, as programs on Windows do. */
	for (size_t i = 0; i <= strlen(string); i++)
		wide[i] = (unsigned char) string[i];
	if (!SQL_SUCCEEDED(SQLDriverConnectW(connection, NULL, wide, SQL_NTS, NULL, 0, NULL, SQL_DRIVER_NOPROMPT)))
		die(SQL_HANDLE_DBC, connection, "SQLDriverConnect");
}

int
main(int argc, char **argv)
{
	const char *command;
	SQLCHAR    *schema;
	SQLHSTMT	statement;

	if (argc != 4)
	{
		fprintf(stderr, "usage: odbc SETTINGS tables|columns|results|rows|refused SCHEMA | odbc SETTINGS query SQL\n");
		return EXIT_FAILURE;
	}
	command = argv[2];
	schema = (SQLCHAR *) argv[3];
	connect_as_psql_would(argv[1]);
	statement = new_statement();

	if (strcmp(command, "query") == 0)
		query(statement, argv[3], "", 1, 1);
	else if (strcmp(command, "tables") == 0)
		print_catalogue(statement, SQLTables(statement, NULL, 0, schema, SQL_NTS, NULL, 0, NULL, 0), 3, 4, 5, 0);
	else
	{
		bool		refused = strcmp(command, "refused") == 0;
		const char *type = refused ? "TABLE,VIEW" : "VIEW";

		if (!SQL_SUCCEEDED(SQLTables(statement, NULL, 0, schema, SQL_NTS, NULL, 0, (SQLCHAR *) type, SQL_NTS)))
			die(SQL_HANDLE_STMT, statement, "SQLTables");
		while (SQL_SUCCEEDED(SQLFetch(statement)))
		{
			size_t		units;
			char	   *name = text(statement, 3, &units);
			char	   *listed_as = text(statement, 4, &units);

			/* What summaries are computed by is the owner's, as tables are. */
			if (refused == (strcmp(listed_as, "TABLE") == 0 || strncmp(name, "live_", 5) == 0))
				print_relation(command, schema, name);
			free(listed_as);
			free(name);
		}
	}
	SQLDisconnect(connection);
	return exit_status;
}
