/* SPDX-License-Identifier: MIT */
/* What transitions do to plans: handed in, reviewed, returned, filed, changed (T06..T10). */
#include "issues/engine/effects.h"
#include "issues_sql.h"

static int on_plan(struct ctx *c, const struct step *s, const struct stmt *stmt, const char *stage,
                   struct problem *err)
{
    return db_send(c->db, stmt,
                   BIND({"plan_id", db_text(s->load->row, 0, "plan_id")}, {"reason", s->in->reason},
                        {"stage", stage}, {"filing_receipt_no", s->in->filing_receipt_no},
                        {"goals_verdict", s->in->goals_verdict}, {"city_consent_no", s->in->city_consent_no}),
                   err);
}

int effect_submit_plan(struct ctx *c, struct step *s, struct problem *err)
{
    return on_plan(c, s, &sql_plan_submit, NULL, err);
}

int effect_record_review(struct ctx *c, struct step *s, struct problem *err)
{
    static const char *const stages[] = {[ISSUE_REVIEW_SUPERVISOR] = "SUPERVISOR",
                                         [ISSUE_REVIEW_OFFICE] = "OFFICE",
                                         [ISSUE_REVIEW_GROUP] = "GROUP"};
    const char *stage = stages[issue_review_stage(&s->load->facts)];

    s->detail = arena_printf(&c->arena, "{\"stage\":\"%s\"}", stage);
    return on_plan(c, s, &sql_plan_pass, stage, err);
}

int effect_return_plan(struct ctx *c, struct step *s, struct problem *err)
{
    return on_plan(c, s, &sql_plan_return, NULL, err);
}

/* The issue takes the plan's due date, which is a named one from here; where it is another, a new episode of the
 * ladder begins with it. */
int effect_file_plan(struct ctx *c, struct step *s, struct problem *err)
{
    s->change.due = s->load->facts.plan.due;
    s->change.episodes = s->load->facts.plan.due != s->load->facts.due;
    return on_plan(c, s, &sql_plan_file, NULL, err);
}

/* What the office found of the goals, and the city's consent, beside the step. */
static const char *verdict_on_goals(struct ctx *c, const struct transition_input *in)
{
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"goals_verdict\":\"%s\"", in->goals_verdict);
    if (in->city_consent_no) {
        buf_add(&b, ",\"city_consent_no\":");
        buf_add_json(&b, in->city_consent_no);
    }
    buf_add_char(&b, '}');
    return b.data;
}

int effect_adopt_change(struct ctx *c, struct step *s, struct problem *err)
{
    s->detail = verdict_on_goals(c, s->in);
    if (on_plan(c, s, &sql_plan_carry_over, NULL, err) < 0 ||
        on_plan(c, s, &sql_plan_supersede, NULL, err) < 0)
        return -1;
    return effect_file_plan(c, s, err);
}
