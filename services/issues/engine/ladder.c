/* SPDX-License-Identifier: MIT */
/* The ladder of supervision. */
#include "issues/engine/ladder.h"

#include "base/date.h"
#include "base/uuid.h"
#include "issues/domain/issue_ladder.h"
#include "issues/engine/facts.h"
#include "issues/events/issue_events.h"
#include "issues/store/limits.h"
#include "issues_sql.h"
#include <string.h>

int ladder_reply_due(struct ctx *c, int level, const struct issue_parameters *p, struct duty_day *ret,
                     struct problem *err)
{
    const char *name = issue_rungs[level - 1].reply;

    *ret = (struct duty_day){.kind = "REPLY", .due = DATE_NONE, .began = DATE_NONE};
    return name ? duty_day_of(c, ctx_today(c), name, p, ret, err) : 0;
}

/* With the day to sign by, for what is laid on a unit today. */
static int laid_today(struct ctx *c, const struct issue_parameters *p, const struct duty_day *reply,
                      const char **ret, struct problem *err)
{
    struct duty_day days[] = {{.kind = "RECEIPT"}, *reply};

    if (duty_day_of(c, ctx_today(c), "RECEIPT", p, &days[0], err) < 0)
        return -1;
    *ret = duty_days_json(&c->arena, days, reply->due == DATE_NONE ? 1 : 2);
    return 0;
}

int ladder_lay_duties(struct ctx *c, const char *step_id, const struct duty_day *reply,
                      const struct issue_parameters *p, struct problem *err)
{
    const char *days;

    if (laid_today(c, p, reply, &days, err) < 0)
        return -1;
    return db_send(c->db, &sql_duty_lay, BIND({"step_id", step_id}, {"days", days}), err);
}

/* Of whoever takes over what a step asks: from today, and for a reply those of a letter. */
static int days_of_his_own(struct ctx *c, const struct issue_parameters *p, const char **ret,
                           struct problem *err)
{
    static const char *const limits[] = {"RECEIPT", "LETTER", "INTERVIEW_PLAN", "INTERVIEW_REPORT"};
    struct duty_day days[] = {{.kind = "RECEIPT"}, {.kind = "REPLY"}, {.kind = "PLAN"}, {.kind = "REPORT"}};

    for (size_t i = 0; i < ARRAY_LEN(limits); i++)
        if (duty_day_of(c, ctx_today(c), limits[i], p, &days[i], err) < 0)
            return -1;
    *ret = duty_days_json(&c->arena, days, ARRAY_LEN(days));
    return 0;
}

int ladder_pass_on(struct ctx *c, const char *issue_id, const struct issue_parameters *p, struct problem *err)
{
    const char *days;

    if (days_of_his_own(c, p, &days, err) < 0)
        return -1;
    return db_send(c->db, &sql_duties_follow, BIND({"issue_id", issue_id}, {"days", days}), err);
}

int ladder_succeed(struct ctx *c, const char *gone_id, const char *issue_id, const struct heir *heir,
                   struct problem *err)
{
    struct parameter_book book;
    struct db_result *issues;
    const char *days;

