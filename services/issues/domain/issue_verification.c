/* SPDX-License-Identifier: MIT */
/* Counts verifications of one round. */
#include "issues/domain/issue_verification.h"
#include "base/str.h"
#include "issues/domain/issue_workflow.h"
#include <string.h>

struct issue_mark issue_mark_later(struct issue_mark a, struct issue_mark b)
{
    return a.step >= b.step ? a : b;
}

/* Scopes are paths of fixed-width segments: a unit's subtree shares its scope's beginning. */
static bool is_within_any(const char *scope, size_t len, const char *units)
{
    for (const char *at = units ? units : ""; *at;) {
        size_t n = strcspn(at, " ");
        if (n > 0 && n <= len && strncmp(scope, at, n) == 0)
            return true;
        at += n + strspn(at + n, " ");
    }
    return false;
}

static bool is_of_responsible(const struct issue_verification_book *book, const struct issue_verifier *v)
{
    for (const char *at = v->scopes; *at;) {
        size_t n = strcspn(at, " ");
        if (is_within_any(at, n, book->responsible))
            return true;
        at += n + strspn(at + n, " ");
    }
    return false;
}

/* The applicant is known by the actor key: the subject alone for our own issuer, "issuer#subject" for another. */
static bool is_applicant(const struct issue_verification_book *book, const struct issue_verifier *v)
{
    size_t n = v->issuer ? strlen(v->issuer) : 0;
    const char *key = book->applicant;

    if (str_empty(key))
        return false;
    return str_eq(v->subject, key) ||
           (n > 0 && strncmp(key, v->issuer, n) == 0 && key[n] == '#' && str_eq(key + n + 1, v->subject));
}

bool issue_verifier_counts(const struct issue_verification_book *book, const struct issue_verifier *v)
{
    return !str_empty(v->subject) && !str_empty(v->scopes) && !is_applicant(book, v) &&
           !is_of_responsible(book, v);
}

/* What is being counted: rows of a level since a mark. */
struct count {
    const struct issue_verification_book *book;
    enum issue_verification_level level;
    struct issue_mark since;
    const struct issue_verification *bad; /* the latest that is not PASS; no pass before it stands */
};

static bool is_counted(const struct count *c, const struct issue_verification *r)
{
    if (r->level != c->level || r->after < c->since.step)
        return false;
    return c->since.day == DATE_NONE || (r->verified_on != DATE_NONE && r->verified_on >= c->since.day);
}

/* The day of the visit decides, not when it was entered; of one day, what was entered later. */
static bool is_later(const struct issue_verification *a, const struct issue_verification *b)
{
    return a->verified_on != b->verified_on ? a->verified_on > b->verified_on : a > b;
}

static bool is_standing_pass(const struct count *c, const struct issue_verification *r)
{
    return is_counted(c, r) && r->result == ISSUE_RESULT_PASS && (!c->bad || is_later(r, c->bad));
}

static bool is_same_member(const struct issue_verifier *a, const struct issue_verifier *b)
{
    return str_eq(a->issuer, b->issuer) && str_eq(a->subject, b->subject);
}

/* Whether the member was counted before its mention `i` in `row`. */
static bool is_named_before(const struct count *c, size_t row, size_t i)
{
    const struct issue_verification *rows = c->book->rows;
    const struct issue_verifier *v = &rows[row].verifiers[i];

    for (size_t r = 0; r <= row; r++)
        for (size_t k = 0; is_standing_pass(c, &rows[r]) && k < (r == row ? i : rows[r].n_verifiers); k++)
            if (is_same_member(&rows[r].verifiers[k], v) &&
                issue_verifier_counts(c->book, &rows[r].verifiers[k]))
                return true;
    return false;
}

static void add_pass(const struct count *c, size_t row, struct issue_verified *ret)
{
    const struct issue_verification *r = &c->book->rows[row];
    bool counts = false;

    for (size_t i = 0; i < r->n_verifiers; i++) {
        if (!issue_verifier_counts(c->book, &r->verifiers[i]))
            continue;
        counts = true;
        if (!is_named_before(c, row, i))
            ret->verifiers++;
    }
    if (counts && r->method == ISSUE_METHOD_ONSITE)
        ret->onsite++;
}

