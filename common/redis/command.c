/* SPDX-License-Identifier: MIT */
/* Words of Redis commands. */
#include "redis/command.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { CLAIM_COUNT = 100 };

void command_word(struct command *cmd, const char *s)
{
    assert(cmd->n < COMMAND_WORDS);
    cmd->argv[cmd->n] = s;
    cmd->len[cmd->n++] = strlen(s);
}

void command_words(struct command *cmd, const char *const *words)
{
    for (; *words; words++)
        command_word(cmd, *words);
}

void command_number(struct command *cmd, int64_t v)
{
    assert(cmd->n_numbers < COMMAND_NUMBERS);
    char *text = cmd->numbers[cmd->n_numbers++];

    (void)snprintf(text, sizeof cmd->numbers[0], "%lld", (long long)v);
    command_word(cmd, text);
}

void command_xadd(struct command *cmd, const char *stream, const char *event, int64_t maxlen)
{
    command_word(cmd, "XADD");
    command_word(cmd, stream);
    command_word(cmd, "MAXLEN");
    command_word(cmd, "~");
    command_number(cmd, maxlen);
    command_word(cmd, "*");
    command_word(cmd, "e");
    command_word(cmd, event);
}

void command_xreadgroup(struct command *cmd, const struct redis_group *g, int64_t count, int64_t block_ms)
{
    command_words(cmd, WORDS("XREADGROUP", "GROUP", g->group, g->consumer, "COUNT"));
    command_number(cmd, count);
    command_word(cmd, "BLOCK");
    command_number(cmd, block_ms > 0 ? block_ms : 1);
    command_word(cmd, "STREAMS");
    for (size_t i = 0; i < g->n_streams; i++)
        command_word(cmd, g->streams[i]);
    for (size_t i = 0; i < g->n_streams; i++)
        command_word(cmd, ">");
}

void command_xautoclaim(struct command *cmd, const struct redis_group *g, size_t stream, int64_t min_idle_ms)
{
    command_word(cmd, "XAUTOCLAIM");
    command_word(cmd, g->streams[stream]);
    command_word(cmd, g->group);
    command_word(cmd, g->consumer);
    command_number(cmd, min_idle_ms);
    command_word(cmd, "0-0");
    command_word(cmd, "COUNT");
    command_number(cmd, CLAIM_COUNT);
}
