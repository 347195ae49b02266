/* SPDX-License-Identifier: MIT */
/* Lays out and goes on with the schedule of reports. */
#include "issues/engine/reports.h"

#include "issues/domain/issue_workflow.h"
#include "issues/engine/duty_days.h"
#include "issues/store/limits.h"
#include "issues/store/register.h"
#include "issues_sql.h"

enum { PERIODS_MAX = 400 };

/* Periods from a day on, in the unit's arena; *ret_n of them. */
static const struct issue_period *periods_from(struct ctx *c, const struct report_asked *asked, int32_t from,
                                               const struct issue_parameters *p, size_t *ret_n)
{
    enum issue_period_kind kind = issue_report_kind_in(asked->state, asked->severity, asked->term);
    int32_t today = ctx_today(c);
    int32_t minute = from == clock_day_of(c->now_us) ? clock_minute_of(c->now_us) : 0;
    int32_t until = issue_schedule_until(kind, issue_work_end(asked->state, asked->due, today), today);
    struct issue_period *list = arena_array(&c->arena, PERIODS_MAX, sizeof(*list));
    size_t n = issue_schedule(kind, &(struct issue_work){from, minute, until}, p, list, PERIODS_MAX);

    *ret_n = n < PERIODS_MAX ? n : PERIODS_MAX;
    return list;
}

/* The columns of a period, as members of a JSON object. */
static void add_period(struct buf *b, const struct issue_period *period)
{
    char start[DATE_TEXT], end[DATE_TEXT], due[DATE_TEXT];

    date_format(period->start, start);
    date_format(period->end, end);
    date_format(period->due_on, due);
    buf_addf(b,
             "\"period_kind\":\"%s\",\"period_start\":\"%s\",\"period_end\":\"%s\",\"due_on\":\"%s\","
             "\"due_minute\":%d",
             issue_period_kind_values[period->kind], start, end, due, (int)period->due_minute);
}

int reports_lay_out(struct ctx *c, const struct report_asked *asked, const struct issue_parameters *p,
                    struct problem *err)
{
    size_t n;
    const struct issue_period *list = periods_from(c, asked, ctx_today(c), p, &n);
    const char *periods, *goes_on = db_arg_bool(asked->goes_on);
    struct db_result *r;
    struct buf b;

    buf_init(&b, &c->arena);
    for (size_t i = 0; i < n; i++) {
        buf_add(&b, i ? ",{" : "{");
        add_period(&b, &list[i]);
        buf_add_char(&b, '}');
    }
    periods = arena_printf(&c->arena, "[%s]", n ? b.data : "");
    if (db_one(c->db, &sql_reports_clear,
               BIND({"issue_id", asked->issue_id}, {"goes_on", goes_on}, {"periods", periods}), &r, err) < 0)
        return -1;
    return db_send(c->db, &sql_reports_schedule,
                   BIND({"issue_id", asked->issue_id}, {"goes_on", goes_on}, {"periods", periods},
                        {"since", db_text(r, 0, "since")}),
                   err);
}

int report_again_by(struct ctx *c, const struct issue_parameters *p, const struct bind **ret,
                    struct problem *err)
{
    struct duty_day day = {.kind = "REPORT"};

    if (duty_day_of(c, ctx_today(c), "REPORT_AGAIN", p, &day, err) < 0)
        return -1;
    *ret = binds_join(c, BIND({"again_by", db_arg_date(&c->arena, day.due)}),
                      BIND({"again_days", db_arg_int(&c->arena, day.term.amount)}));
    return 0;
}

int reports_again(struct ctx *c, const char *issue_id, const struct issue_parameters *p, struct problem *err)
{
    const struct bind *by, *binds;

    if (report_again_by(c, p, &by, err) < 0)
        return -1;
    binds = binds_join(c, BIND({"issue_id", issue_id}), by);
    return db_send(c->db, &sql_report_again, binds, err) < 0 ? -1
                                                             : db_send(c->db, &sql_report_cut, binds, err);
}

void report_lines_init(struct report_lines *lines, struct arena *a)
{
    buf_init(&lines->rows, a);
}

static void add_line(struct report_lines *lines, const struct db_result *r, int row,
                     const struct issue_period *period, const char *from)
{
    const char *due = db_text(r, row, "due_date");

    buf_addf(&lines->rows, "%s{\"issue_id\":\"%s\",\"state\":\"%s\",\"from_day\":\"%s\",",
             lines->rows.len > 0 ? "," : "", db_text(r, row, "id"), db_text(r, row, "state"), from);
    if (due)
        buf_addf(&lines->rows, "\"due_date\":\"%s\",", due);
    add_period(&lines->rows, period);
    buf_add_char(&lines->rows, '}');
}

/* Nobody is asked for days before the one walked: where nothing was laid out for them, it was not owed. */
int32_t reports_go_on(struct ctx *c, const struct db_result *r, int row, const struct issue_parameters *p,
                      struct report_lines *lines)
{
    struct report_asked asked = {
        .issue_id = db_text(r, row, "id"),
        .state = (enum issue_state)code_find(issue_state_codes, db_text(r, row, "state")),
        .severity = (enum issue_severity)code_find(issue_severity_codes, db_text(r, row, "severity")),
        .term = (enum issue_term_class)code_find(issue_term_class_codes, db_text(r, row, "term_class")),
        .due = db_date(r, row, "due_date"),
    };
    int32_t today = ctx_today(c), covered = db_date(r, row, "reported_until"), from;
    const struct issue_period *list;
    size_t n;

    if (!issue_reports_run(asked.state) ||
        !issue_schedule_runs_out(covered, issue_work_end(asked.state, asked.due, today), today))
        return DATE_NONE;
    from = covered != DATE_NONE && covered >= today ? covered + 1 : today;
    list = periods_from(c, &asked, from, p, &n);
    for (size_t i = 0; i < n; i++)
        add_line(lines, r, row, &list[i], db_arg_date(&c->arena, from));
    return n > 0 ? list[0].due_on : DATE_NONE;
}

int report_lines_write(struct ctx *c, const struct report_lines *lines, struct problem *err)
{
    const struct bind *binds;

    if (lines->rows.len == 0)
        return 0;
    binds = BIND({"lines", arena_printf(&c->arena, "[%s]", lines->rows.data)});
    return db_send(c->db, &sql_reports_lock, binds, err) < 0 ? -1
                                                             : db_send(c->db, &sql_reports_go_on, binds, err);
}
