/*
 * pseudonym.c
 *
 * A number that stands for a household or person, always the same and not to be led back:
 *
 *   SELECT pseudonym(identity, secret);
 *
 * HMAC-SHA-256 (RFC 2104) of the identity with the secret as its key, both as UTF-8: the first eight bytes of
 * it as a number, the most significant first, without the sign. Without the secret nobody can try all personal
 * identity numbers, of which there are few; so the secret is never in a message, and stored nowhere.
 */
#include "social_services.h"
#include "text_bytes.h"

#include "common/hmac.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(pseudonym);

/* A secret that could be guessed is none. */
#define SECRET_BYTES 16

static char *utf8(text *value);
static bool is_blank(const char *identity);

/*
 * pseudonym(identity text, secret text) -> bigint
 */
Datum
pseudonym(PG_FUNCTION_ARGS)
{
	char	   *identity = utf8(PG_GETARG_TEXT_PP(0));
	char	   *secret = utf8(PG_GETARG_TEXT_PP(1));
	uint8		code[PG_SHA256_DIGEST_LENGTH];
	uint64		number;
	pg_hmac_ctx *hmac;

	if (is_blank(identity))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("identity is blank"),
				 errhint("All who have none would be one household. Leave them out, or give each a number.")));
	if (strlen(secret) < SECRET_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("secret has %zu bytes, and must have at least %d", strlen(secret), SECRET_BYTES),
				 errhint("Make one with SELECT gen_random_uuid(), keep it outside of the database, and use it for every load.")));

	/* It may be made by a cryptographic library, which can run out of memory. */
	hmac = pg_hmac_create(PG_SHA256);
	if (hmac == NULL ||
		pg_hmac_init(hmac, (const uint8 *) secret, strlen(secret)) < 0 ||
		pg_hmac_update(hmac, (const uint8 *) identity, strlen(identity)) < 0 ||
		pg_hmac_final(hmac, code, sizeof(code)) < 0)
	{
		pg_hmac_free(hmac);
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not compute a pseudonym"),
				 errhint("The cryptographic library of the server has no memory left, or may not use SHA-256.")));
	}
	pg_hmac_free(hmac);

	memcpy(&number, code, sizeof(number));
	PG_RETURN_INT64((int64) (pg_ntoh64(number) & PG_INT64_MAX));
}

/*
 * A text as UTF-8, so that one identity has one pseudonym in databases of every encoding.
 */
static char *
utf8(text *value)
{
	char	   *own = text_to_cstring(value);

	return pg_server_to_any(own, strlen(own), PG_UTF8);
}

/*
 * Whether nothing but blanks is written.
 */
static bool
is_blank(const char *identity)
{
	size_t		blank;

	while ((blank = text_blank(identity, strlen(identity))) > 0)
		identity += blank;
	return *identity == '\0';
}
