/* SPDX-License-Identifier: MIT */
/* Separated duties. */
#include "workflow/duty.h"

#include "base/str.h"

const struct duty_pair duty_table[DUTY_COUNT] = {
#define DUTY(name, object, first, second, en, zh) [DUTY_##name] = {object, #first, #second, en, zh},
#include "workflow/duties.def"
#undef DUTY
};

bool duty_is_separate(enum duty duty, const char *first_by, const char *actor)
{
    return duty == DUTY_NONE || (!str_empty(actor) && !str_eq(actor, first_by));
}
