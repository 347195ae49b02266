/* SPDX-License-Identifier: MIT */
/* The customary figures of the issues service, each a tenant parameter (issue_parameters.def says what each is).
 * A plain value: filled with the defaults, then overwritten by what the tenant has stored. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_PARAMETERS_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct issue_parameters {
#define PARAMETER(field, value, unit, least, most, source, en, zh) int32_t field;
#include "issues/domain/issue_parameters.def"
#undef PARAMETER
};

struct issue_parameter {
    const char *name;
    size_t offset; /* in struct issue_parameters */
    int32_t value; /* the default */
    const char *unit;
    int32_t least, most;
    const char *source, *en, *zh;
};

/* Ends with { 0 }. */
extern const struct issue_parameter issue_parameter_table[];

struct issue_parameters issue_parameters_default(void);
/** Sets one by name; false when there is no such parameter or the value is out of its bounds. */
bool issue_parameters_set(struct issue_parameters *p, const char *name, int64_t value);

#endif
