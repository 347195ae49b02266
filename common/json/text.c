/* SPDX-License-Identifier: MIT */
/* Decoded fields by name, and as the text that SQL takes. */
#include "base/clock.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "json/field.h"
#include <inttypes.h>
#include <string.h>

const struct field *field_find(const struct field_table *table, const char *name)
{
    for (const struct field *f = table->fields; f->name; f++) {
        if (str_eq(f->name, name))
            return f;
    }
    return NULL;
}

static uint64_t bit_of(const struct field_table *table, const struct field *f)
{
    return UINT64_C(1) << (f - table->fields);
}

bool field_is_present(const struct field_table *table, const struct field *f, const void *in)
{
    const struct field_mask *mask = in;

    return (mask->present & bit_of(table, f)) != 0;
}

static const char *text_of_pointer(const void *p)
{
    const char *s;

    memcpy(&s, p, sizeof s);
    return s;
}

static int64_t int64_at(const void *p)
{
    int64_t v;

    memcpy(&v, p, sizeof v);
    return v;
}

static const char *text_of_day(const void *p, struct arena *a)
{
    char *out = arena_alloc(a, DATE_TEXT);
    int32_t day;

    memcpy(&day, p, sizeof day);
    date_format(day, out);
    return out;
}

static const char *text_of_time(const void *p, struct arena *a)
{
    char *out = arena_alloc(a, CLOCK_TEXT);

    clock_format(int64_at(p), out);
    return out;
}

static const char *text_of_decimal(const struct field *f, const void *p, struct arena *a)
{
    char *out = arena_alloc(a, DECIMAL_TEXT);

    decimal_format(int64_at(p), f->scale, out);
    return out;
}

static const char *text_of_bool(const void *p)
{
    bool v;

    memcpy(&v, p, sizeof v);
    return v ? "t" : "f";
}

const char *field_text(const struct field_table *table, const struct field *f, const void *in,
                       struct arena *a)
{
    const struct field_mask *mask = in;
    const unsigned char *p = (const unsigned char *)in + f->offset;

    if (!(mask->present & ~mask->null & bit_of(table, f)))
        return NULL;
    switch (f->type) {
    case FIELD_INT:
        return arena_printf(a, "%" PRId64, int64_at(p));
    case FIELD_BOOL:
        return text_of_bool(p);
    case FIELD_DATE:
        return text_of_day(p, a);
    case FIELD_TIME:
        return text_of_time(p, a);
    case FIELD_DECIMAL:
        return text_of_decimal(f, p, a);
    case FIELD_OBJECT:
        return text_of_pointer(p + offsetof(struct field_object, json));
    case FIELD_ARRAY:
        return text_of_pointer(p + offsetof(struct field_list, json));
    case FIELD_TEXT:
    case FIELD_UUID:
    case FIELD_ENUM:
    case FIELD_MAP:
        break;
    }
    return text_of_pointer(p);
}

const char *field_type_name(enum field_type type)
{
    static const char *const names[] = {
        [FIELD_TEXT] = "text",   [FIELD_INT] = "int",         [FIELD_BOOL] = "bool",
        [FIELD_UUID] = "uuid",   [FIELD_DATE] = "date",       [FIELD_TIME] = "time",
        [FIELD_ENUM] = "enum",   [FIELD_DECIMAL] = "decimal", [FIELD_OBJECT] = "object",
        [FIELD_ARRAY] = "array", [FIELD_MAP] = "map",
    };

    return names[type];
}
