/* SPDX-License-Identifier: MIT */
/* Reads verifications; domain/issue_verification.c judges them. */
#include "issues/engine/verification_facts.h"

#include "issues/domain/issue_verification.h"
#include "issues_sql.h"

/* The statement gives a row for each verifier; those of one verification follow each other. */
static struct issue_verification row_of(const struct db_result *r, int i, struct issue_verifier *first)
{
    return (struct issue_verification){
        .id = db_text(r, i, "id"),
        .level =
            (enum issue_verification_level)code_find(issue_verification_level_codes, db_text(r, i, "level")),
        .method = (enum issue_verification_method)code_find(issue_verification_method_codes,
                                                            db_text(r, i, "method")),
        .result = (enum issue_verification_result)code_find(issue_verification_result_codes,
                                                            db_text(r, i, "result")),
        .verified_on = db_date(r, i, "verified_on"),
        .after = db_int(r, i, "after_step"),
        .goal = db_text(r, i, "goal"),
        .verifiers = first,
    };
}

static int read_book(struct ctx *c, struct issue_verification_book *ret, struct problem *err)
{
    struct issue_verification *rows;
    struct issue_verifier *people;
    struct db_result *r;
    int64_t seq = -1;

    if (db_run(c->db, &sql_verification_facts, BIND_NONE, &r, err) < 0)
        return -1;
    rows = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof(*rows));
    people = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof(*people));
    ret->rows = rows;
    for (int i = 0; i < db_rows(r); i++) {
        people[i] = (struct issue_verifier){db_text(r, i, "issuer"), db_text(r, i, "subject"),
                                            db_text(r, i, "scopes")};
        if (db_int(r, i, "seq") != seq)
            rows[ret->n++] = row_of(r, i, &people[i]);
        seq = db_int(r, i, "seq");
        rows[ret->n - 1].n_verifiers++;
    }
    return 0;
}

static struct issue_mark mark_of(const struct db_result *row, const char *step, const char *day)
{
    return (struct issue_mark){db_int(row, 0, step), db_date(row, 0, day)};
}

/* In these states some condition asks what was verified. */
static bool is_asked(int state)
{
    return state == ISSUE_STATE_DIST_VERIFY || state == ISSUE_STATE_CITY_REVIEW ||
           state == ISSUE_STATE_PUBLICITY || state == ISSUE_STATE_RECTIFYING ||
           state == ISSUE_STATE_LONG_TERM;
}

/* What opened the round: the application (T12) or an upheld objection (T20); for a stage of a long-term issue the step
 * that it was rectified from (T09, T14, T18), and for its end the stage (T21). */
static struct issue_mark round_of(const struct db_result *row, int state)
{
    if (state == ISSUE_STATE_RECTIFYING || state == ISSUE_STATE_LONG_TERM)
        return mark_of(row, "stage_step", "stage_on");
    return issue_mark_later(mark_of(row, "applied_step", "applied_on"),
                            mark_of(row, "objected_step", "objected_on"));
}

/* Only T21 and T22 ask; the round is the stage then. */
static int load_goals(struct ctx *c, const struct issue_verification_book *book, struct issue_mark stage,
                      struct issue_facts *f, struct problem *err)
{
    bool city = f->closing_level == ISSUE_CLOSING_CITY;
    const char **goals;
    struct db_result *r;

    if (f->state != ISSUE_STATE_RECTIFYING && f->state != ISSUE_STATE_LONG_TERM)
        return 0;
    if (db_run(c->db, &sql_stage_goals, BIND_NONE, &r, err) < 0)
        return -1;
    goals = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof(*goals));
    for (int i = 0; i < db_rows(r); i++)
        goals[i] = db_text(r, i, "goal");
    f->verifications.goals = db_rows(r);
    f->verifications.goals_passed = issue_goals_verified(
        book, city ? ISSUE_VERIFIER_CITY : ISSUE_VERIFIER_DISTRICT, stage, goals, (size_t)db_rows(r));
    return 0;
}

int verification_lifts(struct ctx *c, const struct issue_load *load, const char *id, int32_t issued_on,
                       bool *ret, struct problem *err)
{
    struct issue_verification_book book = {.responsible = db_text(load->row, 0, "responsible"),
                                           .applicant = load->facts.closure.applicant};

    if (read_book(c, &book, err) < 0)
        return -1;
    *ret = issue_verification_lifts(&book, id, issued_on);
    return 0;
}

int verification_facts_load(struct ctx *c, const struct db_result *row, struct issue_facts *f,
                            struct problem *err)
{
    struct issue_verification_book book = {.responsible = db_text(row, 0, "responsible"),
                                           .applicant = f->closure.applicant};
    struct issue_mark round = round_of(row, f->state);
    struct issue_verified district, city;

    if (!is_asked(f->state))
        return 0;
    if (read_book(c, &book, err) < 0)
        return -1;
    district = issue_verified_since(&book, ISSUE_VERIFIER_DISTRICT, round);
    city = issue_verified_since(&book, ISSUE_VERIFIER_CITY,
                                issue_mark_later(round, mark_of(row, "to_city_step", "to_city_on")));
    f->verifications = (struct issue_verifications){
        .verifiers = district.verifiers,
        .onsite = district.onsite,
        .district = district.result,
        .city = city.result,
        .failed_in_notice =
            f->state == ISSUE_STATE_PUBLICITY && issue_failed_since(&book, db_int(row, 0, "notice_step")),
    };
    return load_goals(c, &book, round, f, err);
}
