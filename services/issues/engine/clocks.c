/* SPDX-License-Identifier: MIT */
/* Starts, stops and ends the clocks of an issue. */
#include "issues/engine/clocks.h"

#include "issues/domain/issue_limits.h"
#include "issues/engine/light.h"
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

static int set_clock(struct ctx *c, const struct db_result *list, int row, const struct deadline *d,
                     struct problem *err)
{
    return db_send(c->db, &sql_clock_set,
                   BIND({"clock_id", db_text(list, row, "id")}, {"due_on", db_arg_date(&c->arena, d->due)},
                        {"due_provisional", db_arg_bool(d->provisional)}),
                   err);
}

static int run_clock(struct ctx *c, struct step *s, const struct resumption *r, const struct db_result *list,
                     int row, struct problem *err)
{
    struct issue_clock clock = read_clock(list, row);
    struct deadline d;

    if (issue_clock_due(&clock, r->pauses, r->n, &r->calendar, &d, err) < 0)
        return -1;
    set_change(s, clock.kind, d.due);
    return set_clock(c, list, row, &d, err);
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
                   BIND({"days", db_arg_int(&c->arena, r.days)}, {"from_on", db_arg_date(&c->arena, r.from)}),
                   err);
}

static int recompute_one(struct ctx *c, const struct db_result *list, int row, struct problem *err)
{
    struct issue_clock clock = read_clock(list, row);
    const char *id = db_text(list, row, "issue_id");
    const struct issue_pause *pauses;
    struct work_calendar calendar;
    struct deadline d;
    int32_t last;
    size_t n;

    if (pauses_load(c, id, &pauses, &n, err) < 0)
        return -1;
    last = clock.started + 2 * clock.term.amount + issue_pause_days(pauses, n, ctx_today(c)) + 62;
    if (calendar_load(c, clock.started, last, &calendar, err) < 0 ||
        issue_clock_due(&clock, pauses, n, &calendar, &d, err) < 0 || set_clock(c, list, row, &d, err) < 0)
        return -1;
    if (db_send(c->db, &sql_clock_follow,
                BIND({"issue_id", id}, {"kind", issue_clock_kind_values[clock.kind]},
                     {"due_on", db_arg_date(&c->arena, d.due)}),
                err) < 0)
        return -1;
    return light_refresh(c, id, err);
}

int clocks_recompute(struct ctx *c, struct problem *err)
{
    const char *after = "0";
    struct db_result *r;

    do {
        if (db_run(c->db, &sql_clock_provisional, BIND({"after", after}), &r, err) < 0)
            return -1;
        for (int i = 0; i < db_rows(r); i++) {
            if (recompute_one(c, r, i, err) < 0)
                return -1;
            after = db_text(r, i, "id");
        }
    } while (db_rows(r) > 0);
    return 0;
}
