/* SPDX-License-Identifier: MIT */
/* One scalar of a field table: checked, then stored at its offset. */
#include "json/scalar.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "base/uuid.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool field_error(struct field_place at, const char *code, const char *fmt, ...)
{
    char message[128];
    va_list ap;

    va_start(ap, fmt);
    str_vformat(message, sizeof message, fmt, ap);
    va_end(ap);
    problem_field(at.err, at.pointer, code, "%s", message);
    return false;
}

/* memcpy, because the compiler cannot know that the offset is aligned. */
static bool store(const struct field *f, void *out, const void *value, size_t size)
{
    memcpy((unsigned char *)out + f->offset, value, size);
    return true;
}

static bool store_text(const struct field *f, void *out, const char *s)
{
    return store(f, out, &s, sizeof s);
}

static bool store_int64(const struct field *f, void *out, int64_t v)
{
    return store(f, out, &v, sizeof v);
}

/* Control characters of C0 and C1 that no text of ours may hold: they change what a log, a CSV or a terminal shows. */
static bool has_control(const char *s)
{
    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        if ((*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7F)
            return true;
        if (*p == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F)
            return true;
    }
    return false;
}

static bool is_code(const char *s)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";

    return s[strspn(s, allowed)] == '\0';
}

static bool from_string(const struct field *f, const char *s, struct arena *a, void *out,
                        struct field_place at)
{
    int64_t n;

    if (!str_is_utf8(s, strlen(s)))
        return field_error(at, "encoding", "not valid UTF-8");
    n = (int64_t)str_code_points(s);
    if (n < f->min || n > f->max)
        return field_error(at, "length", "from %" PRId64 " to %" PRId64 " characters", f->min, f->max);
    if (f->flags & FIELD_PATTERN ? !is_code(s) : has_control(s))
        return field_error(at, "format",
                           f->flags & FIELD_PATTERN ? "only letters, digits and ._:-"
                                                    : "no control characters");
    return store_text(f, out, arena_strdup(a, s));
}

static bool from_uuid(const struct field *f, const char *s, struct arena *a, void *out, struct field_place at)
{
    char *lower;

    if (!uuid_is_valid(s))
        return field_error(at, "format", "a UUID");
    lower = arena_strdup(a, s);
    for (char *p = lower; *p; p++) {
        if (*p >= 'A' && *p <= 'F')
            *p = (char)(*p - 'A' + 'a');
    }
    return store_text(f, out, lower);
}

static bool from_date(const struct field *f, const char *s, void *out, struct field_place at)
{
    int32_t day;

    if (!date_parse(s, &day))
        return field_error(at, "format", "a date YYYY-MM-DD of the years 1900 to 2199");
    return store(f, out, &day, sizeof day);
}

static bool from_time(const struct field *f, const char *s, void *out, struct field_place at)
{
    int64_t us;

    if (clock_parse(s, &us) < 0)
        return field_error(at, "format", "a time as in RFC 3339, with its zone");
    return store_int64(f, out, us);
}

/* The value stored is the table's own, not the caller's copy. */
static bool from_enum(const struct field *f, const char *s, void *out, struct field_place at)
{
    char list[100] = "";
    size_t len = 0;

    for (const char *const *v = f->values; *v; v++)
        if (str_eq(*v, s))
            return store_text(f, out, *v);
    for (const char *const *v = f->values; *v && len < sizeof list; v++)
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "", *v);
    return field_error(at, "enum", "one of %s", list);
}

static bool from_decimal(const struct field *f, const char *s, void *out, struct field_place at)
{
    char low[DECIMAL_TEXT], high[DECIMAL_TEXT];
    int64_t v;

    if (!decimal_parse(s, f->scale, &v))
        return field_error(at, "format", "a decimal with at most %d places", f->scale);
    if (v >= f->min && v <= f->max)
        return store_int64(f, out, v);
    decimal_format(f->min, f->scale, low);
    decimal_format(f->max, f->scale, high);
    return field_error(at, "range", "from %s to %s", low, high);
}

bool scalar_from_text(const struct field *f, const char *text, struct arena *a, void *out,
                      struct field_place at)
{
    switch (f->type) {
    case FIELD_TEXT:
        return from_string(f, text, a, out, at);
    case FIELD_UUID:
        return from_uuid(f, text, a, out, at);
    case FIELD_DATE:
        return from_date(f, text, out, at);
    case FIELD_TIME:
        return from_time(f, text, out, at);
    case FIELD_ENUM:
        return from_enum(f, text, out, at);
    case FIELD_DECIMAL:
        return from_decimal(f, text, out, at);
    case FIELD_INT:
    case FIELD_BOOL:
    case FIELD_OBJECT:
    case FIELD_ARRAY:
    case FIELD_MAP:
        break;
    }
    return field_error(at, "type", "not text");
}

bool scalar_from_int(const struct field *f, int64_t value, void *out, struct field_place at)
{
    if (value < f->min || value > f->max)
        return field_error(at, "range", "from %" PRId64 " to %" PRId64, f->min, f->max);
    return store_int64(f, out, value);
}

void scalar_from_bool(const struct field *f, bool value, void *out)
{
    (void)store(f, out, &value, sizeof value);
}

bool field_decode_text(const struct field *f, const char *text, const char *pointer, struct arena *a,
                       void *out, struct problem *err)
{
    struct field_place at = {pointer, err};
    int64_t v;

    if (f->type == FIELD_INT) {
        if (!str_to_int64(text, &v))
            return field_error(at, "format", "a whole number");
        return scalar_from_int(f, v, out, at);
    }
    if (f->type == FIELD_BOOL) {
        if (!str_eq(text, "true") && !str_eq(text, "false"))
            return field_error(at, "format", "true or false");
        scalar_from_bool(f, str_eq(text, "true"), out);
        return true;
    }
    return scalar_from_text(f, text, a, out, at);
}
