/*
 * transfer_input.h
 *
 * The heads and rules that a plan of transfers is made of: added one by one, then
 * linked. They come from queries (transfer_query.c) or arrays (transfer_array.c).
 */
#ifndef SOCIAL_SERVICES_TRANSFER_INPUT_H
#define SOCIAL_SERVICES_TRANSFER_INPUT_H

#include "decimal.h"

typedef struct TransferHead
{
	char	   *name;
	Numeric		supply;			/* what it can spare, or below 0 what it lacks */
	bool		has_priority;
	int64		priority;
} TransferHead;

typedef struct TransferRule
{
	char	   *from_name;
	char	   *to_name;
	int32		from;			/* numbers of the heads, from 0 */
	int32		to;
	Numeric		max_amount;		/* NULL: no limit */
	Numeric		cost;
} TransferRule;

/* Empty: all zero but the context, in which everything lies. */
typedef struct TransferInput
{
	MemoryContext context;
	TransferHead *head;
	TransferRule *rule;
	int32		heads;
	int32		rules;
	int32		heads_allocated;
	int32		rules_allocated;
} TransferInput;

extern void add_transfer_head(TransferInput *input, char *name, Numeric budget, Numeric need, Numeric kept,
							  const int64 *priority);
extern void add_transfer_rule(TransferInput *input, char *from_name, char *to_name, Numeric max_amount, Numeric cost);
extern void link_transfer_input(TransferInput *input);

extern void read_transfer_queries(TransferInput *input, const char *heads_sql, const char *rules_sql);
extern void read_transfer_arrays(TransferInput *input, FunctionCallInfo fcinfo);

#endif							/* SOCIAL_SERVICES_TRANSFER_INPUT_H */
