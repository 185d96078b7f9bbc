/*
 * mart.c
 *
 * What SQL cannot do for marts: to act for a mart's owner without trusting
 * that owner, and to commit in between.
 *
 *   SELECT run_as_owner('lund.mart', 'upgrade_social_mart_as_owner(text)', ARRAY['lund']);
 *   SELECT run_on_file('lund.mart', 'load_sie_as_owner(text, ...)', ARRAY['lund', ...], file);
 *   CALL refresh_social_mart('lund');
 *
 * SET ROLE is no protection, because whatever runs then, a trigger of the
 * owner's for example, may set the role back. So this does what PostgreSQL
 * does when it runs an index's or a materialized view's functions for a
 * superuser: it switches to the owner in a security-restricted operation.
 *
 * What to call is given by its OID and not by its name, and called with
 * arguments of exactly its types, so that nothing planted beside it can be
 * taken for it.
 *
 * A file of hundreds of megabytes is read several times in a load. As an
 * argument it would be copied from call to call, so it is held here while
 * the load runs, and held_file() hands it out.
 *
 * A procedure that commits may neither have settings of its own nor be another
 * user meanwhile, and PL/pgSQL cannot ask whether it may commit. So the loop of
 * refresh_social_mart is here: it runs as the caller, each of its steps as the
 * owner, and between them nobody's code.
 */
#include "social_services.h"

/* Some of what spi.h includes has unused parameters, which -Wextra minds. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "executor/spi.h"
#pragma GCC diagnostic pop

#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(can_run_as_owner);
PG_FUNCTION_INFO_V1(run_function_as_owner);
PG_FUNCTION_INFO_V1(run_as_owner);
PG_FUNCTION_INFO_V1(run_on_file);
PG_FUNCTION_INFO_V1(held_file);
PG_FUNCTION_INFO_V1(refresh_social_mart);

/* The file of the load that runs, innermost if one calls another, or NULL. It lies with the caller of run_on_file. */
static bytea *file_held = NULL;

static Oid
relation_owner(Oid relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relation),
				 errhint("Give one by its name: 'our_board.mart'::regclass.")));
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

/*
 * The owner of a relation, whom the current user may act for.
 */
static Oid
owner_to_act_for(Oid relation)
{
	Oid			owner = relation_owner(relation);

	if (!member_can_set_role(GetUserId(), owner))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be owner of relation %s", get_rel_name(relation)),
				 errhint("Call this as role %s, or as a member of it.",
						 quote_identifier(GetUserNameFromId(owner, false)))));
	return owner;
}

static HeapTuple
function_tuple(Oid function)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("function with OID %u does not exist", function),
				 errhint("Give one by its name and arguments: 'our_board.own_function(text)'::regprocedure.")));
	return tuple;
}

/*
 * "schema.function($1, $2)", with as many arguments as it has.
 */
static char *
call_of(Oid function)
{
	HeapTuple	tuple = function_tuple(function);
	Form_pg_proc form = (Form_pg_proc) GETSTRUCT(tuple);
	StringInfoData call;

	initStringInfo(&call);
	appendStringInfo(&call, "%s(", quote_qualified_identifier(get_namespace_name(form->pronamespace),
															  NameStr(form->proname)));
	for (int i = 0; i < form->pronargs; i++)
		appendStringInfo(&call, "%s$%d", i > 0 ? ", " : "", i + 1);
	appendStringInfoChar(&call, ')');
	ReleaseSysCache(tuple);
	return call.data;
}

/*
 * All arguments must be text, and as many as are given.
 */
static void
CheckTakesTexts(Oid function, int arguments)
{
	HeapTuple	tuple = function_tuple(function);
	Form_pg_proc form = (Form_pg_proc) GETSTRUCT(tuple);
	bool		fits = form->prokind == PROKIND_FUNCTION && !form->proretset && form->pronargs == arguments;

	for (int i = 0; i < form->pronargs; i++)
		fits = fits && form->proargtypes.values[i] == TEXTOID;
	ReleaseSysCache(tuple);
	if (!fits)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("run_as_owner cannot call %s with these arguments", call_of(function)),
				 errhint("It calls functions that return one value, with an array of as many texts as the function has arguments, all of type text.")));
}

