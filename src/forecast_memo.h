/*
 * forecast_memo.h
 *
 * What theta found of months, kept while a query runs. forecast_memo.c tells why.
 */
#ifndef SOCIAL_SERVICES_FORECAST_MEMO_H
#define SOCIAL_SERVICES_FORECAST_MEMO_H

#include "forecast_theta.h"
#include "social_services.h"

typedef struct ForecastMemo ForecastMemo;

extern ForecastMemo *forecast_memo_make(MemoryContext context);
extern void forecast_memo_recall(const ForecastMemo *memo, ThetaWindow *window);
extern void forecast_memo_keep(ForecastMemo *memo, const ThetaWindow *window);

#endif							/* SOCIAL_SERVICES_FORECAST_MEMO_H */
