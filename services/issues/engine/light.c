/* SPDX-License-Identifier: MIT */
/* Evaluates lights and writes what changed. */
#include "issues/engine/light.h"

#include "issues/domain/issue_light.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/facts.h"
#include "issues/events/issue_events.h"
#include "issues_sql.h"

static const struct {
    unsigned bit;
    const char *word;
} reason_words[] = {
    {ISSUE_LIGHT_PAST_DUE,       "PAST_DUE"           },
    {ISSUE_LIGHT_MILESTONE_LATE, "MILESTONE_LATE"     },
    {ISSUE_LIGHT_BEHIND,         "BEHIND"             },
    {ISSUE_LIGHT_FALSE,          "FALSE_RECTIFICATION"},
    {ISSUE_LIGHT_RETURNED,       "RETURNED"           },
    {ISSUE_LIGHT_DUE_SOON,       "DUE_SOON"           },
    {ISSUE_LIGHT_REPORT_MISSED,  "REPORT_MISSED"      },
};

static const char *reasons_json(struct ctx *c, unsigned reasons)
{
    struct buf b;

    buf_init(&b, &c->arena);
    for (size_t i = 0; i < ARRAY_LEN(reason_words); i++)
        if (reasons & reason_words[i].bit)
            buf_addf(&b, "%s\"%s\"", b.len ? ", " : "", reason_words[i].word);
    return arena_printf(&c->arena, "[%s]", b.len ? b.data : "");
}

static struct issue_light_facts read_facts(const struct ctx *c, const struct db_result *r, int row)
{
    return (struct issue_light_facts){
        .state = (enum issue_state)code_find(issue_state_codes, db_text(r, row, "state")),
        .today = ctx_today(c),
        .suspended_on = db_date(r, row, "suspended_on"),
        .due = db_date(r, row, "due_date"),
        .expected = db_decimal(r, row, "expected", 2),
        .actual = db_decimal(r, row, "progress_pct", 2),
        .overdue_days = (int32_t)db_int(r, row, "late_days"),
        .upper_returns = (int32_t)db_int(r, row, "upper_return_count"),
        .false_rectification = db_bool(r, row, "is_false"),
        .report_missed = db_bool(r, row, "has_missed"),
    };
}

static int write_light(struct ctx *c, const struct issue_ref *ref, const char *from, const char *to,
                       const char *reasons, struct problem *err)
{
    if (db_send(c->db, &sql_light_set, BIND({"issue_id", ref->id}, {"light", to}, {"reasons", reasons}),
                err) < 0)
        return -1;
    if (str_eq(from, to))
        return 0;
    if (db_send(c->db, &sql_light_log_insert,
                BIND({"issue_id", ref->id}, {"from_light", from}, {"to_light", to}, {"reasons", reasons}),
                err) < 0)
        return -1;
    return issue_event_light(c, ref, from, to, reasons, err);
}

/* Once a due date: the day after it is the first late one. */
static int mark_overdue(struct ctx *c, const struct issue_ref *ref, const struct issue_light_facts *f,
                        const char *since, struct problem *err)
{
    if (since || f->due == DATE_NONE || f->due >= f->today || !issue_clock_runs(f->state))
        return 0;
    if (db_send(c->db, &sql_overdue_set, BIND({"issue_id", ref->id}), err) < 0)
        return -1;
    return issue_event_overdue(c, ref, db_arg_date(&c->arena, f->due), err);
}

int light_judge(struct ctx *c, const struct db_result *r, int row, const struct issue_parameters *p,
                enum issue_light *ret, struct problem *err)
{
    struct issue_ref ref = issue_ref_of(r, row);
    struct issue_light_facts f = read_facts(c, r, row);
    struct issue_light_verdict v = issue_light(&f, p);
    const char *from = db_text(r, row, "light"), *to = issue_light_values[v.light];
    const char *reasons = reasons_json(c, v.reasons);

    *ret = v.light;
    if ((!str_eq(from, to) || !str_eq(reasons, db_text(r, row, "light_reasons"))) &&
        write_light(c, &ref, from, to, reasons, err) < 0)
        return -1;
    return mark_overdue(c, &ref, &f, db_text(r, row, "overdue_since"), err);
}

int light_refresh(struct ctx *c, const char *issue_id, struct problem *err)
{
    struct issue_parameters p;
    enum issue_light light;
    struct db_result *r;

    if (db_one(c->db, &sql_light_of, BIND({"issue_id", issue_id}), &r, err) < 0)
        return -1;
    if (issue_parameters_load(c, db_text(r, 0, "scope"), &p, err) < 0)
        return -1;
    return light_judge(c, r, 0, &p, &light, err);
}
