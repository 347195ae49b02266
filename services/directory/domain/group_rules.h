/* SPDX-License-Identifier: MIT */
/* Rules of the leading group (domain F.1, S-131..S-133). */
#ifndef BIHUAN_DIRECTORY_GROUP_RULES_H
#define BIHUAN_DIRECTORY_GROUP_RULES_H

#include "problem/problem.h"
#include <stddef.h>
#include <stdint.h>

/** Exactly one HEAD and one EXEC_DEPUTY, at least one DEPUTY. Field error on /members. */
int group_check_posts(const char *const *roles, size_t n, struct problem *err) MUST_CHECK;
/** The office and each of the four special groups exactly once. Field error on /sections. */
int group_check_sections(const char *const *kinds, size_t n, struct problem *err) MUST_CHECK;
/** It ends (DATE_NONE: it does not) on a day from its own first one until today. Field error on /dissolved_on. */
int group_check_end(int32_t established_on, int32_t dissolved_on, int32_t today,
                    struct problem *err) MUST_CHECK;

#endif
