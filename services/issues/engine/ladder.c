/* SPDX-License-Identifier: MIT */
/* The ladder of supervision. */
#include "issues/engine/ladder.h"

#include "base/uuid.h"
#include "issues/domain/issue_ladder.h"
#include "issues/domain/issue_limits.h"
#include "issues/events/issue_events.h"
#include "issues/store/limits.h"
#include "issues_sql.h"

int ladder_reply_due(struct ctx *c, int level, const struct issue_parameters *p, const char **ret,
                     struct problem *err)
{
    const char *name = issue_rungs[level - 1].reply;
    struct issue_limit limit;
    struct deadline d;

    *ret = NULL;
    if (!name || !issue_limit(p, name, &limit))
        return 0;
    if (limit_compute(c, ctx_today(c), limit.term.amount, limit.term.unit, &d, err) < 0)
        return -1;
    *ret = db_arg_date(&c->arena, d.due);
    return 0;
}

/* A day of before, moved by the days that the issue has stood still since. */
static int32_t moved(const struct db_result *r, int row, const char *day, const char *paused)
{
    int32_t since = db_date(r, row, day);

    return since == DATE_NONE || !db_text(r, row, paused) ? since : since + (int32_t)db_int(r, row, paused);
}

static struct issue_ladder_facts read_facts(const struct ctx *c, const struct db_result *r, int row,
                                            const struct ladder_look *look)
{
    int was = code_find(issue_light_codes, db_text(r, row, "light"));
    bool turned_yellow = look->light == ISSUE_LIGHT_YELLOW && was != ISSUE_LIGHT_YELLOW;
    bool turned_red = look->light == ISSUE_LIGHT_RED && was != ISSUE_LIGHT_RED;

    return (struct issue_ladder_facts){
        .state = (enum issue_state)code_find(issue_state_codes, db_text(r, row, "state")),
        .today = ctx_today(c),
        .last_looked = look->last_looked,
        .due = db_date(r, row, "due_nominal"),
        .next_report_due = db_date(r, row, "next_report_due"),
        .severity = (enum issue_severity)code_find(issue_severity_codes, db_text(r, row, "severity")),
        .light = look->light,
        .yellow_count = (int32_t)db_int(r, row, "yellow_count") + turned_yellow,
        .red_count = (int32_t)db_int(r, row, "red_count") + turned_red,
        .red_since = look->light != ISSUE_LIGHT_RED ? DATE_NONE
                     : turned_red                   ? ctx_today(c)
                                                    : moved(r, row, "light_since", "light_paused"),
        .false_rectification = db_bool(r, row, "is_false"),
        .upper_returns = (int32_t)db_int(r, row, "upper_return_count"),
        .days_late = (int32_t)db_int(r, row, "days_late"),
        .step_due = db_int(r, row, "step_days") > 0 ? db_date(r, row, "step_due") : DATE_NONE,
        .listed_on = db_date(r, row, "listed_on"),
        .listed_since = moved(r, row, "listed_on", "listed_paused"),
        .interviews = (int32_t)db_int(r, row, "interviews"),
    };
}

void ladder_steps_init(struct ladder_steps *s, struct arena *a)
{
    buf_init(&s->rows, a);
}

static void add_step(struct ctx *c, struct ladder_steps *s, const char *issue_id,
                     const struct issue_proposal *p, const char *rung)
{
    buf_addf(&s->rows, "%s{\"id\":\"%s\",\"issue_id\":\"%s\",\"level\":%d,\"rung\":\"%s\",\"reason\":",
             s->rows.len > 0 ? "," : "", uuid7_new(&c->arena, c->now_us), issue_id, p->level, rung);
    buf_add_json(&s->rows, p->zh);
    buf_add_char(&s->rows, '}');
}

void ladder_climb(struct ctx *c, const struct db_result *r, int row, const struct ladder_look *look,
                  struct ladder_steps *s)
{
    struct issue_proposal list[ISSUE_PROPOSALS_MAX];
    struct issue_ladder_facts f = read_facts(c, r, row, look);
    const char *taken = db_text(r, row, "rungs");
    size_t n = issue_ladder(&f, look->parameters, list);

    for (size_t i = 0; i < n; i++) {
        const char *rung = arena_printf(&c->arena, "L%d-%s", list[i].level, list[i].key);
        if (!taken || !str_has_word(taken, rung))
            add_step(c, s, db_text(r, row, "id"), &list[i], rung);
    }
}

int ladder_take(struct ctx *c, const struct ladder_steps *s, struct outbox_batch *out, struct problem *err)
{
    struct db_result *r;

    if (s->rows.len == 0)
        return 0;
    if (db_run(c->db, &sql_escalation_take, BIND({"steps", arena_printf(&c->arena, "[%s]", s->rows.data)}),
               &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        struct issue_ref ref = {db_text(r, i, "issue_id"), db_text(r, i, "code"), db_text(r, i, "tenant_id"),
                                db_text(r, i, "scope")};
        issue_event_escalated(c, out, &ref, r, i);
    }
    return 0;
}