/*
 * can_run_as_owner(relation regclass) -> boolean
 */
Datum
can_run_as_owner(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(member_can_set_role(GetUserId(), relation_owner(PG_GETARG_OID(0))));
}

/*
 * Runs a command with an owner's rights, or with the caller's where that is
 * InvalidOid. Its first value, or NULL where there is none.
 *
 * After an error the transaction's abort restores the user and the settings.
 */
static text *
execute_as(Oid owner, const char *command, int arguments, Oid *types, Datum *values, const char *nulls)
{
	MemoryContext caller_context = CurrentMemoryContext;
	Oid			caller;
	int			security_context;
	int			nest_level;
	int			status;
	text	   *result = NULL;

	GetUserIdAndSecContext(&caller, &security_context);
	nest_level = NewGUCNestLevel();
	if (OidIsValid(owner))
	{
		SetUserIdAndSecContext(owner, security_context |
							   SECURITY_LOCAL_USERID_CHANGE |
							   SECURITY_RESTRICTED_OPERATION);
		/* On a coordinator of Citus a mart stays: it would send schemas to its workers, and warn of each view that it cannot. */
		if (GetConfigOption("citus.enable_ddl_propagation", true, false) != NULL)
			(void) set_config_option("citus.enable_ddl_propagation", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	}

	SPI_connect();
	status = SPI_execute_with_args(command, arguments, types, values, nulls, false, 0);
	if (status < 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("run_as_owner cannot run this command: %s", command),
				 errdetail("SPI returned %s.", SPI_result_code_string(status)),
				 errhint("Transaction control and COPY from or to the client are not possible here.")));
	if (status == SPI_OK_SELECT && SPI_processed == 1)
	{
		char	   *value = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

		if (value != NULL)
		{
			MemoryContext spi_context = MemoryContextSwitchTo(caller_context);

			result = cstring_to_text(value);
			MemoryContextSwitchTo(spi_context);
		}
	}
	SPI_finish();

	AtEOXact_GUC(false, nest_level);
	SetUserIdAndSecContext(caller, security_context);
	return result;
}

/*
 * Calls a function with an array of texts.
 */
static text *
call_as(Oid owner, Oid function, ArrayType *arguments)
{
	Datum	   *values;
	bool	   *nulls;
	int			count;
	Oid		   *types;
	char	   *spi_nulls;

	deconstruct_array(arguments, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &count);
	types = palloc(sizeof(Oid) * (count + 1));
	spi_nulls = palloc(count + 1);
	for (int i = 0; i < count; i++)
	{
		types[i] = TEXTOID;
		spi_nulls[i] = nulls[i] ? 'n' : ' ';
	}
	spi_nulls[count] = '\0';

	CheckTakesTexts(function, count);
	return execute_as(owner, psprintf("SELECT %s", call_of(function)), count, types, values, spi_nulls);
}

/*
 * run_as_owner(relation regclass, work regprocedure, arguments text[]) -> text
 */
Datum
run_function_as_owner(PG_FUNCTION_ARGS)
{
	text	   *result = call_as(owner_to_act_for(PG_GETARG_OID(0)), PG_GETARG_OID(1), PG_GETARG_ARRAYTYPE_P(2));

	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(result);
}

/*
 * run_on_file(relation regclass, work regprocedure, arguments text[], file bytea) -> void
 *
 * relation is NULL where the caller's own rights are to do.
 */
Datum
run_on_file(PG_FUNCTION_ARGS)
{
	bytea	   *outer = file_held;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_VOID();
	/* Out of line or compressed it would be fetched anew at each reading. */
	file_held = PG_ARGISNULL(3) ? NULL : PG_GETARG_BYTEA_P(3);
	PG_TRY();
	{
		call_as(PG_ARGISNULL(0) ? InvalidOid : owner_to_act_for(PG_GETARG_OID(0)), PG_GETARG_OID(1), PG_GETARG_ARRAYTYPE_P(2));
	}
	PG_FINALLY();
	{
		file_held = outer;
	}
	PG_END_TRY();
	PG_RETURN_VOID();
}

/*
 * held_file() -> bytea
 */
Datum
held_file(PG_FUNCTION_ARGS)
{
	(void) fcinfo;
	if (file_held == NULL)
		PG_RETURN_NULL();
	PG_RETURN_BYTEA_P(file_held);
}

