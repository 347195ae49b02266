/* SPDX-License-Identifier: MIT */
/* Defaults and lookup of the tenant parameters. */
#include "issues/domain/issue_parameters.h"
#include <string.h>

const struct issue_parameter issue_parameter_table[] = {
#define PARAMETER(field, value, unit, least, most, source, en, zh)                                           \
    {#field, offsetof(struct issue_parameters, field), value, unit, least, most, source, en, zh},
#include "issues/domain/issue_parameters.def"
#undef PARAMETER
    {0},
};

struct issue_parameters issue_parameters_default(void)
{
    return (struct issue_parameters){
#define PARAMETER(field, value, unit, least, most, source, en, zh) .field = (value),
#include "issues/domain/issue_parameters.def"
#undef PARAMETER
    };
}

bool issue_parameters_set(struct issue_parameters *p, const char *name, int64_t value)
{
    for (const struct issue_parameter *row = issue_parameter_table; row->name; row++) {
        if (strcmp(row->name, name) != 0)
            continue;
        if (value < row->least || value > row->most)
            return false;
        int32_t v = (int32_t)value;
        memcpy((unsigned char *)p + row->offset, &v, sizeof v);
        return true;
    }
    return false;
}
