/* SPDX-License-Identifier: MIT */
/* Starts, stops and ends the clocks of an issue. */
#include "issues/engine/clocks.h"

#include "base/uuid.h"
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/batches.h"
#include "issues/engine/light.h"
#include "issues/engine/reports.h"
#include "issues/store/limits.h"
#include "issues_sql.h"

static void set_change(struct step *s, enum issue_clock_kind kind, int32_t due)
{
    if (kind == ISSUE_CLOCK_BOUNCE)
        s->change.bounce_by = due;
    else
        s->change.step_due = due;
}

int clock_start(struct ctx *c, struct step *s, enum issue_clock_kind kind, struct problem *err)
{
    struct issue_limit limit;
    struct deadline d;

    if (!issue_limit(&s->load->facts.parameters, issue_clock_limit(kind), &limit))
        return problem_cause(err, PROBLEM_INTERNAL, "no limit %s", issue_clock_limit(kind));
    if (limit_compute(c, s->load->facts.today, limit.term.amount, limit.term.unit, &d, err) < 0)
        return -1;
    set_change(s, kind, d.due);
    return db_send(
        c->db, &sql_clock_start,
        BIND({"kind", issue_clock_kind_values[kind]}, {"amount", db_arg_int(&c->arena, limit.term.amount)},
             {"unit", deadline_unit_names[limit.term.unit]}, {"due_on", db_arg_date(&c->arena, d.due)},
             {"due_provisional", db_arg_bool(d.provisional)}),
        err);
}

int clocks_leave(struct ctx *c, int to, struct problem *err)
{
    struct buf kept;

    buf_init(&kept, &c->arena);
    for (int kind = 0; kind < ISSUE_CLOCK_COUNT; kind++)
        if (issue_clock_goes_on((enum issue_clock_kind)kind, (enum issue_state)to))
            buf_addf(&kept, "%s%s", kept.len > 0 ? "," : "", issue_clock_kind_values[kind]);
    return db_send(c->db, &sql_clock_end,
                   BIND({"kept", arena_printf(&c->arena, "{%s}", kept.len > 0 ? kept.data : "")}), err);
}

int clocks_stop(struct ctx *c, struct step *s, struct problem *err)
{
    const char *until = db_arg_date(&c->arena, s->load->facts.request.until);

    s->change.until = s->load->facts.request.until;
    s->detail =
        arena_printf(&c->arena, "{\"reason_code\":\"%s\",\"until\":\"%s\"}", s->in->reason_code, until);
    return db_send(c->db, &sql_pause_start, BIND({"until", until}, {"reason_code", s->in->reason_code}), err);
}

int pauses_load(struct ctx *c, const char *issue_id, const struct issue_pause **ret, size_t *ret_n,
                struct problem *err)
{
    struct issue_pause *list;
    struct db_result *r;

    if (db_run(c->db, &sql_pause_list, BIND({"issue_id", issue_id}), &r, err) < 0)
        return -1;
    list = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof(*list));
    for (int i = 0; i < db_rows(r); i++)
        list[i] = (struct issue_pause){db_date(r, i, "from_on"), db_date(r, i, "until_on"),
                                       db_date(r, i, "resumed_on")};
    *ret = list;
    *ret_n = (size_t)db_rows(r);
    return 0;
}

/* A pause that is being ended. */
struct resumption {
    const struct issue_pause *pauses; /* the last one ends */
    size_t n;
    int32_t from, resumed, days;
    struct work_calendar calendar;
};

static int end_pause(struct ctx *c, const struct step *s, struct resumption *r, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    struct issue_pause last = {db_date(s->load->row, 0, "suspended_on"),
                               db_date(s->load->row, 0, "suspended_until"), DATE_NONE};

    r->from = last.from;
    r->resumed = issue_pause_end(&last, f->today);
    r->days = r->resumed - r->from;
    return db_send(c->db, &sql_pause_end, BIND({"resumed_on", db_arg_date(&c->arena, r->resumed)}), err);
}

