/* SPDX-License-Identifier: MIT */
/* What the trap service takes, and where. */
#include "trapd.h"

/* clang-format off */
static const struct field item_fields[] = {
    {"", FIELD_TEXT, 0, 0, 1, 20, NULL, NULL, 0},
    {0},
};
static const struct field_table item_table = {"TrapItem", item_fields, sizeof(const char *)};

static const struct field mirror_fields[] = {
    {"text",   FIELD_TEXT,  FIELD_REQUIRED, offsetof(struct trap_mirror, text),   1, 100,       NULL, NULL, 0},
    {"number", FIELD_INT,   0,              offsetof(struct trap_mirror, number), -1000, 1000,  NULL, NULL, 0},
    {"flag",   FIELD_BOOL,  0,              offsetof(struct trap_mirror, flag),   0, 0,         NULL, NULL, 0},
    {"items",  FIELD_ARRAY, 0,              offsetof(struct trap_mirror, items),  0, 5,         NULL, &item_table, 0},
    {0},
};
const struct field_table trap_mirror_table = {"TrapMirror", mirror_fields, sizeof(struct trap_mirror)};

static const struct field note_fields[] = {
    {"text", FIELD_TEXT, FIELD_REQUIRED, offsetof(struct trap_note_in, text), 1, 100, NULL, NULL, 0},
    {0},
};
const struct field_table trap_note_table = {"TrapNote", note_fields, sizeof(struct trap_note_in)};

static const struct field number_fields[] = {
    {"n", FIELD_INT,  0, offsetof(struct trap_numbers, n), 0, 100000000, NULL, NULL, 0},
    {"q", FIELD_TEXT, 0, offsetof(struct trap_numbers, q), 0, 100,       NULL, NULL, 0},
    {0},
};
const struct field_table trap_numbers_table = {"TrapNumbers", number_fields, sizeof(struct trap_numbers)};

static const struct field notes_fields[] = {
    PAGE_FIELDS(struct trap_notes_query),
    {"text", FIELD_TEXT, 0, offsetof(struct trap_notes_query, text), 1, 100, NULL, NULL, 0},
    {0},
};
const struct field_table trap_notes_table = {"TrapNotes", notes_fields, sizeof(struct trap_notes_query)};

enum { OPEN = ROUTE_PUBLIC | ROUTE_MATRIX_SKIP, BYTES_MAX = 1000, UPLOAD_MAX = 4 << 20 };

const struct route trap_routes[] = {
    {"GET",   "/hello",             "trapHello",      NULL,              DB_NONE,  NULL,               NULL,                OPEN,                             trap_hello,        0},
    {"GET",   "/echo/{name}",       "trapEcho",       NULL,              DB_NONE,  NULL,               &trap_numbers_table, OPEN,                             trap_echo,         0},
    {"GET",   "/slow",              "trapSlow",       NULL,              DB_NONE,  NULL,               &trap_numbers_table, OPEN,                             trap_slow,         0},
    {"POST",  "/mirror",            "trapMirror",     NULL,              DB_NONE,  &trap_mirror_table, NULL,                OPEN,                             trap_mirror,       0},
    {"PATCH", "/mirror",            "trapMirrorPatch", NULL,             DB_NONE,  &trap_mirror_table, NULL,                OPEN,                             trap_mirror,       0},
    {"POST",  "/form",              "trapForm",       NULL,              DB_NONE,  &trap_numbers_table, NULL,               OPEN | ROUTE_FORM_BODY,           trap_hello,        0},
    {"POST",  "/bytes",             "trapBytes",      NULL,              DB_NONE,  NULL,               NULL,                OPEN | ROUTE_RAW_BODY,            trap_bytes,        BYTES_MAX},
    {"POST",  "/upload",            "trapUpload",     NULL,              DB_NONE,  NULL,               NULL,                OPEN | ROUTE_RAW_BODY,            trap_bytes,        UPLOAD_MAX},
    {"GET",   "/stream",            "trapStream",     NULL,              DB_NONE,  NULL,               &trap_numbers_table, OPEN,                             trap_stream,       0},
    {"GET",   "/large",             "trapLarge",      NULL,              DB_NONE,  NULL,               &trap_numbers_table, OPEN,                             trap_large,        0},
    {"GET",   "/text",              "trapText",       NULL,              DB_NONE,  NULL,               NULL,                OPEN,                             trap_text,         0},
    {"GET",   "/silent",            "trapSilent",     NULL,              DB_NONE,  NULL,               NULL,                OPEN,                             trap_silent,       0},
    {"GET",   "/seen",              "trapSeen",       NULL,              DB_NONE,  NULL,               NULL,                OPEN,                             trap_seen,         0},
    {"GET",   "/whoami",            "trapWhoami",     NULL,              DB_NONE,  NULL,               NULL,                ROUTE_ANY_TENANT,                 trap_whoami,       0},
    {"GET",   "/notes",             "trapNoteList",   "issues:read",     DB_READ,  NULL,               &trap_notes_table,   0,                                trap_note_list,    0},
    {"POST",  "/notes",             "trapNoteCreate", "issues:register", DB_WRITE, &trap_note_table,   NULL,                ROUTE_IDEMPOTENT,                 trap_note_create,  0},
    {"POST",  "/notes/fail",        "trapNoteFail",   "issues:register", DB_WRITE, &trap_note_table,   NULL,                ROUTE_IDEMPOTENT,                 trap_note_fail,    0},
    {"POST",  "/notes/contend",     "trapNoteContend", "issues:register", DB_WRITE, &trap_note_table,  &trap_numbers_table, ROUTE_IDEMPOTENT,                 trap_note_contend, 0},
    {"GET",   "/notes/{note_id}",   "trapNoteGet",    "issues:read",     DB_READ,  NULL,               NULL,                0,                                trap_note_get,     0},
    {"PATCH", "/notes/{note_id}",   "trapNoteUpdate", "issues:register", DB_WRITE, &trap_note_table,   NULL,                ROUTE_IF_MATCH,                   trap_note_update,  0},
    {0},
};
/* clang-format on */
