/*
 * sie_names.c
 *
 * Numbers for accounts and objects, so that sums of a million transactions are kept by numbers. Codes are not copied: they lie in the
 * file, which is there as long as it is read.
 */
#include "sie_names.h"

#include "common/hashfn.h"

#define FIRST_SLOTS 256

static void grow(SieNames *names);

/*
 * It and what it holds live in the current memory context.
 */
SieNames *
sie_names_create(void)
{
	SieNames   *names = palloc0(sizeof(SieNames));

	names->context = CurrentMemoryContext;
	names->slots = FIRST_SLOTS;
	names->slot = palloc0(sizeof(int) * names->slots);
	names->room = FIRST_SLOTS / 2;
	names->name = palloc(sizeof(SieName *) * names->room);
	return names;
}

static void
grow(SieNames *names)
{
	MemoryContext caller = MemoryContextSwitchTo(names->context);

	names->slots *= 2;
	names->room *= 2;
	pfree(names->slot);
	names->slot = palloc_extended(sizeof(int) * names->slots, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	names->name = repalloc_huge(names->name, sizeof(SieName *) * names->room);
	for (int i = 0; i < names->count; i++)
	{
		uint32		at = names->name[i]->hash & (names->slots - 1);

		while (names->slot[at] != 0)
			at = (at + 1) & (names->slots - 1);
		names->slot[at] = i + 1;
	}
	MemoryContextSwitchTo(caller);
}

/*
 * The account or object of a code: the one that is there, or a new one.
 */
SieName *
sie_name(SieNames *names, int dimension, const SieField *code)
{
	SieField	plain = *code;
	uint32		hash;
	uint32		at;
	SieName    *name;
	MemoryContext caller;

	if (code->is_escaped)
	{
		char	   *copy = MemoryContextAlloc(names->context, code->length);

		plain.length = sie_unescape(code, copy);
		plain.start = copy;
		plain.is_escaped = false;
	}
	/* Blanks around a code are no part of it. */
	for (; plain.length > 0 && plain.start[0] == ' '; plain.start++)
		plain.length--;
	while (plain.length > 0 && plain.start[plain.length - 1] == ' ')
		plain.length--;
	hash = hash_combine(hash_bytes((const unsigned char *) plain.start, (int) plain.length), murmurhash32((uint32) dimension));
	for (at = hash & (names->slots - 1); names->slot[at] != 0; at = (at + 1) & (names->slots - 1))
	{
		name = names->name[names->slot[at] - 1];
		if (name->hash == hash && name->dimension == dimension && name->code.length == plain.length &&
			memcmp(name->code.start, plain.start, plain.length) == 0)
			return name;
	}

	if (names->count == names->room)
	{
		grow(names);
		for (at = hash & (names->slots - 1); names->slot[at] != 0; at = (at + 1) & (names->slots - 1))
			;
	}
	caller = MemoryContextSwitchTo(names->context);
	name = palloc0(sizeof(SieName));
	MemoryContextSwitchTo(caller);
	name->dimension = dimension;
	name->hash = hash;
	name->code = plain;
	name->title = plain;
	name->number = names->count;
	names->name[names->count++] = name;
	names->slot[at] = names->count;
	return name;
}