/* Every day that a limit of the steps or the issue's own may come to lie on. */
static int load_calendar(struct ctx *c, const struct issue_facts *f, const struct db_result *clocks,
                         struct resumption *r, struct problem *err)
{
    int32_t from = f->due_nominal != DATE_NONE ? f->due_nominal : f->today;
    int32_t to = from + r->days;
    int32_t stood_still = issue_pause_days(r->pauses, r->n, f->today);

    for (int i = 0; i < db_rows(clocks); i++) {
        int32_t started = db_date(clocks, i, "started_on");
        int32_t last = started + 2 * (int32_t)db_int(clocks, i, "amount") + stood_still;
        from = started < from ? started : from;
        to = last > to ? last : to;
    }
    return calendar_load(c, from, to + 62, &r->calendar, err);
}

static struct issue_clock read_clock(const struct db_result *list, int row)
{
    struct issue_clock clock = {
        .kind = (enum issue_clock_kind)code_find(issue_clock_kind_codes, db_text(list, row, "kind")),
        .started = db_date(list, row, "started_on"),
        .term = {.amount = (int32_t)db_int(list, row, "amount")},
    };

    (void)deadline_unit_parse(db_text(list, row, "unit"), &clock.term.unit);
    return clock;
}

static int run_clock(struct ctx *c, struct step *s, const struct resumption *r, const struct db_result *list,
                     int row, struct problem *err)
{
    struct issue_clock clock = read_clock(list, row);
    struct deadline d;

    if (issue_clock_due(&clock, r->pauses, r->n, &r->calendar, &d, err) < 0)
        return -1;
    set_change(s, clock.kind, d.due);
    return db_send(c->db, &sql_clock_set,
                   BIND({"clock_id", db_text(list, row, "id")}, {"due_on", db_arg_date(&c->arena, d.due)},
                        {"due_provisional", db_arg_bool(d.provisional)}),
                   err);
}

static void move_due(struct step *s, const struct resumption *r)
{
    const struct issue_facts *f = &s->load->facts;
    struct deadline d;

    if (f->due == DATE_NONE || r->days <= 0)
        return;
    issue_due_moved(f->due_nominal, r->days, &r->calendar, &d);
    s->change.due = d.due;
    s->change.due_nominal = d.nominal_due;
    s->change.due_provisional = d.provisional;
}