static struct count count_of(const struct issue_verification_book *book, enum issue_verification_level level,
                             struct issue_mark since)
{
    struct count c = {book, level, since, NULL};

    for (size_t i = 0; i < book->n; i++) {
        const struct issue_verification *r = &book->rows[i];
        if (is_counted(&c, r) && r->result != ISSUE_RESULT_PASS && (!c.bad || is_later(r, c.bad)))
            c.bad = r;
    }
    return c;
}

struct issue_verified issue_verified_since(const struct issue_verification_book *book,
                                           enum issue_verification_level level, struct issue_mark since)
{
    struct count c = count_of(book, level, since);
    struct issue_verified v = {.result = ISSUE_RESULT_NONE};

    if (c.bad)
        v.result = c.bad->result;
    for (size_t i = 0; i < book->n; i++)
        if (is_standing_pass(&c, &book->rows[i])) {
            v.result = ISSUE_RESULT_PASS;
            add_pass(&c, i, &v);
        }
    return v;
}

bool issue_failed_since(const struct issue_verification_book *book, int64_t step)
{
    bool failed = false;

    for (size_t i = 0; i < book->n; i++) {
        const struct issue_verification *r = &book->rows[i];
        failed = failed || (r->after >= step && r->level != ISSUE_VERIFIER_THIRD_PARTY &&
                            r->result != ISSUE_RESULT_PASS);
    }
    return failed;
}

static bool is_counted_pass(const struct issue_verification_book *book, const struct issue_verification *r)
{
    bool counts = false;

    for (size_t i = 0; i < r->n_verifiers; i++)
        counts = counts || issue_verifier_counts(book, &r->verifiers[i]);
    return counts && r->result == ISSUE_RESULT_PASS;
}

bool issue_verification_lifts(const struct issue_verification_book *book, const char *id, int32_t issued_on)
{
    const struct issue_mark since = {0, issued_on};
    enum issue_verification_result city = issue_verified_since(book, ISSUE_VERIFIER_CITY, since).result;

    for (size_t i = 0; i < book->n; i++) {
        const struct issue_verification *r = &book->rows[i];
        const struct count c = count_of(book, r->level, since);
        if (str_eq(r->id, id))
            return r->level != ISSUE_VERIFIER_THIRD_PARTY && is_standing_pass(&c, r) &&
                   is_counted_pass(book, r) && (city == ISSUE_RESULT_NONE || city == ISSUE_RESULT_PASS);
    }
    return false;
}

/* The row that speaks for a goal: the latest that names it. */
static const struct issue_verification *latest_of(const struct count *c, const char *goal)
{
    const struct issue_verification *latest = NULL;

    for (size_t i = 0; i < c->book->n; i++) {
        const struct issue_verification *r = &c->book->rows[i];
        if (is_counted(c, r) && r->goal && str_eq(r->goal, goal) && (!latest || is_later(r, latest)))
            latest = r;
    }
    return latest;
}

int32_t issue_goals_verified(const struct issue_verification_book *book, enum issue_verification_level level,
                             struct issue_mark since, const char *const *goals, size_t n)
{
    struct count c = {book, level, since, NULL};
    int32_t verified = 0;

    for (size_t g = 0; g < n; g++) {
        const struct issue_verification *r = latest_of(&c, goals[g]);
        verified += r && is_counted_pass(book, r);
    }
    return verified;
}

bool issue_speaks_for(const struct issue_facts *f, enum issue_verification_level level)
{
    unsigned is = issue_relations(f);
    bool city = f->actor.level == LEVEL_CITY && (is & ISSUE_RELATION_CLOSING_UP);
    bool district = is & (ISSUE_RELATION_DISTRICT | ISSUE_RELATION_SUPERVISE);

    if (is & (ISSUE_RELATION_RESP | ISSUE_RELATION_LEAD))
        return false;
    switch (level) {
    case ISSUE_VERIFIER_CITY:
        return city;
    case ISSUE_VERIFIER_DISTRICT:
        return district;
    default:
        return city || district;
    }
}
