/* SPDX-License-Identifier: MIT */
/* Limits, and what follows from extension, suspension, notice and reopening. */
#include "issues/domain/issue_limits.h"
#include "base/attr.h"
#include "base/str.h"
#include <string.h>

/* A limit is a parameter seen from the outside. */
static const struct {
    const char *name, *parameter;
} limits[] = {
    {"SIGN",             "sign_days"            },
    {"BOUNCE",           "bounce_days"          },
    {"PLAN",             "plan_days"            },
    {"PROGRAMME",        "programme_days"       },
    {"RESULT",           "result_months"        },
    {"VERIFY",           "verify_days"          },
    {"RETURN",           "return_due_days"      },
    {"PUBLICITY",        "publicity_days"       },
    {"SUSPENSION",       "suspension_days"      },
    {"EXTENSION_LEAD",   "extension_lead_days"  },
    {"REOPEN",           "reopen_days"          },
    {"IMMEDIATE",        "immediate_days"       },
    {"SHORT",            "short_months"         },
    {"REPORT_AGAIN",     "report_again_days"    },
    {"RECEIPT",          "receipt_days"         },
    {"LETTER",           "letter_reply_days"    },
    {"LISTED",           "listed_reply_months"  },
    {"INTERVIEW_PLAN",   "interview_plan_days"  },
    {"INTERVIEW_REPORT", "interview_report_days"},
};

static const struct issue_parameter *parameter_of(const char *name)
{
    const struct issue_parameter *row = issue_parameter_table;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    return row->name ? row : NULL;
}

bool issue_limit(const struct issue_parameters *p, const char *name, struct issue_limit *ret)
{
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        const struct issue_parameter *row = parameter_of(limits[i].parameter);
        if (strcmp(limits[i].name, name) != 0)
            continue;
        if (!row || !deadline_unit_parse(row->unit, &ret->term.unit))
            return false;
        ret->name = limits[i].name;
        memcpy(&ret->term.amount, (const unsigned char *)p + row->offset, sizeof ret->term.amount);
        ret->source = row->source;
        ret->en = row->en;
        ret->zh = row->zh;
        return true;
    }
    return false;
}

enum issue_severity issue_reopen_severity(enum issue_severity severity)
{
    return severity == ISSUE_SEVERITY_GENERAL ? ISSUE_SEVERITY_SERIOUS : ISSUE_SEVERITY_MAJOR;
}

int32_t issue_reopen_due(int32_t today, int32_t asked, const struct issue_parameters *p)
{
    return asked == DATE_NONE ? today + p->reopen_days : asked;
}

int32_t issue_publicity_end(int32_t start, const struct issue_parameters *p)
{
    return start + p->publicity_days - 1;
}

int32_t issue_term_limit(enum issue_term_class term, int32_t start, const struct issue_parameters *p)
{
    switch (term) {
    case ISSUE_TERM_IMMEDIATE:
        return start + p->immediate_days;
    case ISSUE_TERM_SHORT:
        return date_add_months(start, (int)p->short_months);
    default:
        return DATE_NONE;
    }
}

int32_t issue_due_limit(enum issue_term_class term, int32_t start, int32_t programme_due,
                        const struct issue_parameters *p)
{
    return issue_limit_earlier(issue_term_limit(term, start, p), issue_programme_limit(start, programme_due));
}

int32_t issue_programme_limit(int32_t begun, int32_t programme_due)
{
    return programme_due != DATE_NONE && programme_due < begun ? DATE_NONE : programme_due;
}

int32_t issue_limit_earlier(int32_t term, int32_t programme)
{
    return term == DATE_NONE || (programme != DATE_NONE && programme < term) ? programme : term;
}

int32_t issue_limit_moved(int32_t limit, int32_t paused, int32_t nominal, int32_t due)
{
    if (limit == DATE_NONE || paused == 0)
        return limit;
    limit += paused;
    return nominal != DATE_NONE && nominal <= limit && due > limit ? due : limit;
}
