/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/verifications: what verifiers found, on paper and on site (B.1, T15). */
#include "http/page.h"
#include "issues/domain/issue_verification.h"
#include "issues/engine/facts.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"
#include <stdio.h>

int verification_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_verification_list, err);
}

/* A member is looked up, an expert is named: one or the other. What the district or the city found is a member's word.
 * */
static void check_verifiers(const struct verification_create *in, struct problem *err)
{
    const struct verifier_input *who = in->verifiers.items;
    bool member = false;
    char pointer[PROBLEM_POINTER];

    for (size_t i = 0; i < in->verifiers.n; i++) {
        member = member || who[i].member_id;
        snprintf(pointer, sizeof(pointer), "/verifiers/%zu", i);
        if (who[i].member_id ? who[i].name || who[i].organisation : !who[i].name)
            problem_field(err, pointer, "one-of", "member_id of a member, or name of an expert");
    }
    if (!member && !str_eq(in->level, "THIRD_PARTY"))
        problem_field(err, "/verifiers", "member", "a verifier of the district or the city is a member");
}

static int check_voice(const struct issue_facts *f, enum issue_verification_level level, struct problem *err)
{
    return issue_speaks_for(f, level)
               ? 0
               : problem_fail(err, PROBLEM_FORBIDDEN, "that level is not the caller's to speak for");
}

/* Something has been done, and the issue is not over: a pause is no time for it. */
static int check_state(const struct issue_facts *f, struct problem *err)
{
    if (str_has_word("RECTIFYING ACCEPT_APPLIED DIST_VERIFY CITY_REVIEW PUBLICITY LONG_TERM",
                     issue_state_values[f->state]))
        return 0;
    return problem_fail(err, PROBLEM_STATE_CONFLICT, "nothing is verified while the issue is %s",
                        issue_state_values[f->state]);
}

int verification_create(struct ctx *c, struct problem *err)
{
    const struct verification_create *in = c->in;
    int level = code_find(issue_verification_level_codes, in->level);
    struct issue_load load;
    struct db_result *r;

    if (in->verified_on > ctx_today(c))
        problem_field(err, "/verified_on", "range", "a verification is not in the future");
    check_verifiers(in, err);
    if (problem_fields_check(err) < 0 || issue_load(c, &load, err) < 0 ||
        check_voice(&load.facts, (enum issue_verification_level)level, err) < 0 ||
        check_state(&load.facts, err) < 0 || references_check(c, issue_references, err) < 0)
        return -1;
    if (db_one(c->db, &sql_verification_insert, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "verification.create", "verification", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/verifications/%%s", load.ref.id));
}
