/* SPDX-License-Identifier: MIT */
/* Decoding a large body straight from its text: a tree of it costs more than everything that is done with it
 * afterwards. Only what is plainly right is taken here; what is odd or wrong is left to the tree, so that there is one
 * place that says why. */
#include "json/scan.h"

#include "json/scalar.h"
#include <string.h>

enum { TEXT_MAX = 256, DIGITS_MAX = 18, FIRST_ITEMS = 16 };

struct scan {
    const char *at, *end;
    struct arena *arena;
    struct problem unheard; /* what a scalar complains about: the tree will say it again */
};

static bool scan_object(struct scan *s, const struct field_table *table, void *out);
static bool scan_value(struct scan *s, const struct field *f, void *out);

static void skip_blanks(struct scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r'))
        s->at++;
}

static bool take(struct scan *s, char c)
{
    skip_blanks(s);
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

/* "null", "true", "false": what follows a word is looked at by whoever takes the next sign. */
static bool take_word(struct scan *s, const char *word)
{
    size_t n = strlen(word);

    skip_blanks(s);
    if ((size_t)(s->end - s->at) < n || memcmp(s->at, word, n) != 0)
        return false;
    s->at += n;
    return true;
}

/* A text of printable ASCII without escapes, as it stands in the body. */
static bool take_text(struct scan *s, const char **ret, size_t *ret_n)
{
    const char *p;

    if (!take(s, '"'))
        return false;
    for (p = s->at; p < s->end && *p != '"'; p++)
        if (*p < ' ' || *p > '~' || *p == '\\')
            return false;
    if (p == s->end)
        return false;
    *ret = s->at;
    *ret_n = (size_t)(p - s->at);
    s->at = p + 1;
    return true;
}

static bool take_int(struct scan *s, int64_t *ret)
{
    bool negative = take(s, '-');
    const char *first = s->at;
    int64_t value = 0;

    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9' && s->at - first < DIGITS_MAX; s->at++)
        value = value * 10 + (*s->at - '0');
    if (s->at == first || (*first == '0' && s->at - first > 1))
        return false;
    *ret = negative ? -value : value;
    return true;
}

static bool scan_text(struct scan *s, const struct field *f, void *out)
{
    char text[TEXT_MAX];
    const char *from;
    size_t n;

    if (!take_text(s, &from, &n) || n >= sizeof text)
        return false;
    memcpy(text, from, n);
    text[n] = '\0';
    return scalar_from_text(f, text, s->arena, out, (struct field_place){"", &s->unheard});
}

static bool scan_int(struct scan *s, const struct field *f, void *out)
{
    int64_t value;

    skip_blanks(s);
    return take_int(s, &value) && scalar_from_int(f, value, out, (struct field_place){"", &s->unheard});
}

static bool scan_bool(struct scan *s, const struct field *f, void *out)
{
    bool yes = take_word(s, "true");

    if (!yes && !take_word(s, "false"))
        return false;
    scalar_from_bool(f, yes, out);
    return true;
}

static bool scan_nested(struct scan *s, const struct field *f, void *out)
{
    struct field_object object = {.value = arena_alloc(s->arena, f->nested->size)};

    if (!scan_object(s, f->nested, (void *)object.value))
        return false;
    memcpy((unsigned char *)out + f->offset, &object, sizeof object);
    return true;
}

static bool scan_item(struct scan *s, const struct field_table *table, void *out)
{
    if (table->fields[0].name && table->fields[0].name[0] == '\0')
        return scan_value(s, &table->fields[0], out);
    return scan_object(s, table, out);
}

/* Room for one more item, at twice the place when it is full. */
static unsigned char *next_item(struct scan *s, const struct field_table *table, struct field_list *list,
                                size_t *cap)
{
    if (list->n == *cap) {
        size_t more = *cap ? *cap * 2 : FIRST_ITEMS;
        void *items = arena_array(s->arena, more, table->size);
        if (list->n)
            memcpy(items, list->items, list->n * table->size);
        list->items = items;
        *cap = more;
    }
    return (unsigned char *)list->items + list->n * table->size;
}

static bool scan_array(struct scan *s, const struct field *f, void *out)
{
    struct field_list list = {0};
    size_t cap = 0;

    if (!take(s, '['))
        return false;
    if (!take(s, ']')) {
        do {
            if ((int64_t)list.n == f->max || !scan_item(s, f->nested, next_item(s, f->nested, &list, &cap)))
                return false;
            list.n++;
        } while (take(s, ','));
        if (!take(s, ']'))
            return false;
    }
    if ((int64_t)list.n < f->min)
        return false;
    memcpy((unsigned char *)out + f->offset, &list, sizeof list);
    return true;
}

static bool scan_value(struct scan *s, const struct field *f, void *out)
{
    switch (f->type) {
    case FIELD_INT:
        return scan_int(s, f, out);
    case FIELD_BOOL:
        return scan_bool(s, f, out);
    case FIELD_OBJECT:
        return f->flags & FIELD_BULK && scan_nested(s, f, out);
    case FIELD_ARRAY:
        return f->flags & FIELD_BULK && scan_array(s, f, out);
    case FIELD_MAP:
        return false;
    default:
        return scan_text(s, f, out);
    }
}

static const struct field *row_of(const struct field_table *table, const char *name, size_t n)
{
    for (const struct field *f = table->fields; f->name; f++)
        if (f->name[0] == name[0] && strncmp(f->name, name, n) == 0 && f->name[n] == '\0')
            return f;
    return NULL;
}

/* "name": value; a second one of the name is for the tree to refuse. */
static bool scan_member(struct scan *s, const struct field_table *table, void *out)
{
    struct field_mask *mask = out;
    const struct field *f;
    const char *name;
    uint64_t bit;
    size_t n;

    if (!take_text(s, &name, &n) || !take(s, ':'))
        return false;
    f = row_of(table, name, n);
    if (!f)
        return false;
    bit = UINT64_C(1) << (f - table->fields);
    if (mask->present & bit)
        return false;
    if (f->flags & FIELD_NULLABLE && take_word(s, "null"))
        mask->null |= bit;
    else if (!scan_value(s, f, out))
        return false;
    mask->present |= bit;
    return true;
}

static bool has_required(const struct field_table *table, const void *out)
{
    const struct field_mask *mask = out;
    uint64_t bit = 1;

    for (const struct field *f = table->fields; f->name; f++, bit <<= 1)
        if (f->flags & FIELD_REQUIRED && !(mask->present & bit))
            return false;
    return true;
}

static bool scan_object(struct scan *s, const struct field_table *table, void *out)
{
    if (!take(s, '{'))
        return false;
    if (!take(s, '}')) {
        do {
            if (!scan_member(s, table, out))
                return false;
        } while (take(s, ','));
        if (!take(s, '}'))
            return false;
    }
    return has_required(table, out);
}

bool scan_body(const struct field_table *table, const char *body, size_t n, struct arena *a, void *out)
{
    struct scan s = {.at = body, .end = body + n, .arena = a};

    if (!scan_object(&s, table, out))
        return false;
    skip_blanks(&s);
    return s.at == s.end;
}