    if (db_run(c->db, &sql_duties_of_gone, BIND({"tenant_id", gone_id}, {"issue_id", issue_id}), &issues,
               err) < 0 ||
        parameter_book_open(c, issues, &book, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(issues); i++)
        if (days_of_his_own(c, parameter_book_find(&book, db_text(issues, i, "scope")), &days, err) < 0 ||
            db_send(c->db, &sql_succeed_duties,
                    BIND({"tenant_id", gone_id}, {"issue_id", db_text(issues, i, "id")}, {"new_id", heir->id},
                         {"new_code", heir->code}, {"new_name", heir->name}, {"new_scope", heir->scope},
                         {"days", days}),
                    err) < 0)
            return -1;
    return 0;
}

/* A day of before, moved by the days that the issue has stood still since. */
static int32_t moved(const struct db_result *r, int row, const char *day, const char *paused)
{
    int32_t since = db_date(r, row, day);

    return since == DATE_NONE || !db_text(r, row, paused) ? since : since + (int32_t)db_int(r, row, paused);
}

/* "3:REPLY:2026-12-01 5:PLAN:2026-12-08": what is owed, as daily_batch tells it. */
static size_t read_duties(struct ctx *c, const char *text, const struct issue_duty **ret)
{
    size_t n = 0, most = text ? strlen(text) / sizeof "3:PLAN:2026-12-01" + 1 : 0;
    struct issue_duty *list = arena_array(&c->arena, most, sizeof *list);
    const char *word = text;

    while (n < most && *word) {
        const char *kind = word + 2, *day = strchr(kind, ':') + 1;

        list[n].level = *word - '0';
        str_format(list[n].kind, sizeof list[n].kind, "%.*s", (int)(day - kind - 1), kind);
        (void)date_parse(arena_strndup(&c->arena, day, DATE_TEXT - 1), &list[n++].due);
        word = day + DATE_TEXT - 1;
        word += strspn(word, " ");
    }
    *ret = list;
    return n;
}

static struct issue_ladder_facts read_facts(struct ctx *c, const struct db_result *r, int row,
                                            const struct ladder_look *look)
{
    int was = code_find(issue_light_codes, db_text(r, row, "light"));
    bool turned_yellow = look->light == ISSUE_LIGHT_YELLOW && was != ISSUE_LIGHT_YELLOW;
    int32_t next = db_date(r, row, "next_report_due");
    bool turned_red = look->light == ISSUE_LIGHT_RED && was != ISSUE_LIGHT_RED;

    return (struct issue_ladder_facts){
        .state = (enum issue_state)code_find(issue_state_codes, db_text(r, row, "state")),
        .today = ctx_today(c),
        .due = db_date(r, row, "due_nominal"),
        .next_report_due = next == DATE_NONE ? look->report_due : next,
        .severity = (enum issue_severity)code_find(issue_severity_codes, db_text(r, row, "severity")),
        .light = look->light,
        .yellow_count = (int32_t)db_int(r, row, "yellow_count") + turned_yellow,
        .red_count = (int32_t)db_int(r, row, "red_count") + turned_red,
        .red_since = look->light != ISSUE_LIGHT_RED ? DATE_NONE
                     : turned_red                   ? ctx_today(c)
                                                    : moved(r, row, "unlisted_since", "unlisted_paused"),
        .lists_lifted = (int32_t)db_int(r, row, "lists_lifted"),
        .false_findings = db_text(r, row, "false_findings"),
        .derelictions = db_text(r, row, "derelictions"),
        .failed_interviews = db_text(r, row, "failed_interviews"),
        .upper_returns = (int32_t)db_int(r, row, "upper_return_count"),
        .days_late = (int32_t)db_int(r, row, "days_late"),
        .step_due = db_int(r, row, "step_days") > 0 ? db_date(r, row, "step_due") : DATE_NONE,
        .listed_on = db_date(r, row, "listed_on"),
        .listed_since = moved(r, row, "listed_on", "listed_paused"),
        .interviews = (int32_t)db_int(r, row, "interviews"),
        .summoned_since = db_date(r, row, "summoned_since"),
        .interview_without_effect = db_bool(r, row, "interview_failed"),
    };
}

void ladder_steps_init(struct ladder_steps *s, struct arena *a)
{
    buf_init(&s->rows, a);
    buf_init(&s->gone, a);
}

static void add_step(struct ctx *c, struct ladder_steps *s, const char *issue_id,
                     const struct issue_proposal *p, const char *rung)
{
    buf_addf(&s->rows, "%s{\"id\":\"%s\",\"issue_id\":\"%s\",\"level\":%d,\"rung\":\"%s\",",
             s->rows.len > 0 ? "," : "", uuid7_new(&c->arena, c->now_us), issue_id, p->level, rung);
    if (p->about > 0)
        buf_addf(&s->rows, "\"about\":%d,", p->about);
    buf_add(&s->rows, "\"reason\":");
    buf_add_json(&s->rows, p->zh);
    buf_add_char(&s->rows, '}');
}

static void add_gone(struct ladder_steps *s, const char *issue_id, const char *rung)
{
    buf_addf(&s->gone, "%s{\"issue_id\":\"%s\",\"rung\":", s->gone.len > 0 ? "," : "", issue_id);
    buf_add_json(&s->gone, rung);
    buf_add_char(&s->gone, '}');
}

/* "L3-RED-1": the level and the cause. */
static bool rung_holds(const struct issue_ladder_facts *f, const struct issue_parameters *p, const char *rung)
{
    return issue_cause_holds(f, p, rung[1] - '0', rung + sizeof "L3-" - 1);
}

/* Of what is proposed for row `row`. */
static void drop_gone(struct ctx *c, const struct db_result *r, int row, const struct issue_ladder_facts *f,
                      const struct issue_parameters *p, struct ladder_steps *s)
{
    const char *word = db_text(r, row, "proposed");

    while (word && *word) {
        size_t len = strcspn(word, " ");
        const char *rung = arena_strndup(&c->arena, word, len);

        if (!rung_holds(f, p, rung))
            add_gone(s, db_text(r, row, "id"), rung);
        word += len + strspn(word + len, " ");
    }
}

void ladder_climb(struct ctx *c, const struct db_result *r, int row, const struct ladder_look *look,
                  struct ladder_steps *s)
{
    struct issue_proposal list[ISSUE_PROPOSALS_MAX];
    struct issue_ladder_facts f = read_facts(c, r, row, look);
    const char *taken = db_text(r, row, "rungs");
    size_t n;

