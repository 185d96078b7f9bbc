/*
 * sie_cells.c
 *
 * Sums in a hash table: as many as there are accounts, objects and months, however many transactions.
 */
#include "sie_cells.h"

#include "common/hashfn.h"
#include "common/int.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

static inline uint32
hash_key(const SieKey *key)
{
	uint32		hash = murmurhash32((uint32) key->account);

	hash = hash_combine(hash, murmurhash32((uint32) key->unit));
	hash = hash_combine(hash, murmurhash32((uint32) key->head));
	hash = hash_combine(hash, murmurhash32((uint32) key->activity));
	return hash_combine(hash, murmurhash32((uint32) (key->month * 32 + key->source)));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

#define SH_PREFIX			sie_cells
#define SH_ELEMENT_TYPE		SieCell
#define SH_KEY_TYPE			SieKey
#define SH_KEY				key
#define SH_HASH_KEY(tb, key)	hash_key(&(key))
#define SH_EQUAL(tb, a, b)	(memcmp(&(a), &(b), sizeof(SieKey)) == 0)
#define SH_SCOPE			extern
#define SH_DEFINE
#include "lib/simplehash.h"

#pragma GCC diagnostic pop

static inline int32
number_of(const SieName *name)
{
	return name == NULL ? 0 : name->number + 1;
}

static inline SieKey
key_of(SieSource source, const SieName *account, const SieObjects *objects, int month)
{
	SieKey		key = {.account = number_of(account), .month = month, .source = source};

	if (objects != NULL)
	{
		key.unit = number_of(objects->unit);
		key.head = number_of(objects->head);
		key.activity = number_of(objects->activity);
	}
	return key;
}

/*
 * Of the whole account where objects is NULL. Whether there was an amount already.
 */
bool
sie_add(sie_cells_hash *cells, SieSource source, const SieName *account, const SieObjects *objects, int month, int64 amount)
{
	bool		found;
	SieCell    *cell = sie_cells_insert(cells, key_of(source, account, objects, month), &found);

	if (!found)
		cell->amount = 0;
	if (pg_add_s64_overflow(cell->amount, amount, &cell->amount))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the amounts of an account and month add up to more than can be kept"),
				 errhint("Sums go up to 922 337 203 685 477.5807. Look for lines that are there many times.")));
	return found;
}

/*
 * The sum of an account in a month or year, with no object; 0 where there is none.
 */
int64
sie_sum(sie_cells_hash *cells, SieSource source, const SieName *account, int month)
{
	SieCell    *cell = sie_cells_lookup(cells, key_of(source, account, NULL, month));

	return cell == NULL ? 0 : cell->amount;
}

bool
sie_has(sie_cells_hash *cells, SieSource source, const SieName *account, int month)
{
	return sie_cells_lookup(cells, key_of(source, account, NULL, month)) != NULL;
}

/*
 * An amount as numeric, with two decimals, or four where it needs them.
 */
Datum
sie_units_to_numeric(int64 units)
{
	char		digits[40];

	snprintf(digits, sizeof(digits), "%s" INT64_FORMAT ".%04d", units < 0 ? "-" : "", units / SIE_UNITS < 0 ? -(units / SIE_UNITS) : units / SIE_UNITS,
			 abs((int) (units % SIE_UNITS)));
	if (units % (SIE_UNITS / 100) == 0)
		digits[strlen(digits) - 2] = '\0';
	return DirectFunctionCall3(numeric_in, CStringGetDatum(digits), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}
