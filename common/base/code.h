/* SPDX-License-Identifier: MIT */
/* Code lists: the closed sets of words (states, kinds, severities) that columns, JSON and rules share.
 * A list is an array of rows ended by an empty one; the index of a row is its enum value. */
#ifndef BIHUAN_BASE_CODE_H
#define BIHUAN_BASE_CODE_H

struct code {
    const char *code; /* "RECTIFYING": the contract */
    const char *en;
    const char *zh;
};

/** Index of `text` in `list`, or -1 (also for NULL). */
int code_find(const struct code *list, const char *text);

#endif
