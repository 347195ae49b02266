/* SPDX-License-Identifier: MIT */
/* A table with a row of every type, for the tests of decoding. */
#ifndef BIHUAN_UNIT_JSON_SAMPLE_H
#define BIHUAN_UNIT_JSON_SAMPLE_H

#include "json/field.h"
#include <string.h>

struct unit {
    struct field_mask mask;
    const char *name;
    int64_t weight;
};

struct tag {
    const char *value;
};

struct sample {
    struct field_mask mask;
    const char *title, *code, *unit_id, *kind, *extra;
    int64_t level, at, amount;
    int32_t due;
    bool urgent;
    struct field_object lead;
    struct field_list units, tags;
};

static const char *const kinds[] = {"AIR", "WATER", NULL};
/* clang-format off */
static const struct field unit_fields[] = {
    FIELD_ROW(unit, name,   FIELD_TEXT, FIELD_REQUIRED, 1, 10),
    FIELD_ROW(unit, weight, FIELD_INT,  FIELD_NULLABLE, 0, 100),
    {0},
};
static const struct field_table unit_table = {"Unit", unit_fields, sizeof(struct unit)};
static const struct field tag_fields[] = {
    {"", FIELD_TEXT, 0, offsetof(struct tag, value), 1, 4, NULL, NULL, 0},
    {0},
};
static const struct field_table tag_table = {"Tag", tag_fields, sizeof(struct tag)};
static const struct field sample_fields[] = {
    FIELD_ROW(sample, title, FIELD_TEXT, FIELD_REQUIRED, 2, 5),
    FIELD_ROW(sample, code, FIELD_TEXT, FIELD_PATTERN | FIELD_NULLABLE, 1, 20),
    FIELD_ROW(sample, unit_id, FIELD_UUID, 0, 0, 0),
    FIELD_CHOICE(sample, kind, 0, kinds),
    FIELD_ROW(sample, level, FIELD_INT, 0, -3, 5),
    FIELD_ROW(sample, urgent, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(sample, due, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(sample, at, FIELD_TIME, 0, 0, 0),
    FIELD_FIXED(sample, amount, 0, 0, 100000, 2),
    {"lead", FIELD_OBJECT, 0, offsetof(struct sample, lead), 0, 0, NULL, &unit_table, 0},
    FIELD_LIST(sample, units, 0, 1, 3, &unit_table),
    FIELD_LIST(sample, tags, 0, 0, 2, &tag_table),
    FIELD_ROW(sample, extra, FIELD_MAP, 0, 0, 30),
    {0},
};
/* clang-format on */
static const struct field_table sample_table = {"Sample", sample_fields, sizeof(struct sample)};

/* Decodes a body; *out and *err are cleared first. */
static inline int sample_decode(struct arena *a, const char *body, struct sample *out, struct problem *err)
{
    struct json_t *json;

    memset(err, 0, sizeof *err);
    memset(out, 0, sizeof *out);
    if (field_parse(a, body, strlen(body), &json, err) < 0)
        return -1;
    return field_decode(&sample_table, json, a, out, err);
}

#endif
