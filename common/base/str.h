/* SPDX-License-Identifier: MIT */
/* Strings: comparisons that read as claims, UTF-8 checks, bounded formatting, and a growing buffer on an arena. */
#ifndef BIHUAN_BASE_STR_H
#define BIHUAN_BASE_STR_H

#include "base/arena.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a macro stands for, as a literal: a figure has one home, in what is compared and in what is said of it. */
#define TEXT_OF(macro) TEXT_OF_VALUE(macro)
#define TEXT_OF_VALUE(value) #value

/** Both NULL, or both the same bytes. */
bool str_eq(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
/** NULL or "". */
bool str_empty(const char *s);
/** `s` stands in the NULL-terminated `list`. */
bool str_in(const char *s, const char *const *list);
/** A hash of the text (FNV-1a), its low bits as good as its high ones. */
uint64_t str_hash(const char *s);
/** `word` stands in the comma- or space-separated `words`. */
bool str_has_word(const char *words, const char *word);
/** Bytes of the well-formed UTF-8 sequence at the start of `n` bytes; 0 when there is none, or a NUL. */
size_t str_utf8_length(const char *s, size_t n);
/** Well-formed UTF-8 (no overlongs, no surrogates) without NUL in `n` bytes. */
bool str_is_utf8(const char *s, size_t n);
/** Code points in a well-formed UTF-8 string. */
size_t str_code_points(const char *s);
/** Whole `s` is a decimal integer in int64: true and *ret set. */
bool str_to_int64(const char *s, int64_t *ret);
/** Lower-case hex of `n` bytes into `out` (2n + 1 bytes). */
void str_hex(const void *data, size_t n, char *out);
/** Formats into the `size` bytes at `out`. False: it was longer, and was cut between two code points. */
bool str_format(char *out, size_t size, const char *fmt, ...) PRINTF(3, 4);
bool str_vformat(char *out, size_t size, const char *fmt, va_list ap) PRINTF(3, 0);

/* A growing byte buffer; always NUL-terminated. */
struct buf {
    struct arena *arena;
    char *data;
    size_t len, cap;
};

void buf_init(struct buf *b, struct arena *a);
/** Where the next byte goes, with room for `n` and the NUL; the caller writes there, then calls buf_wrote(). For hot
 * loops. */
char *buf_room(struct buf *b, size_t n) NONNULL_RETURN;
/** Takes over what was written up to `end`, and ends it with NUL. */
void buf_wrote(struct buf *b, char *end);
void buf_add(struct buf *b, const char *s);
void buf_add_n(struct buf *b, const void *data, size_t n);
void buf_add_char(struct buf *b, char c);
/** With ASCII letters in lower case. */
void buf_add_lower(struct buf *b, const char *s);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/** `s` as a JSON string with its quotes; NULL becomes null. Input must be valid UTF-8. */
void buf_add_json(struct buf *b, const char *s);
void buf_add_json_n(struct buf *b, const char *s, size_t n);

#endif
