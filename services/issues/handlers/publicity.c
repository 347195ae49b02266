/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/publicity: the public notice before striking off, and objections to it (T16..T20). */
#include "http/page.h"
#include "http/update.h"
#include "issues/domain/issue_publicity.h"
#include "issues/handlers/handlers.h"
#include "issues/inputs_notice.h"
#include "issues_sql.h"

int publicity_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_publicity_list, err);
}

static int check_update(struct ctx *c, struct problem *err)
{
    const struct publicity_update *in = c->in;
    int secrecy = code_find(issue_secrecy_codes, db_text(c->part, 0, "secrecy"));

    if (in->end_on && in->end_on < db_date(c->part, 0, "end_on"))
        problem_field(err, "/end_on", "range", "a running notice is not shortened");
    if (in->end_on > db_date(c->part, 0, "end_on") &&
        in->end_on > db_date(c->part, 0, "start_on") + ISSUE_NOTICE_DAYS_MAX)
        problem_field(err, "/end_on", "range",
                      "a notice ends within " TEXT_OF(ISSUE_NOTICE_DAYS_MAX) " days of its start");
    if (in->channels.json && !issue_channels_fit((enum issue_secrecy)secrecy, notice_channels(&in->channels)))
        problem_field(
            err, "/channels", "channels_fit",
            "internal ones alone for an internal issue, one that reaches the public for a public one");
    return problem_fields_check(err);
}

int publicity_update(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (issue_hold(c, err) < 0 || check_update(c, err) < 0 ||
        update_part(c, &sql_publicity_update, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "publicity.update", "publicity", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int objection_create(struct ctx *c, struct problem *err)
{
    const struct objection_create *in = c->in;
    struct db_result *r;

    if (in->received_on > ctx_today(c))
        problem_field(err, "/received_on", "range", "an objection is not received in the future");
    if (problem_fields_check(err) < 0 || db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0 ||
        db_one(c->db, &sql_objection_insert, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "objection.create", "objection", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r,
                     arena_printf(&c->arena, "/v1/issues/%s/publicity/%s/objections/%%s",
                                  ctx_param(c, "issue_id"), ctx_param(c, "publicity_id")));
}

int objection_decide(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (update_part(c, &sql_objection_decide, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "objection.decide", "objection", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
