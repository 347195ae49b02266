/* SPDX-License-Identifier: MIT */
/* POST /v1/deadlines/compute: the deadline engine over the calendars that are loaded, for anyone with a token. */
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "calendar/load.h"
#include "deadline/deadline.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"

/* The engine's input borrows arrays; they are made on the arena from the decoded lists. */
static void copy_terms(struct ctx *c, const struct deadline_compute_input *in, struct deadline_input *out)
{
    const struct extension_input *e = in->extensions.items;
    const struct exclusion_input *x = in->exclusions.items;
    struct deadline_term *terms = arena_array(&c->arena, in->extensions.n + 1, sizeof *terms);
    struct day_range *ranges = arena_array(&c->arena, in->exclusions.n + 1, sizeof *ranges);

    for (size_t i = 0; i < in->extensions.n; i++) {
        terms[i].amount = (int32_t)e[i].amount;
        (void)deadline_unit_parse(e[i].unit, &terms[i].unit);
    }
    for (size_t i = 0; i < in->exclusions.n; i++)
        ranges[i] = (struct day_range){x[i].from, x[i].to};
    out->extensions = terms;
    out->n_extensions = in->extensions.n;
    out->exclusions = ranges;
    out->n_exclusions = in->exclusions.n;
}

static int to_engine(struct ctx *c, const struct deadline_compute_input *in, struct deadline_input *out,
                     struct problem *err)
{
    bool hours = str_eq(in->unit, "H");
    bool given = field_is_present(&deadline_compute_table,
                                  field_find(&deadline_compute_table, hours ? "start_at" : "start"), in);

    if (!given)
        problem_field(err, hours ? "/start_at" : "/start", "required", "the unit %s needs it", in->unit);
    if (problem_fields_check(err) < 0)
        return -1;
    *out = (struct deadline_input){.start = in->start,
                                   .start_us = in->start_at,
                                   .today = ctx_today(c),
                                   .counts_start_day = in->count_start_day};
    out->rolls = in->roll ||
                 !field_is_present(&deadline_compute_table, field_find(&deadline_compute_table, "roll"), in);
    out->term.amount = (int32_t)in->amount;
    (void)deadline_unit_parse(in->unit, &out->term.unit);
    copy_terms(c, in, out);
    return 0;
}

static int reply_deadline(struct ctx *c, const struct deadline *d, bool hours)
{
    char nominal[DATE_TEXT], due[DATE_TEXT], at[CLOCK_TEXT];
    struct buf b;

    date_format(d->nominal_due, nominal);
    date_format(d->due, due);
    buf_init(&b, &c->arena);
    buf_addf(&b,
             "{\"nominal_due\":\"%s\",\"due\":\"%s\",\"provisional\":%s,\"remaining_days\":%d,\"remaining_"
             "workdays\":%d",
             nominal, due, d->provisional ? "true" : "false", d->remaining, d->remaining_workdays);
    buf_addf(&b, ",\"overdue\":%s", d->overdue ? "true" : "false");
    if (hours) {
        clock_format(d->due_us, at);
        buf_addf(&b, ",\"due_at\":\"%s\"", at);
    }
    buf_add_char(&b, '}');
    return reply_json(c, 200, b.data, b.len);
}

int deadline_compute_one(struct ctx *c, struct problem *err)
{
    const struct deadline_compute_input *in = c->in;
    struct work_calendar cal;
    struct deadline_input input;
    struct deadline due;

    if (to_engine(c, in, &input, err) < 0 || calendar_load(c, &cal, err) < 0)
        return -1;
    if (deadline_compute(&input, &cal, &due, err) < 0)
        return -1;
    return reply_deadline(c, &due, str_eq(in->unit, "H"));
}