/*
 * run_as_owner(relation regclass, command text) -> void
 *
 * For the SQL of version 0.1.0, between the installation of a newer library
 * and ALTER EXTENSION UPDATE.
 */
Datum
run_as_owner(PG_FUNCTION_ARGS)
{
	execute_as(owner_to_act_for(PG_GETARG_OID(0)), text_to_cstring(PG_GETARG_TEXT_PP(1)), 0, NULL, NULL, NULL);
	PG_RETURN_VOID();
}

/*
 * A function of ours that lies beside the one that runs.
 */
static Oid
function_beside(FunctionCallInfo fcinfo, const char *name, int arguments, const Oid *types)
{
	Oid			function = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
										   PointerGetDatum(buildoidvector(types, arguments)),
										   ObjectIdGetDatum(get_func_namespace(fcinfo->flinfo->fn_oid)));

	if (!OidIsValid(function))
		elog(ERROR, "%s is missing beside refresh_social_mart", name);
	return function;
}

/*
 * The one value, as text, that a command returns, or NULL.
 */
static char *
only_value(const char *command, int arguments, Oid *types, Datum *values, const char *nulls)
{
	char	   *value;

	if (SPI_execute_with_args(command, arguments, types, values, nulls, false, 0) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "%s returned no row", command);
	value = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	SPI_freetuptable(SPI_tuptable);
	return value;
}

/*
 * CALL refresh_social_mart(schema text, anew boolean, organisation text)
 *
 * Calls refresh_step until that returns NULL, and gives it each time what it
 * has returned before; then likewise for the mart's released mart, if there is
 * one.
 *
 * Called by itself it commits after each step, which keeps what is done. In a
 * transaction block, or called by SQL or PL/pgSQL of others, it is part of
 * their transaction, and commits nothing that they have begun.
 */
Datum
refresh_social_mart(PG_FUNCTION_ARGS)
{
	bool		commits = fcinfo->context != NULL && IsA(fcinfo->context, CallContext) &&
		!((CallContext *) fcinfo->context)->atomic && !SPI_inside_nonatomic_context();
	Oid			types[] = {TEXTOID, BOOLOID, TEXTOID, BOOLOID, TEXTOID};
	Oid			next_types[] = {TEXTOID, TEXTOID};
	Datum		values[5] = {0};
	char		nulls[] = "nnn n";
	Oid			step = function_beside(fcinfo, "refresh_step", lengthof(types), types);
	Oid			next = function_beside(fcinfo, "mart_to_refresh_next", lengthof(next_types), next_types);
	char	   *command;
	char	   *next_command;
	char	   *state;
	char	   *released;

	SPI_connect_ext(commits ? SPI_OPT_NONATOMIC : 0);
	command = psprintf("SELECT %s", call_of(step));
	next_command = psprintf("SELECT %s", call_of(next));
	/* Copies, which are there as long as this runs: what an argument lies in may be gone after a commit. */
	for (int i = 0; i < 3; i++)
		if (!PG_ARGISNULL(i))
		{
			values[i] = types[i] == TEXTOID ? PointerGetDatum(PG_GETARG_TEXT_P_COPY(i)) : PG_GETARG_DATUM(i);
			nulls[i] = ' ';
		}
	values[3] = BoolGetDatum(!commits);
	do
	{
		nulls[4] = 'n';
		do
		{
			if (commits)
			{
				SPI_commit();
				/* A step must see what others have committed before it, whatever the session's default is. */
				if (SPI_execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", false, 0) != SPI_OK_UTILITY)
					elog(ERROR, "cannot set the isolation level");
			}
			state = only_value(command, lengthof(types), types, values, nulls);
			if (state != NULL)
			{
				values[4] = CStringGetTextDatum(state);
				nulls[4] = ' ';
			}
		} while (state != NULL);
		/* A released mart has none itself. */
		released = only_value(next_command, lengthof(next_types), next_types, (Datum[]) {values[0], values[2]},
							  (char[]) {nulls[0], nulls[2], '\0'});
		if (released != NULL)
			values[0] = CStringGetTextDatum(released);
	} while (released != NULL);
	SPI_finish();
	PG_RETURN_VOID();
}
