/*
 * social_services.c
 *
 * What makes the shared library loadable. The work is in the concept files.
 */
#include "social_services.h"

PG_MODULE_MAGIC;
