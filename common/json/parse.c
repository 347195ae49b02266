/* SPDX-License-Identifier: MIT */
/* From bytes to a JSON tree that lives as long as the arena. */
#include "base/str.h"
#include "json/field.h"
#include <jansson.h>

enum { DEPTH_MAX = 32 };

/* The library recurses; a megabyte of brackets must not reach it. */
static bool is_too_deep(const char *s, size_t n)
{
    int depth = 0;
    bool in_text = false;

    for (size_t i = 0; i < n; i++) {
        if (in_text) {
            if (s[i] == '\\')
                i++;
            else if (s[i] == '"')
                in_text = false;
        } else if (s[i] == '"') {
            in_text = true;
        } else if (s[i] == '[' || s[i] == '{') {
            if (++depth > DEPTH_MAX)
                return true;
        } else if (s[i] == ']' || s[i] == '}') {
            depth--;
        }
    }
    return false;
}

/* In words of our own: the library's quote the body, which may end within a character. */
static const char *reason(const json_error_t *e)
{
    switch (json_error_code(e)) {
    case json_error_duplicate_key:
        return "a key stands twice in one object";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a text contains NUL";
    case json_error_numeric_overflow:
        return "a number is out of range";
    case json_error_premature_end_of_input:
        return "it ends too early";
    default:
        return "it cannot be parsed";
    }
}

static void release(void *json)
{
    json_decref(json);
}

int field_parse(struct arena *a, const char *body, size_t n, struct json_t **ret, struct problem *err)
{
    json_error_t e;
    json_t *json;

    if (n == 0)
        return problem_fail(err, PROBLEM_BAD_JSON, "the body is empty");
    if (!str_is_utf8(body, n))
        return problem_fail(err, PROBLEM_BAD_ENCODING, "the body is not valid UTF-8, or contains NUL");
    if (is_too_deep(body, n))
        return problem_fail(err, PROBLEM_BAD_JSON, "more than %d levels deep", DEPTH_MAX);
    json = json_loadb(body, n, JSON_REJECT_DUPLICATES, &e);
    if (!json)
        return problem_fail(err, PROBLEM_BAD_JSON, "line %d, column %d: %s", e.line, e.column, reason(&e));
    arena_defer(a, release, json);
    *ret = json;
    return 0;
}
