/* SPDX-License-Identifier: MIT */
/* Steps that two persons take, never one (domain F.3, segregation of duties). What decides on a step names the row of
 * its duty, so no row stands here that nothing asks. Pure. */
#ifndef BIHUAN_WORKFLOW_DUTY_H
#define BIHUAN_WORKFLOW_DUTY_H

#include <stdbool.h>

enum duty {
    DUTY_NONE,
#define DUTY(name, object, first, second, en, zh) DUTY_##name,
#include "workflow/duties.def"
#undef DUTY
    DUTY_COUNT
};

struct duty_pair {
    const char *object; /* "issue", "indicator", "programme" */
    const char *first, *second;
    const char *en, *zh;
};
/* By enum duty; the first row is empty. */
extern const struct duty_pair duty_table[DUTY_COUNT];

/** May `actor` take the second step after `first_by` took the first? Both are actor keys (issuer and subject). Nobody
 *  does anything anonymously; a first step that nobody took separates nothing. Statements give `first_by` through
 *  duty_doer(): what a client did, whoever was given its secret did. */
bool duty_is_separate(enum duty duty, const char *first_by, const char *actor);

#endif
