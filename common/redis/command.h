/* SPDX-License-Identifier: MIT */
/* A Redis command under construction: words with their lengths. What a word points to outlives the command. */
#ifndef BIHUAN_REDIS_COMMAND_H
#define BIHUAN_REDIS_COMMAND_H

#include "redis/redis.h"

enum { COMMAND_WORDS = 64, COMMAND_NUMBERS = 4 };

struct command {
    int n;
    const char *argv[COMMAND_WORDS];
    size_t len[COMMAND_WORDS];
    char numbers[COMMAND_NUMBERS][24];
    int n_numbers;
};

void command_word(struct command *cmd, const char *s);
/** All of them: command_words(&cmd, WORDS("XACK", stream, group)). */
void command_words(struct command *cmd, const char *const *words);
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
/** At most COMMAND_NUMBERS of them. */
void command_number(struct command *cmd, int64_t v);

void command_xadd(struct command *cmd, const char *stream, const char *event, int64_t maxlen);
/** New entries of all streams of the group; a wait of 0 would be for ever, so it is a millisecond at least. */
void command_xreadgroup(struct command *cmd, const struct redis_group *g, int64_t count, int64_t block_ms);
void command_xautoclaim(struct command *cmd, const struct redis_group *g, size_t stream, int64_t min_idle_ms);

#endif