    f.n_duties = read_duties(c, db_text(r, row, "duties"), &f.duties);
    n = issue_ladder(&f, look->parameters, list);

    for (size_t i = 0; i < n; i++) {
        const char *rung = arena_printf(&c->arena, "L%d-%s", list[i].level, list[i].key);
        if (!taken || !str_has_word(taken, rung))
            add_step(c, s, db_text(r, row, "id"), &list[i], rung);
    }
    drop_gone(c, r, row, &f, look->parameters, s);
}

static int send_gone(struct ctx *c, const struct ladder_steps *s, struct problem *err)
{
    if (s->gone.len == 0)
        return 0;
    return db_send(c->db, &sql_escalation_lapse,
                   BIND({"gone", arena_printf(&c->arena, "[%s]", s->gone.data)}), err);
}

int ladder_take(struct ctx *c, const struct ladder_steps *s, struct outbox_batch *out, struct problem *err)
{
    struct db_result *r;

    if (send_gone(c, s, err) < 0)
        return -1;
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

/* As the issue and its light stand now. */
static int look_now(struct ctx *c, const char *issue_id, const struct issue_parameters *p,
                    struct db_result **row, struct issue_ladder_facts *ret, struct problem *err)
{
    struct ladder_look look = {.parameters = p, .report_due = DATE_NONE};

    if (db_one(c->db, &sql_ladder_of, BIND({"issue_id", issue_id}), row, err) < 0)
        return -1;
    look.light = (enum issue_light)code_find(issue_light_codes, db_text(*row, 0, "light"));
    *ret = read_facts(c, *row, 0, &look);
    return 0;
}

int ladder_check_cause(struct ctx *c, const char *issue_id, const char *rung,
                       const struct issue_parameters *p, struct problem *err)
{
    struct issue_ladder_facts f;
    struct db_result *r;

    if (look_now(c, issue_id, p, &r, &f, err) < 0)
        return -1;
    if (rung_holds(&f, p, rung))
        return 0;
    return problem_fail(err, PROBLEM_STATE_CONFLICT,
                        "what this step was proposed for is no longer so; the daily run will let it lapse");
}

int ladder_let_lapse(struct ctx *c, const char *issue_id, const struct issue_parameters *p,
                     struct problem *err)
{
    struct issue_ladder_facts f;
    struct ladder_steps s;
    struct db_result *r;

    if (look_now(c, issue_id, p, &r, &f, err) < 0)
        return -1;
    ladder_steps_init(&s, &c->arena);
    drop_gone(c, r, 0, &f, p, &s);
    return send_gone(c, &s, err);
}

/* The next month of a listing: as many months behind the last one as are between reports now, and behind its day, which
 * a person may have named; none behind the ten years that a limit counts. What was owed keeps its day when the interval
 * changes. */
static int next_month(const struct work_calendar *cal, const struct db_result *r, int row, int32_t interval,
                      struct duty_day *ret, struct problem *err)
{
    struct deadline d;

    *ret = (struct duty_day){
        .kind = "REPLY",
        .began = db_date(r, row, "since"),
        .term = {(int32_t)db_int(r, row, "months"), DEADLINE_MON}
    };
    do {
        ret->term.amount += interval;
        if (ret->term.amount > DEADLINE_MONTHS_MAX) {
            ret->due = DATE_NONE;
            return 0;
        }
        if (limit_on(cal, ret->began, ret->term.amount, DEADLINE_MON, &d, err) < 0)
            return -1;
        ret->due = d.due;
    } while (d.due <= db_date(r, row, "last"));
    return 0;
}

/* The months of L4 that have come round, as a JSON list. */
static int months_json(struct ctx *c, const struct db_result *r, const struct parameter_book *book,
                       struct buf *b, struct problem *err)
{
    struct work_calendar cal;
    struct duty_day day;

    if (calendar_load(c, ctx_today(c) - 31, ctx_today(c) + 400, &cal, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        int32_t interval = (int32_t)parameter_book_find(book, db_text(r, i, "scope"))->listed_reply_months;

        if (next_month(&cal, r, i, interval, &day, err) < 0)
            return -1;
        if (day.due != DATE_NONE)
            duty_day_add(b, db_text(r, i, "id"), (int)db_int(r, i, "nth") + 1, &day);
    }
    return 0;
}

int ladder_prolong(struct ctx *c, const char *after, const char *last, const struct parameter_book *book,
                   struct problem *err)
{
    struct db_result *r;
    struct buf b;

    if (db_run(c->db, &sql_duty_month, BIND({"after", after}, {"last", last}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return 0;
    buf_init(&b, &c->arena);
    if (months_json(c, r, book, &b, err) < 0)
        return -1;
    if (b.len == 0)
        return 0;
    return db_send(c->db, &sql_duty_lay_months, BIND({"days", arena_printf(&c->arena, "[%s]", b.data)}), err);
}
