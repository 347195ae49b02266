/* SPDX-License-Identifier: MIT */
/* Bodies that are gone, and back: from their months in a row. */
#include "indicators/engine/water.h"

#include "base/date.h"
#include "indicators/domain/black_odour.h"
#include "indicators/engine/object_alerts.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"

struct body {
    struct batch *b;
    const struct standard *standard;
    int32_t subject;
    struct black_odour_month *months; /* all that it has, ascending */
    int32_t *grades;
    size_t n;
};

static int read_months(struct body *body, struct problem *err)
{
    struct ctx *c = body->b->c;
    struct db_result *r;

    if (db_run(
            c->db, &sql_evaluation_body_months,
            BIND({"subject", body->b->subjects[body->subject].object_id}, {"edition", body->standard->code}),
            &r, err) < 0)
        return -1;
    body->n = (size_t)db_rows(r);
    body->months = arena_array(&c->arena, body->n + 1, sizeof *body->months);
    body->grades = arena_array(&c->arena, body->n + 1, sizeof *body->grades);
    for (int i = 0; i < db_rows(r); i++) {
        body->grades[i] = (int32_t)db_int(r, i, "level");
        body->months[i] = (struct black_odour_month){
            .day = db_date(r, i, "period_start"),
            .is_known = db_bool(r, i, "valid"),
            .is_found = db_bool(r, i, "is_found"),
            .satisfaction =
                db_text(r, i, "satisfaction") ? db_decimal(r, i, "satisfaction", VALUE_SCALE) : -1,
        };
    }
    return 0;
}

/* ---- gone, and back */

/* Of the month at `at`. Back is told without items: those of the month stand in its own alert. */
static void judge_back(const struct body *body, size_t at, bool is_back)
{
    static const struct exceedances none;
    const struct black_odour_month *m = &body->months[at];

    object_alerts_add(body->b, &(struct judged){.subject = &body->b->subjects[body->subject],
                                                .kind = "BLACK_ODOUR_ELIMINATION",
                                                .limits = body->standard,
                                                .first_day = m->day,
                                                .last_day = plan_month_end(m->day),
                                                .level = body->grades[at],
                                                .exceeds = is_back,
                                                .items = &none});
}

static int put_elimination(const struct body *body, size_t at, struct problem *err)
{
    const struct black_odour_month *m = &body->months[at];
    bool is_gone = black_odour_is_eliminated(body->standard, body->months, at + 1),
         is_back = black_odour_is_rebound(body->standard, body->months, at + 1);
    int64_t satisfaction = black_odour_satisfaction(body->standard, body->months, at + 1);
    struct buf *out;

    judge_back(body, at, is_back);
    out = results_begin(body->b, &(struct result_head){.subject = &body->b->subjects[body->subject],
                                                       .kind = "BLACK_ODOUR_ELIMINATION",
                                                       .standard = body->standard->code,
                                                       .period_start = m->day,
                                                       .valid = m->is_known,
                                                       .aqi = AIR_NO_INDEX,
                                                       .attained = !m->is_known ? ATTAINED_UNKNOWN
                                                                   : is_gone    ? ATTAINED_YES
                                                                                : ATTAINED_NO});
    buf_add_char(out, '{');
    results_int(out, "clean_months", black_odour_clean_months(body->standard, body->months, at + 1));
    if (satisfaction >= 0)
        results_value(out, BLACK_ODOUR_SURVEY_CONTENT, satisfaction);
    results_name(out, "is_rebound");
    buf_add(out, is_back ? "true" : "false");
    buf_add_char(out, '}');
    return results_end(body->b, err);
}

/* ---- what a changed month touches */

/* A month counts in those that an elimination takes: its own, and the ones after it. */
static bool is_in_window(const struct body *body, int32_t day, const struct plan_day *touched, size_t n)
{
    int32_t window = black_odour_elimination_months(body->standard);

    for (size_t i = 0; i < n; i++)
        if (day >= touched[i].day && day < date_add_months(touched[i].day, window))
            return true;
    return false;
}

/* Whether it is back depends on whether it was gone in the last known month before. */
static int evaluate_body(struct body *body, const struct plan_day *touched, size_t n, struct problem *err)
{
    bool is_touched_before = false;

    if (read_months(body, err) < 0)
        return -1;
    for (size_t i = 0; i < body->n; i++) {
        bool is_touched = is_in_window(body, body->months[i].day, touched, n);
        if ((is_touched || is_touched_before) && put_elimination(body, i, err) < 0)
            return -1;
        if (is_touched || body->months[i].is_known)
            is_touched_before = is_touched;
    }
    return 0;
}

int water_evaluate_eliminations(struct batch *b, const struct standard *s, const struct month_plan *months,
                                struct problem *err)
{
    if (results_flush(b, err) < 0)
        return -1;
    for (size_t i = 0, n; i < months->n; i += n) {
        struct body body = {.b = b, .standard = s, .subject = months->months[i].subject};
        for (n = 0; i + n < months->n && months->months[i + n].subject == body.subject; n++)
            ;
        if (evaluate_body(&body, &months->months[i], n, err) < 0)
            return -1;
    }
    return 0;
}
