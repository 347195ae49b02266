/* SPDX-License-Identifier: MIT */
#include "issues/engine/duty_days.h"

#include "base/date.h"
#include "base/uuid.h"
#include "issues/domain/issue_limits.h"
#include "issues/engine/batches.h"
#include "issues/store/limits.h"
#include "issues_sql.h"

int duty_day_of(struct ctx *c, int32_t began, const char *limit, const struct issue_parameters *p,
                struct duty_day *ret, struct problem *err)
{
    struct issue_limit found;
    struct deadline d;

    if (!issue_limit(p, limit, &found))
        return problem_cause(err, PROBLEM_INTERNAL, "no limit %s", limit);
    if (limit_compute(c, began, found.term.amount, found.term.unit, &d, err) < 0)
        return -1;
    ret->due = d.due;
    ret->began = began;
    ret->term = found.term;
    return 0;
}

static void add_date(struct buf *b, const char *name, int32_t day)
{
    char text[DATE_TEXT];

    date_format(day, text);
    buf_addf(b, ",\"%s\":\"%s\"", name, text);
}

void duty_day_add(struct buf *b, const char *id, int nth, const struct duty_day *day)
{
    buf_addf(b, "%s{\"kind\":\"%s\",\"nth\":%d", b->len > 0 ? "," : "", day->kind, nth);
    if (id)
        buf_addf(b, ",\"id\":\"%s\"", id);
    add_date(b, "due_on", day->due);
    if (day->began != DATE_NONE) {
        add_date(b, "began_on", day->began);
        buf_addf(b, ",\"amount\":%d,\"unit\":\"%s\"", (int)day->term.amount,
                 deadline_unit_names[day->term.unit]);
    }
    buf_add_char(b, '}');
}

const char *duty_days_json(struct arena *a, const struct duty_day *days, size_t n)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < n; i++)
        duty_day_add(&b, NULL, 1, &days[i]);
    return arena_printf(a, "[%s]", n > 0 ? b.data : "");
}

static int recompute_duty(struct ctx *c, const struct db_result *list, int row, struct problem *err)
{
    struct deadline_term term = {.amount = (int32_t)db_int(list, row, "amount")};
    struct deadline d;

    (void)deadline_unit_parse(db_text(list, row, "unit"), &term.unit);
    if (limit_compute(c, db_date(list, row, "began_on"), term.amount, term.unit, &d, err) < 0)
        return -1;
    if (d.due == db_date(list, row, "computed_on"))
        return 0;
    return db_send(
        c->db, &sql_duty_move,
        BIND({"duty_id", db_text(list, row, "id")}, {"computed_on", db_arg_date(&c->arena, d.due)}), err);
}

/* REPORT_AGAIN counts working days. */
static int recompute_report(struct ctx *c, const struct db_result *list, int row, struct problem *err)
{
    struct deadline d;

    if (limit_compute(c, db_date(list, row, "resubmit_from"), (int32_t)db_int(list, row, "resubmit_days"),
                      DEADLINE_WD, &d, err) < 0)
        return -1;
    return db_send(c->db, &sql_report_again_set,
                   BIND({"report_id", db_text(list, row, "id")}, {"again_by", db_arg_date(&c->arena, d.due)}),
                   err);
}

int duty_days_recompute(struct ctx *c, int32_t year, struct problem *err)
{
    const struct bind *of_year = BIND({"year", db_arg_int(&c->arena, year)});

    if (batches_run(c, &sql_duty_of_year, of_year, UUID_NIL, recompute_duty, err) < 0)
        return -1;
    return batches_run(c, &sql_report_again_of_year, of_year, UUID_NIL, recompute_report, err);
}
