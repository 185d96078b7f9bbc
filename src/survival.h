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

typedef struct DurationCount
{
	int64		open;
	int64		ended;
} DurationCount;

/* So many episodes of a group are counted at a time. */
#define MAX_WAITING		16

/* Lies in the aggregate's memory context, as does all that it points to. */
typedef struct SurvivalState
{
	MemoryContext context;
	SurvivalKind kind;
	int			points;
	float8	   *point;
	struct varlena *argument;	/* what the points were read from, NULL where they
								 * were not, or from an integer */
	int			length;			/* durations that there is room for */
	DurationCount *count;		/* by duration */
	bool		is_constant;	/* the query has the points as a constant */
	int			waiting;		/* episodes that are not counted yet, see count_waiting */
	uint32		wait[MAX_WAITING];	/* their durations, doubled, and 1 where they ended */
} SurvivalState;

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
extern void count_waiting(SurvivalState *state);

#endif
