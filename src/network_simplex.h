/*
 * network_simplex.h
 *
 * The best plan of transfers between budget heads: how money flows along rules
 * from heads that can spare it to heads that lack it. network_simplex.c says how
 * it is found. Nothing here knows of PostgreSQL.
 */
#ifndef SOCIAL_SERVICES_NETWORK_SIMPLEX_H
#define SOCIAL_SERVICES_NETWORK_SIMPLEX_H

#include <stddef.h>
#include <stdint.h>

/* A capacity that never limits. */
#define TRANSFER_UNLIMITED	INT64_MAX

/*
 * Heads and rules are numbered from 0. All arrays belong to the caller, who has
 * seen to it that amounts and costs are at least 0 and no rule leads from a head
 * to itself.
 */
typedef struct TransferNetwork
{
	int32_t		heads;
	int32_t		rules;
	int32_t		ranks;			/* how many ranks there are */
	const int64_t *supply;		/* of a head: what it can spare, or below 0
								 * what it lacks */
	const int32_t *rank;		/* of a head that lacks: 0 is covered first */
	const int32_t *from;		/* of a rule: the head that gives */
	const int32_t *to;			/* of a rule: the head that takes */
	const int64_t *capacity;	/* of a rule: the most that may move */
	const int64_t *cost;		/* of a rule: for each unit moved */
	int64_t    *flow;			/* of a rule: what moves, the result */
} TransferNetwork;

typedef enum TransferResult
{
	TRANSFER_OPTIMAL,
	TRANSFER_AMOUNTS_TOO_LARGE, /* what can move does not fit 64 bits */
	TRANSFER_COSTS_TOO_LARGE	/* costs of a way do not fit 128 bits */
} TransferResult;

/* Bytes of memory, however aligned, that the work takes. */
extern size_t network_simplex_memory(int32_t heads, int32_t rules);

/*
 * Sets the flows. `memory` is as large as network_simplex_memory says.
 * `check_interrupts` is called all along and need not return; it may be NULL.
 */
extern TransferResult network_simplex(const TransferNetwork *network, void *memory,
									  void (*check_interrupts) (void));

#endif							/* SOCIAL_SERVICES_NETWORK_SIMPLEX_H */
