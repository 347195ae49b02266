/* SPDX-License-Identifier: MIT */
/* Reads what the rules of an issue look at (domain/issue_facts.h) from the database, in two round trips. */
#ifndef BIHUAN_ISSUES_ENGINE_FACTS_H
#define BIHUAN_ISSUES_ENGINE_FACTS_H

#include "issues/domain/issue_workflow.h"
#include "issues/events/issue_events.h"
#include "unit/ctx.h"

struct issue_load {
    struct issue_facts facts;
    const struct workflow *workflow; /* the version the issue runs on */
    const struct db_result *row;     /* of issue_facts: ids of plan, extension, publicity ... */
    struct issue_ref ref;
    int64_t version; /* row_version */
};

/** The issue of the path parameter issue_id, with its parties and parameters. NOT_FOUND when it is not to be seen. */
int issue_look(struct ctx *c, struct issue_load *ret, struct problem *err) MUST_CHECK;
/** The same in a write unit, with its row locked first, so that what is read here still holds when the step is written.
 * */
int issue_load(struct ctx *c, struct issue_load *ret, struct problem *err) MUST_CHECK;
/** Who acts in this unit, as the rules see it. */
struct issue_actor issue_actor_of(const struct ctx *c);
/** Defaults, overwritten by the rows' name and value; a row without a name says nothing. */
void issue_parameters_read(const struct db_result *r, struct issue_parameters *ret);
/** What holds at a scope: defaults, overwritten by the nearest level that set its own. */
int issue_parameters_load(struct ctx *c, const char *scope, struct issue_parameters *ret,
                          struct problem *err) MUST_CHECK;
/* What holds at each of several scopes; in the unit's arena. */
struct parameter_page {
    const char *scope;
    struct issue_parameters parameters;
};
struct parameter_book {
    struct parameter_page *pages;
    size_t n;
};
/** For every scope of the column `scope` of `r`, by one statement. */
int parameter_book_open(struct ctx *c, const struct db_result *r, struct parameter_book *ret,
                        struct problem *err) MUST_CHECK;
/** A scope that the book was opened for. */
const struct issue_parameters *parameter_book_find(const struct parameter_book *book, const char *scope);
/** Codes as bits, `1u << index`. */
unsigned code_mask(const struct code *list, const char *words);

#endif
