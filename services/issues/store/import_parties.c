/* SPDX-License-Identifier: MIT */
/* From cells to parties. */
#include "issues/store/import_parties.h"

#include "base/str.h"
#include "issues_sql.h"
#include <stdio.h>
#include <string.h>

enum { UNITS_MAX = 64 };

struct gathering {
    struct ctx *c;
    size_t n, most;
    struct issue_party_input *items;
    struct buf json;
};

static void begin(struct gathering *g, struct ctx *c, size_t most)
{
    *g = (struct gathering){.c = c, .most = most, .items = arena_array(&c->arena, most, sizeof(*g->items))};
    buf_init(&g->json, &c->arena);
    buf_add_char(&g->json, '[');
}

static void add_party(struct gathering *g, const struct issue_party_input *p)
{
    const struct {
        const char *name, *value;
    } members[] = {
        {"tenant",      p->tenant     },
        {"person_id",   p->person_id  },
        {"person_name", p->person_name},
        {"position",    p->position   },
        {"phone",       p->phone      },
        {"duty_text",   p->duty_text  },
    };

    if (str_empty(p->tenant) || g->n == g->most)
        return;
    buf_addf(&g->json, "%s{\"role\":\"%s\"", g->n ? "," : "", p->role);
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        buf_addf(&g->json, ",\"%s\":", members[i].name);
        buf_add_json(&g->json, members[i].value);
    }
    buf_add_char(&g->json, '}');
    g->items[g->n++] = *p;
}

static void add(struct gathering *g, const char *role, const char *tenant, const char *person)
{
    add_party(g, &(struct issue_party_input){.role = role, .tenant = tenant, .person_name = person});
}

static struct import_parties end(struct gathering *g)
{
    buf_add_char(&g->json, ']');
    return (struct import_parties){g->n, g->items, g->json.data};
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
    struct gathering g;

    begin(&g, c, UNITS_MAX);
    add(&g, "LEAD_UNIT", row->lead_unit, NULL);
    add_all(&g, "RESP_UNIT", row->resp_units);
    add(&g, "SUPERVISE_UNIT", row->supervise_unit, NULL);
    add_all(&g, "COOP_UNIT", row->coop_units);
    if (row->party_lead)
        add(&g, "PARTY_LEAD", row->lead_unit, row->party_lead);
    if (row->gov_lead)
        add(&g, "GOV_LEAD", row->lead_unit, row->gov_lead);
    if (g.n > 0)
        check_complete(row, err);
    *ret = end(&g);
    return problem_fields_check(err);
}

int import_parties_complete(struct ctx *c, const char *issue_id, struct import_parties *units,
                            struct problem *err)
{
    struct gathering g;
    struct db_result *r;

    if (db_run(c->db, &sql_import_parties_complete, BIND({"issue_id", issue_id}, {"units", units->json}), &r,
               err) < 0)
        return -1;
    begin(&g, c, (size_t)db_rows(r));
    for (int i = 0; i < db_rows(r); i++)
        add_party(&g, &(struct issue_party_input){
                          .role = db_text(r, i, "role"),
                          .tenant = db_text(r, i, "tenant"),
                          .person_id = db_text(r, i, "person_id"),
                          .person_name = db_text(r, i, "person_name"),
                          .position = db_text(r, i, "position"),
                          .phone = db_text(r, i, "phone"),
                          .duty_text = db_text(r, i, "duty_text"),
                      });
    *units = end(&g);
    return 0;
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
