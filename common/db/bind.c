/* SPDX-License-Identifier: MIT */
/* Named parameters to values: explicit binds first, then the unit's lookup; and the text of values that are not text.
 * */
#include "base/clock.h"
#include "base/date.h"
#include "base/decimal.h"
#include "db/unit.h"
#include <inttypes.h>
#include <string.h>

static bool find(const struct db *db, const struct bind *binds, const char *name, const char **ret)
{
    for (const struct bind *b = binds; b && b->name; b++) {
        if (strcmp(b->name, name) == 0) {
            *ret = b->value;
            return true;
        }
    }
    return db->lookup && db->lookup(db->lookup_arg, name, ret);
}

int bind_values(const struct db *db, const struct stmt *s, const struct bind *binds, const char *const **ret,
                struct problem *err)
{
    const char **values = NULL;

    if (s->n_params > 0)
        values = arena_array(db->arena, (size_t)s->n_params, sizeof *values);
    for (int i = 0; i < s->n_params; i++) {
        if (!find(db, binds, s->params[i], &values[i]))
            return problem_cause(err, PROBLEM_INTERNAL, "statement %s: nothing is named :%s", s->name,
                                 s->params[i]);
    }
    *ret = values;
    return 0;
}

const char *db_arg_int(struct arena *a, int64_t v)
{
    return arena_printf(a, "%" PRId64, v);
}

const char *db_arg_bool(bool v)
{
    return v ? "t" : "f";
}

const char *db_arg_date(struct arena *a, int32_t day)
{
    char *text;

    if (day == DATE_NONE)
        return NULL;
    text = arena_alloc(a, DATE_TEXT);
    date_format(day, text);
    return text;
}

const char *db_arg_time(struct arena *a, int64_t us)
{
    char *text = arena_alloc(a, CLOCK_TEXT);

    clock_format(us, text);
    return text;
}

const char *db_arg_decimal(struct arena *a, int64_t v, int scale)
{
    char *text = arena_alloc(a, DECIMAL_TEXT);

    decimal_format(v, scale, text);
    return text;
}
