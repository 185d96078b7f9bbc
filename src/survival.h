/*
 * survival.h
 *
 * Ended and open episodes of each duration: the state of the aggregates over
 * durations (survival.c, survival_state.c, survival_curve.c).
 */
#ifndef SOCIAL_SERVICES_SURVIVAL_H
#define SOCIAL_SERVICES_SURVIVAL_H

#include "social_services.h"

/* A hundred years of days. A state of that length takes 600 kB. */
#define MAX_DURATION	36525

/* So many values of `at` or `probability`. */
#define MAX_POINTS		1000

typedef enum SurvivalKind
{
	SURVIVAL_AT = 1,			/* points are durations */
	SURVIVAL_QUANTILE			/* points are probabilities */
} SurvivalKind;

/* What becomes of an episode: the place in DurationCount. */
#define EPISODE_OPEN	0
#define EPISODE_ENDED	1

typedef int64 DurationCount[2];

/* So many episodes of a group are counted at a time, if no longer than MAX_SHORT; others at once. */
#define MAX_WAITING		31
#define MAX_SHORT		(PG_UINT16_MAX / 2)

/* With many groups no state is in the processor's nearest cache: all that a row needs of one is in one line of it. */
#define CACHE_LINE		64

/* Lies in the aggregate's memory context, as does all that it points to. */
typedef struct SurvivalState
{
	bool		is_constant;	/* the query has the points as a constant */
	uint8		waiting;		/* episodes that are not counted yet, see count_waiting */
	uint16		wait[MAX_WAITING];	/* their durations, doubled, and 1 where they ended */

	MemoryContext context;
	SurvivalKind kind;
	int			points;
	float8	   *point;
	struct varlena *argument;	/* what the points were read from, NULL where they
								 * were not, or from an integer */
	int			length;			/* durations that there is room for */
	DurationCount *count;		/* by duration */
} SurvivalState;

StaticAssertDecl(offsetof(SurvivalState, context) == CACHE_LINE, "what a row needs is a line of the cache");

/* Refuses what survival_serialize cannot have written. */
#define CheckSent(condition, what) \
	do { \
		if (!(condition)) \
			ereport(ERROR, \
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), \
					 errmsg("invalid %s in serialized durations", what), \
					 ERRHINT_SAME_VERSION)); \
	} while (0)

extern const char *survival_point_name(SurvivalKind kind);
extern void CheckSamePoints(const SurvivalState *state, SurvivalKind kind, const float8 *point, int points);
extern void CheckDuration(int32 duration);
extern SurvivalState *new_survival_state(MemoryContext context, SurvivalKind kind, const float8 *point, int points);
extern void make_room_for_duration(SurvivalState *state, int duration);
extern int64 *episode_count(SurvivalState *state, int32 duration, bool ended);
extern void count_waiting(SurvivalState *state);

/* An episode as it waits. */
static inline uint16
waiting_episode(int32 duration, bool ended)
{
	return (uint16) (duration * 2 + (ended ? EPISODE_ENDED : EPISODE_OPEN));
}

#endif