int clocks_run_again(struct ctx *c, struct step *s, struct problem *err)
{
    struct resumption r = {0};
    struct db_result *clocks;

    if (end_pause(c, s, &r, err) < 0 || pauses_load(c, s->load->ref.id, &r.pauses, &r.n, err) < 0 ||
        db_run(c->db, &sql_clock_open, BIND_NONE, &clocks, err) < 0 ||
        load_calendar(c, &s->load->facts, clocks, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(clocks); i++)
        if (run_clock(c, s, &r, clocks, i, err) < 0)
            return -1;
    move_due(s, &r);
    s->change.suspended_days = (int)r.days;
    s->detail = arena_printf(&c->arena, "{\"clocks_run_from\":\"%s\"}", db_arg_date(&c->arena, r.resumed));
    if (r.days <= 0)
        return 0;
    return db_send(c->db, &sql_pause_moves,
                   BIND({"days", db_arg_int(&c->arena, r.days)}, {"from_on", db_arg_date(&c->arena, r.from)},
                        {"old_due", date_or_null(c, s->load->facts.due)},
                        {"new_due", date_or_null(c, s->change.due)}),
                   err);
}

static int due_again(struct ctx *c, const char *issue_id, const struct db_result *list, int row,
                     struct deadline *ret, struct problem *err)
{
    struct issue_clock clock = read_clock(list, row);
    const struct issue_pause *pauses;
    struct work_calendar calendar;
    int32_t last;
    size_t n;

    if (pauses_load(c, issue_id, &pauses, &n, err) < 0)
        return -1;
    last = clock.started + 2 * clock.term.amount + issue_pause_days(pauses, n, ctx_today(c)) + 62;
    if (calendar_load(c, clock.started, last, &calendar, err) < 0)
        return -1;
    return issue_clock_due(&clock, pauses, n, &calendar, ret, err);
}

static bool is_another(const struct db_result *list, int row, const struct deadline *d)
{
    return d->due != db_date(list, row, "due_on") || d->provisional != db_bool(list, row, "due_provisional");
}

/* With the issue held, so that no step ends the limit, nor a pause moves it, meanwhile. */
static int move_clock(struct ctx *c, const char *issue_id, const char *clock_id, struct problem *err)
{
    struct db_result *r;
    struct deadline d;

    if (db_send(c->db, &sql_issue_lock, BIND({"issue_id", issue_id}), err) < 0 ||
        db_run(c->db, &sql_clock_running, BIND({"clock_id", clock_id}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return 0;
    if (due_again(c, issue_id, r, 0, &d, err) < 0)
        return -1;
    if (is_another(r, 0, &d) &&
        db_send(c->db, &sql_clock_follow,
                BIND({"clock_id", clock_id}, {"due_on", db_arg_date(&c->arena, d.due)},
                     {"due_provisional", db_arg_bool(d.provisional)}),
                err) < 0)
        return -1;
    return light_refresh(c, issue_id, err);
}

/* An issue whose limit stays is not held up. */
static int recompute_clock(struct ctx *c, const struct db_result *list, int row, struct problem *err)
{
    const char *issue_id = db_text(list, row, "issue_id");
    struct deadline d;

    if (due_again(c, issue_id, list, row, &d, err) < 0)
        return -1;
    return is_another(list, row, &d) ? move_clock(c, issue_id, db_text(list, row, "id"), err) : 0;
}

int plans_follow(struct ctx *c, const char *issue_id, int32_t old_due, int32_t new_due, struct problem *err)
{
    if (old_due == DATE_NONE || new_due == DATE_NONE)
        return 0;
    return db_send(c->db, &sql_plan_follow,
                   BIND({"issue_id", issue_id}, {"old_due", db_arg_date(&c->arena, old_due)},
                        {"new_due", db_arg_date(&c->arena, new_due)}),
                   err);
}

/* The due date of one issue was moved: what hangs on it moves too. */
static int follow_due(struct ctx *c, const struct db_result *list, int row, int32_t due, struct problem *err)
{
    struct issue_parameters p;
    const struct report_asked asked = {
        .issue_id = db_text(list, row, "id"),
        .state = (enum issue_state)code_find(issue_state_codes, db_text(list, row, "state")),
        .severity = (enum issue_severity)code_find(issue_severity_codes, db_text(list, row, "severity")),
        .term = (enum issue_term_class)code_find(issue_term_class_codes, db_text(list, row, "term_class")),
        .due = due,
        .goes_on = true,
    };

    if (plans_follow(c, asked.issue_id, db_date(list, row, "due_date"), due, err) < 0)
        return -1;
    if (issue_reports_run(asked.state) &&
        (issue_parameters_load(c, db_text(list, row, "scope"), &p, err) < 0 ||
         db_send(c->db, &sql_report_settle, BIND({"issue_id", asked.issue_id}), err) < 0 ||
         reports_lay_out(c, &asked, &p, err) < 0))
        return -1;
    return light_refresh(c, asked.issue_id, err);
}

/* Only the roll depends on the calendar: the nominal date stays. */
static int recompute_due(struct ctx *c, const struct db_result *list, int row, struct problem *err)
{
    int32_t nominal = db_date(list, row, "due_nominal");
    struct work_calendar calendar;
    struct deadline d;

    if (calendar_load(c, nominal, nominal + 62, &calendar, err) < 0)
        return -1;
    issue_due_rolled(nominal, &calendar, &d);
    if (db_send(c->db, &sql_due_set,
                BIND({"issue_id", db_text(list, row, "id")}, {"due_on", db_arg_date(&c->arena, d.due)},
                     {"due_provisional", db_arg_bool(d.provisional)}),
                err) < 0)
        return -1;
    return d.due == db_date(list, row, "due_date") ? 0 : follow_due(c, list, row, d.due, err);
}

int clocks_recompute(struct ctx *c, int32_t year, struct problem *err)
{
    const struct bind *of_year = BIND({"year", db_arg_int(&c->arena, year)});

    if (batches_run(c, &sql_clock_of_year, of_year, "0", recompute_clock, err) < 0)
        return -1;
    return batches_run(c, &sql_due_of_year, of_year, UUID_NIL, recompute_due, err);
}
