/* SPDX-License-Identifier: MIT */
/* The executors of what transitions name as effects: each changes the step or writes rows beside the issue. */
#ifndef BIHUAN_ISSUES_ENGINE_EFFECTS_H
#define BIHUAN_ISSUES_ENGINE_EFFECTS_H

#include "issues/engine/step.h"

/* effects_plan.c */
effect_fn effect_submit_plan, effect_record_review, effect_return_plan, effect_file_plan, effect_adopt_change;
/* effects_clocks.c */
effect_fn effect_start_sign_clock, effect_start_plan_clock, effect_start_verify_clock, effect_count_bounce,
    effect_schedule_reports, effect_record_extension, effect_grant_extension, effect_refuse_extension,
    effect_lapse_extension, effect_count_return, effect_set_due, effect_stop_clocks, effect_resume_clocks;
/* effects_closing.c */
effect_fn effect_record_application, effect_count_upper_return, effect_start_publicity, effect_end_publicity,
    effect_record_closure, effect_create_rebound, effect_link_merged;

#endif
