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
    {ISSUE_LIGHT_STEP_LATE,      "STEP_LATE"          },
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

static struct issue_light_facts read_facts(const struct db_result *r, int row)
{
    return (struct issue_light_facts){
        .state = (enum issue_state)code_find(issue_state_codes, db_text(r, row, "standing")),
        .days_left = db_text(r, row, "days_left") ? (int32_t)db_int(r, row, "days_left") : DATE_NONE,
        .days_late = (int32_t)db_int(r, row, "days_late"),
        .step_days = (int32_t)db_int(r, row, "step_days"),
        .expected = db_decimal(r, row, "expected", 2),
        .actual = db_decimal(r, row, "progress_pct", 2),
        .overdue_days = (int32_t)db_int(r, row, "late_days"),
        .upper_returns = (int32_t)db_int(r, row, "upper_return_count"),
        .false_rectification = db_bool(r, row, "is_false"),
        .report_missed = db_bool(r, row, "has_missed"),
    };
}

void light_marks_init(struct light_marks *m, struct arena *a)
{
    buf_init(&m->rows, a);
}

/* What a look found that was not known: once a due date and once a step. */
struct lateness {
    bool overdue, step;
};

/* With what the verdict was made from, so that it is not written over what came in between. */
static void add_mark(struct light_marks *m, const struct db_result *r, int row, const char *to,
                     const char *reasons, struct lateness late)
{
    buf_addf(&m->rows, "%s{\"id\":\"%s\",\"state\":\"%s\",\"due_date\":", m->rows.len > 0 ? "," : "",
             db_text(r, row, "id"), db_text(r, row, "state"));
    buf_add_json(&m->rows, db_text(r, row, "due_date"));
    buf_add(&m->rows, ",\"step_due\":");
    buf_add_json(&m->rows, db_text(r, row, "step_due"));
    buf_addf(&m->rows,
             ",\"from_light\":\"%s\",\"to_light\":\"%s\",\"reasons\":%s,\"is_late\":%s,\"step_is_late\":%s}",
             db_text(r, row, "light"), to, reasons, late.overdue ? "true" : "false",
             late.step ? "true" : "false");
}

enum issue_light light_judge(struct ctx *c, const struct db_result *r, int row,
                             const struct issue_parameters *p, struct light_marks *m)
{
    struct issue_light_facts f = read_facts(r, row);
    struct issue_light_verdict v = issue_light(&f, p);
    const char *to = issue_light_values[v.light], *reasons = reasons_json(c, v.reasons);
    struct lateness late = {.overdue = f.days_late > 0 && !db_text(r, row, "overdue_since"),
                            .step = f.step_days > 0 && !db_bool(r, row, "step_is_late")};

    if (late.overdue || late.step || !str_eq(to, db_text(r, row, "light")) ||
        !str_eq(reasons, db_text(r, row, "light_reasons")))
        add_mark(m, r, row, to, reasons, late);
    return v.light;
}

int light_write(struct ctx *c, const struct light_marks *m, struct outbox_batch *out, struct problem *err)
{
    struct db_result *r;

    if (m->rows.len == 0)
        return 0;
    if (db_run(c->db, &sql_light_mark, BIND({"marks", arena_printf(&c->arena, "[%s]", m->rows.data)}), &r,
               err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        if (!str_eq(db_text(r, i, "from_light"), db_text(r, i, "to_light")))
            issue_event_light(c, out, r, i);
        if (db_bool(r, i, "is_late"))
            issue_event_overdue(c, out, r, i);
    }
    return 0;
}

int light_refresh_all(struct ctx *c, const char *issue_ids, struct problem *err)
{
    struct outbox_batch events;
    struct parameter_book book;
    struct light_marks marks;
    struct db_result *r;

    if (db_run(c->db, &sql_light_of, BIND({"issue_ids", issue_ids}), &r, err) < 0 ||
        parameter_book_open(c, r, &book, err) < 0)
        return -1;
    outbox_batch_init(&events, &c->arena);
    light_marks_init(&marks, &c->arena);
    for (int i = 0; i < db_rows(r); i++)
        (void)light_judge(c, r, i, parameter_book_find(&book, db_text(r, i, "scope")), &marks);
    if (light_write(c, &marks, &events, err) < 0)
        return -1;
    return outbox_send(c, &events, err);
}

int light_refresh(struct ctx *c, const char *issue_id, struct problem *err)
{
    return light_refresh_all(c, arena_printf(&c->arena, "{%s}", issue_id), err);
}
