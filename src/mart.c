/*
 * mart.c
 *
 * The one thing about marts that SQL cannot do: to act for a mart's owner
 * without trusting that owner.
 *
 *   SELECT run_as_owner('lund.mart', 'CALL ...');
 *
 * SET ROLE is no protection, because whatever runs then, a trigger of the
 * owner's for example, may set the role back. So this does what PostgreSQL
 * does when it runs an index's or a materialized view's functions for a
 * superuser: it switches to the owner in a security-restricted operation.
 */
#include "social_services.h"

/* Some of what spi.h includes has unused parameters, which -Wextra minds. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "executor/spi.h"
#pragma GCC diagnostic pop

#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(run_as_owner);

static Oid
relation_owner(Oid relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Form_pg_class form;
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relation)));
	form = (Form_pg_class) GETSTRUCT(tuple);
	owner = form->relowner;
	if (!member_can_set_role(GetUserId(), owner))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be owner of relation %s", NameStr(form->relname)),
				 errhint("Call this as role %s, or as a member of it.",
						 quote_identifier(GetUserNameFromId(owner, false)))));
	ReleaseSysCache(tuple);
	return owner;
}

/*
 * run_as_owner(relation regclass, command text) -> void
 *
 * After an error the transaction's abort restores the user and the settings.
 */
Datum
run_as_owner(PG_FUNCTION_ARGS)
{
	Oid			owner = relation_owner(PG_GETARG_OID(0));
	const char *command = text_to_cstring(PG_GETARG_TEXT_PP(1));
	Oid			caller;
	int			security_context;
	int			nest_level;
	int			result;

	GetUserIdAndSecContext(&caller, &security_context);
	SetUserIdAndSecContext(owner, security_context |
						   SECURITY_LOCAL_USERID_CHANGE |
						   SECURITY_RESTRICTED_OPERATION);
	nest_level = NewGUCNestLevel();

	SPI_connect();
	result = SPI_execute(command, false, 0);
	if (result < 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("run_as_owner cannot run this command: %s", command),
				 errdetail("SPI_execute returned %s.", SPI_result_code_string(result)),
				 errhint("Transaction control and COPY from or to the client are not possible here.")));
	SPI_finish();

	AtEOXact_GUC(false, nest_level);
	SetUserIdAndSecContext(caller, security_context);
	PG_RETURN_VOID();
}
