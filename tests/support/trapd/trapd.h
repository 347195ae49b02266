/* SPDX-License-Identifier: MIT */
/* The trap service: routes that stand for each kind the platform knows. It runs as the role of `issues`, with tables of
 * its own. */
#ifndef TRAPD_H
#define TRAPD_H

#include "http/page.h"
#include "unit/ctx.h"

struct trap_mirror {
    struct field_mask mask;
    const char *text;
    int64_t number;
    bool flag;
    struct field_list items;
};

struct trap_note_in {
    struct field_mask mask;
    const char *text;
};

struct trap_numbers {
    struct field_mask mask;
    int64_t n;
    const char *q;
};

struct trap_notes_query {
    struct field_mask mask;
    struct page_query page;
    const char *text;
};

extern const struct field_table trap_mirror_table, trap_note_table, trap_numbers_table, trap_notes_table;
extern const struct route trap_routes[];

handler_fn trap_hello, trap_echo, trap_slow, trap_mirror, trap_bytes, trap_stream, trap_large, trap_silent,
    trap_seen, trap_whoami, trap_text;
handler_fn trap_note_create, trap_note_list, trap_note_get, trap_note_update, trap_note_contend,
    trap_note_fail;

#endif
