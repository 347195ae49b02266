/* SPDX-License-Identifier: MIT */
/* The operator's command line: verbs are rows of a table, each a function over parsed words and options.
 * Results go to standard output, what went wrong to standard error. */
#ifndef BIHUAN_CTL_CTL_H
#define BIHUAN_CTL_CTL_H

#include "app/app.h"

/* Exit codes of every verb. */
enum ctl_exit {
    CTL_DONE = 0,
    CTL_FAILED = 1,   /* said why on standard error */
    CTL_USAGE = 2,    /* the words or options are not those of the verb */
    CTL_NOT_RIGHT = 3 /* it ran, and what it looked at is not as it should be */
};

enum { CTL_WORDS_MAX = 24, CTL_OPTIONS_MAX = 8 };

struct verb;

/* One run of the program. */
struct ctl {
    struct arena arena;
    struct app app; /* settings, clock and pool; service "ctl" or the one the verb acts as */
    const struct verb *verb;
    int n_words;
    const char *words[CTL_WORDS_MAX];
    int n_options;
    struct {
        const char *name, *value; /* value "" for a flag */
    } options[CTL_OPTIONS_MAX];
};

struct verb {
    const char *name;    /* "events dead": one word or two */
    const char *args;    /* as shown in the help */
    const char *options; /* words: "since=" takes a value, "status" is a flag */
    int min_words, max_words;
    const char *help;
    int (*run)(struct ctl *c, struct problem *err); /* enum ctl_exit, or -1 */
};

extern const struct verb verbs[]; /* ends with { 0 } */

/** Finds the verb and sorts what follows it into words and options; false when that is not a call of any verb. */
bool ctl_parse(struct ctl *c, int argc, char **argv);
/** The value of an option, "" for a flag, NULL when it was not given. */
const char *ctl_option(const struct ctl *c, const char *name);
/** A whole number from an option, `fallback` when it was not given. */
int ctl_option_int(const struct ctl *c, const char *name, int64_t fallback, int64_t *ret,
                   struct problem *err) MUST_CHECK;
/** Reads the settings and the clock. */
int ctl_configure(struct ctl *c, struct problem *err) MUST_CHECK;
/** ctl_configure(), and a pool as the role of `service` ("ctl": the operator's own). */
int ctl_open(struct ctl *c, const struct service *service, struct problem *err) MUST_CHECK;
extern const struct service ctl_service;
/** Prints the columns of a result as aligned text with a heading. */
void ctl_print_table(const struct db_result *r, const char *const *columns);
/** The whole file on the arena, at most `max` bytes. */
int ctl_read_file(struct ctl *c, const char *path, size_t max, const char **ret, size_t *ret_size,
                  struct problem *err) MUST_CHECK;
/** Makes the first signing key when there is none; *ret_kid is NULL when there was one. */
int ctl_first_key(struct ctl *c, const char **ret_kid, struct problem *err) MUST_CHECK;

/** Encrypts the private signing keys that are not by BIHUAN_SIGNING_KEK; none where that is not set. */
int ctl_encrypt_keys(struct ctl *c, int *ret_count, struct problem *err) MUST_CHECK;

typedef int verb_fn(struct ctl *c, struct problem *err);
verb_fn ctl_migrate, ctl_token, ctl_keys_list, ctl_keys_rotate, ctl_keys_retire, ctl_keys_encrypt;
verb_fn ctl_events_dead, ctl_events_give_up, ctl_events_retry, ctl_events_replay;
verb_fn ctl_audit_verify, ctl_jobs_list, ctl_jobs_run;
verb_fn ctl_clock_show, ctl_clock_move, ctl_import_tenants, ctl_import_standards, ctl_import_indicators,
    ctl_help;

#endif
