/* SPDX-License-Identifier: MIT */
/* The units of an imported row: cells with tenant codes become a set of parties. */
#ifndef BIHUAN_ISSUES_STORE_IMPORT_PARTIES_H
#define BIHUAN_ISSUES_STORE_IMPORT_PARTIES_H

#include "issues/inputs.h"
#include "unit/ctx.h"

struct import_parties {
    size_t n; /* 0: the row names nobody; parties are set later */
    const struct issue_party_input *items;
    const char *json; /* the same as parties_store() takes it */
};

/** lead_unit and supervise_unit are one code each; resp_units and coop_units several, separated by ; , 、 or blanks;
 *  party_lead and gov_lead name posts at the lead unit. VALIDATION when units are named without all three that an issue
 *  needs. */
int import_parties_of(struct ctx *c, const struct issue_import_row *row, struct import_parties *ret,
                      struct problem *err) MUST_CHECK;

/** What a row cannot say, of an issue that is there already: duties and particulars of whom it names, and the persons
 *  beside them at units that it names. They come behind the row's own. */
int import_parties_complete(struct ctx *c, const char *issue_id, struct import_parties *units,
                            struct problem *err) MUST_CHECK;

/** Faults of the whole set ("/parties/2/tenant") become faults of the columns they came from, so that one mistake on
 *  many rows is one conflict of the report. */
void import_parties_blame(const struct import_parties *units, struct problem *err);

#endif
