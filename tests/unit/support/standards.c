/* SPDX-License-Identifier: MIT */
/* Reads the shipped editions. */
#include "support/standards.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EDITIONS_MAX = 32, ROWS_MAX = 1024, COLUMNS = 11, LINE_MAX_BYTES = 2048 };

static const char header[] = "edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to";
enum column { EDITION, KIND, ITEM, AVERAGING, LEVEL, OP, NAME, VALUE, TEXT, VALID_FROM, VALID_TO };

static struct arena memory;
static struct standard editions[EDITIONS_MAX];
static size_t n_editions;

static void split(char *line, const char *path, int number, const char *cell[COLUMNS])
{
    int n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *s = line; s && n < COLUMNS; n++) {
        char *comma = strchr(s, ',');
        if (comma)
            *comma++ = '\0';
        cell[n] = arena_strdup(&memory, s);
        s = comma;
    }
    if (n != COLUMNS)
        fail_msg("%s:%d: %d cells, expected %d", path, number, n, COLUMNS);
}

static int64_t number_of(const char *text)
{
    int64_t value = 0;

    if (*text && !decimal_parse(text, VALUE_SCALE, &value))
        fail_msg("\"%s\" is no decimal of %d places", text, VALUE_SCALE);
    return value;
}

static int32_t day_of(const char *text)
{
    int32_t day = DATE_NONE;

    if (*text && !date_parse(text, &day))
        fail_msg("\"%s\" is no date", text);
    return day;
}

struct rows {
    struct standard_limit *limits;
    struct standard_rule *rules;
};

static void take(struct standard *s, const struct rows *rows, const char *const cell[COLUMNS])
{
    if (s->n_limits == ROWS_MAX || s->n_rules == ROWS_MAX)
        fail_msg("%s has too many rows", s->code);
    if (str_eq(cell[KIND], "EDITION")) {
        s->family = cell[NAME];
        s->title = cell[TEXT];
        s->valid_from = day_of(cell[VALID_FROM]);
        s->valid_to = day_of(cell[VALID_TO]);
    } else if (str_eq(cell[KIND], "LIMIT")) {
        rows->limits[s->n_limits++] =
            (struct standard_limit){cell[ITEM], cell[AVERAGING], cell[OP],
                                    (int32_t)strtol(cell[LEVEL], NULL, 10), number_of(cell[VALUE])};
    } else if (str_eq(cell[KIND], "RULE")) {
        rows->rules[s->n_rules++] =
            (struct standard_rule){cell[ITEM], cell[NAME], number_of(cell[VALUE]), cell[TEXT]};
    } else {
        fail_msg("%s: kind \"%s\"", s->code, cell[KIND]);
    }
}

static const struct standard *read_edition(const char *code)
{
    const char *path = arena_printf(&memory, "services/indicators/standards/%s.csv", code);
    struct rows rows = {arena_array(&memory, ROWS_MAX, sizeof *rows.limits),
                        arena_array(&memory, ROWS_MAX, sizeof *rows.rules)};
    struct standard *s = &editions[n_editions++];
    FILE *file = fopen(path, "r");
    char line[LINE_MAX_BYTES];

    if (!file)
        fail_msg("%s cannot be opened: run from the root of the repository", path);
    *s = (struct standard){.code = arena_strdup(&memory, code), .limits = rows.limits, .rules = rows.rules};
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        const char *cell[COLUMNS];
        if (number == 1 && !str_starts(line, header))
            fail_msg("%s: the header is not %s", path, header);
        split(line, path, number, cell);
        if (number > 1)
            take(s, &rows, cell);
    }
    (void)fclose(file);
    return s;
}

const struct standard *test_standard(const char *code)
{
    for (size_t i = 0; i < n_editions; i++)
        if (str_eq(editions[i].code, code))
            return &editions[i];
    if (n_editions == EDITIONS_MAX)
        fail_msg("more than %d editions", EDITIONS_MAX);
    return read_edition(code);
}
