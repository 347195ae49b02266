/* SPDX-License-Identifier: MIT */
/* Words, options, settings and printing for the verbs. */
#include "ctl/ctl.h"
#include "app/production.h"
#include "base/str.h"
#include "db/conninfo.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

const struct service ctl_service = {.name = "ctl"};

/* How many of the first words make up the verb's name; 0 when it is another. */
static int verb_length(const struct verb *v, int argc, char **argv)
{
    const char *blank = strchr(v->name, ' ');
    size_t n = blank ? (size_t)(blank - v->name) : strlen(v->name);

    if (argc < 2 || strlen(argv[1]) != n || strncmp(v->name, argv[1], n) != 0)
        return 0;
    if (!blank)
        return 1;
    return argc > 2 && str_eq(blank + 1, argv[2]) ? 2 : 0;
}

static int find_verb(struct ctl *c, int argc, char **argv)
{
    for (const struct verb *v = verbs; v->name; v++) {
        int n = verb_length(v, argc, argv);
        if (n > 0) {
            c->verb = v;
            return n;
        }
    }
    return 0;
}

/* Takes an option, and the next argument where it needs one; how many arguments that were, or 0. */
static int take_option(struct ctl *c, int left, char **argv)
{
    const char *name = argv[0] + 2;

    if (c->n_options == CTL_OPTIONS_MAX)
        return 0;
    if (str_has_word(c->verb->options, name)) {
        c->options[c->n_options].name = name;
        c->options[c->n_options++].value = "";
        return 1;
    }
    if (left < 2 || !str_has_word(c->verb->options, arena_printf(&c->arena, "%s=", name)))
        return 0;
    c->options[c->n_options].name = name;
    c->options[c->n_options++].value = argv[1];
    return 2;
}

bool ctl_parse(struct ctl *c, int argc, char **argv)
{
    int at = find_verb(c, argc, argv) + 1;

    if (!c->verb)
        return false;
    while (at < argc) {
        int taken = 1;
        if (str_starts(argv[at], "--"))
            taken = take_option(c, argc - at, argv + at);
        else if (c->n_words < CTL_WORDS_MAX)
            c->words[c->n_words++] = argv[at];
        else
            taken = 0;
        if (taken == 0)
            return false;
        at += taken;
    }
    return c->n_words >= c->verb->min_words && c->n_words <= c->verb->max_words;
}

const char *ctl_option(const struct ctl *c, const char *name)
{
    for (int i = 0; i < c->n_options; i++)
        if (str_eq(c->options[i].name, name))
            return c->options[i].value;
    return NULL;
}

int ctl_option_int(const struct ctl *c, const char *name, int64_t fallback, int64_t *ret, struct problem *err)
{
    const char *text = ctl_option(c, name);

    *ret = fallback;
    if (text && !str_to_int64(text, ret))
        return problem_fail(err, PROBLEM_VALIDATION, "--%s %s is not a whole number", name, text);
    return 0;
}

int ctl_configure(struct ctl *c, struct problem *err)
{
    if (config_load(&c->arena, &c->app.config, err) < 0)
        return -1;
    if (c->app.config.production && production_check(&c->app.config, true, err) < 0)
        return -1;
    c->app.clock = clock_system();
    if (!str_empty(c->app.config.clock_file) && clock_movable(c->app.config.clock_file, &c->app.clock) < 0)
        return problem_fail(err, PROBLEM_INTERNAL, "%s: %s", c->app.config.clock_file, strerror(errno));
    return 0;
}

int ctl_open(struct ctl *c, const struct service *service, struct problem *err)
{
    if (ctl_configure(c, err) < 0)
        return -1;
    c->app.service = service;
    c->app.conninfo =
        conninfo_of(&c->arena, c->app.config.pg, arena_printf(&c->arena, "bihuan_%s", service->name),
                    "bihuanctl", service == &ctl_service ? c->app.config.pg_password : NULL);
    if (db_pool_new(c->app.conninfo, 1, &c->app.pool, err) < 0)
        return -1;
    db_pool_limits(c->app.pool, 0, 0, 0); /* an operator waits */
    return 0;
}

static size_t width_of(const struct db_result *r, const char *column)
{
    size_t width = str_code_points(column);

    for (int row = 0; row < db_rows(r); row++) {
        const char *cell = db_text(r, row, column);
        if (cell && str_code_points(cell) > width)
            width = str_code_points(cell);
    }
    return width;
}

static void print_cell(const char *text, size_t width, bool last)
{
    size_t n = str_code_points(text);

    (void)printf("%s%*s", text, last ? 0 : (int)(width - n + 2), "");
}

void ctl_print_table(const struct db_result *r, const char *const *columns)
{
    for (int row = -1; row < db_rows(r); row++) {
        for (const char *const *column = columns; *column; column++) {
            const char *cell = row < 0 ? *column : db_text(r, row, *column);
            print_cell(cell ? cell : "-", width_of(r, *column), column[1] == NULL);
        }
        (void)putchar('\n');
    }
}

int ctl_read_file(struct ctl *c, const char *path, size_t max, const char **ret, size_t *ret_size,
                  struct problem *err)
{
    FILE *file = fopen(path, "rb");
    char *data;
    size_t n;

    if (!file)
        return problem_fail(err, PROBLEM_NOT_FOUND, "%s: %s", path, strerror(errno));
    data = arena_alloc(&c->arena, max + 1);
    n = fread(data, 1, max + 1, file);
    (void)fclose(file);
    if (n > max)
        return problem_fail(err, PROBLEM_BODY_TOO_LARGE, "%s is larger than %zu bytes", path, max);
    *ret = data;
    *ret_size = n;
    return 0;
}

int ctl_help(struct ctl *c, struct problem *err)
{
    (void)c;
    (void)err;
    (void)puts("usage: bihuanctl VERB ...\n");
    for (const struct verb *v = verbs; v->name; v++)
        (void)printf("  %s %s\n      %s\n", v->name, v->args, v->help);
    (void)puts("\nSettings are the services' environment variables (BIHUAN_PG ...).\n"
               "Exit codes: 0 done, 1 failed, 2 not a call of any verb, 3 it ran and found something wrong.");
    return CTL_DONE;
}
