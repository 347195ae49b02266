/* SPDX-License-Identifier: MIT */
/* From cells to parties. */
#include "issues/store/import_parties.h"

#include "base/str.h"
#include <stdio.h>
#include <string.h>

enum { UNITS_MAX = 64 };

struct gathering {
    struct ctx *c;
    size_t n;
    struct issue_party_input *items;
    struct buf json;
};

static void add(struct gathering *g, const char *role, const char *tenant, const char *person)
{
    if (str_empty(tenant) || g->n == UNITS_MAX)
        return;
    g->items[g->n] = (struct issue_party_input){.role = role, .tenant = tenant, .person_name = person};
    buf_addf(&g->json, "%s{\"role\":\"%s\",\"tenant\":", g->n ? "," : "", role);
    buf_add_json(&g->json, tenant);
    buf_add(&g->json, ",\"person_name\":");
    buf_add_json(&g->json, person);
    buf_add_char(&g->json, '}');
    g->n++;
}

/* 、 is U+3001: three bytes that must not be cut one by one. */
static size_t separator(const char *s)
{
    if (strncmp(s, "、", 3) == 0 || strncmp(s, "；", 3) == 0 || strncmp(s, "，", 3) == 0)
        return 3;
    return *s && strchr(";, \t\n", *s) ? 1 : 0;
}

static void add_all(struct gathering *g, const char *role, const char *cell)
{
    const char *from = cell;

    for (const char *p = cell ? cell : ""; cell; p++) {
        size_t skip = separator(p);
        if (*p && !skip)
            continue;
        add(g, role, arena_strndup(&g->c->arena, from, (size_t)(p - from)), NULL);
        if (!*p)
            break;
        p += skip - 1;
        from = p + 1;
    }
}

static void check_complete(const struct issue_import_row *row, struct problem *err)
{
    if (!row->lead_unit)
        problem_field(err, "/lead_unit", "required", "units are named whole: lead, responsible, supervising");
    if (!row->resp_units)
        problem_field(err, "/resp_units", "required",
                      "units are named whole: lead, responsible, supervising");
    if (!row->supervise_unit)
        problem_field(err, "/supervise_unit", "required",
                      "units are named whole: lead, responsible, supervising");
}

int import_parties_of(struct ctx *c, const struct issue_import_row *row, struct import_parties *ret,
                      struct problem *err)
{
    struct gathering g = {.c = c, .items = arena_array(&c->arena, UNITS_MAX, sizeof(*g.items))};

    buf_init(&g.json, &c->arena);
    buf_add_char(&g.json, '[');
    add(&g, "LEAD_UNIT", row->lead_unit, NULL);
    add_all(&g, "RESP_UNIT", row->resp_units);
    add(&g, "SUPERVISE_UNIT", row->supervise_unit, NULL);
    add_all(&g, "COOP_UNIT", row->coop_units);
    if (row->party_lead)
        add(&g, "PARTY_LEAD", row->lead_unit, row->party_lead);
    if (row->gov_lead)
        add(&g, "GOV_LEAD", row->lead_unit, row->gov_lead);
    buf_add_char(&g.json, ']');
    if (g.n > 0)
        check_complete(row, err);
    *ret = (struct import_parties){g.n, g.items, g.json.data};
    return problem_fields_check(err);
}

void import_parties_blame(const struct import_parties *units, struct problem *err)
{
    static const struct {
        const char *role, *code, *column;
    } columns[] = {
        {"LEAD_UNIT",      "lead-unit",          "/lead_unit"     },
        {"RESP_UNIT",      "resp-unit",          "/resp_units"    },
        {"SUPERVISE_UNIT", "supervise-unit",     "/supervise_unit"},
        {"COOP_UNIT",      "",                   "/coop_units"    },
        {"PARTY_LEAD",     "party-and-gov-lead", "/party_lead"    },
        {"GOV_LEAD",       "",                   "/gov_lead"      },
    };

    for (size_t i = 0; i < err->n_fields && i < PROBLEM_FIELDS_MAX; i++) {
        struct problem_field *f = &err->fields[i];
        size_t at = 0;
        bool of_one = sscanf(f->pointer, "/parties/%zu", &at) == 1 && at < units->n;
        for (size_t k = 0; k < ARRAY_LEN(columns); k++)
            if (of_one ? str_eq(columns[k].role, units->items[at].role) : str_eq(columns[k].code, f->code)) {
                (void)snprintf(f->pointer, sizeof f->pointer, "%s", columns[k].column);
                break;
            }
    }
}
