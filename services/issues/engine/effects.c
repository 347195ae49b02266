/* SPDX-License-Identifier: MIT */
/* The table of what transitions name as effects; the executors stand by subject in effects_plan.c, effects_clocks.c and
 * effects_closing.c. */
#include "issues/engine/effects.h"

/* The step itself did it: grants come with the parties, being told is the event, the number comes with the row. */
static int already_done(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)s;
    (void)err;
    return 0;
}

/* clang-format off */
const struct effect issue_effect_table[] = {
    {"ADOPT_CHANGE",       effect_adopt_change},
    {"ASSIGN_CODE", already_done}, /* issue_insert takes the number */
    {"COUNT_BOUNCE",       effect_count_bounce},
    {"COUNT_RETURN",       effect_count_return},
    {"COUNT_UPPER_RETURN", effect_count_upper_return},
    {"CREATE_REBOUND",     effect_create_rebound},
    {"END_PUBLICITY",      effect_end_publicity},
    {"FILE_PLAN",          effect_file_plan},
    {"GRANT_EXTENSION",    effect_grant_extension},
    {"KEEP_REPORTING",     effect_schedule_reports},
    {"LAPSE_EXTENSION",    effect_lapse_extension},
    {"LINK_MERGED",        effect_link_merged},
    {"NOTIFY_OFFICE", already_done},
    {"NOTIFY_PARTIES", already_done},
    {"PLAN_PATROL", already_done}, /* issue.closed asks for it */
    {"PROPOSE_CHANGE",     effect_submit_plan},
    {"RECORD_APPLICATION", effect_record_application},
    {"RECORD_CLOSURE",     effect_record_closure},
    {"RECORD_DOCUMENT", already_done}, /* the log's row carries the number */
    {"RECORD_EXTENSION",   effect_record_extension},
    {"RECORD_REVIEW",      effect_record_review},
    {"REFUSE_CHANGE",      effect_return_plan},
    {"REFUSE_EXTENSION",   effect_refuse_extension},
    {"RESUME_CLOCKS",      effect_resume_clocks},
    {"RETURN_PLAN",        effect_return_plan},
    {"SCHEDULE_REPORTS",   effect_schedule_reports},
    {"SET_DUE",            effect_set_due},
    {"START_PLAN_CLOCK",   effect_start_plan_clock},
    {"START_PUBLICITY",    effect_start_publicity},
    {"START_SIGN_CLOCK",   effect_start_sign_clock},
    {"START_VERIFY_CLOCK", effect_start_verify_clock},
    {"STOP_CLOCKS",        effect_stop_clocks},
    {"SUBMIT_PLAN",        effect_submit_plan},
    {0},
};
/* clang-format on */
