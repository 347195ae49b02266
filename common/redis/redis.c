/* SPDX-License-Identifier: MIT */
/* Redis Streams over hiredis; the only file that includes it. */
#include "redis/redis.h"
#include "base/str.h"
#include "redis/access.h"
#include "redis/command.h"
#include "redis/link.h"
#include <hiredis/hiredis.h>
#include <stdlib.h>
#include <string.h>

/* Longer than the longest blocking read, short enough for a hung server to be noticed. */
static const struct timeval command_timeout = {5, 0};
static const struct timeval connect_timeout = {2, 0};
enum { TIDY_IDLE_MS = 3600 * 1000 };

int redis_new(const char *address, const char *password, struct redis **ret, struct problem *err)
{
    struct redis *r = calloc(1, sizeof *r);

    if (!r)
        abort();
    if (redis_access_parse(address, password, &r->access, err) < 0) {
        redis_free(r);
        return -1;
    }
    *ret = r;
    return 0;
}

void link_end(struct redis *r)
{
    if (r->context)
        redisFree(r->context);
    r->context = NULL;
    r->owed = 0;
    r->holds = false;
}

void redis_free(struct redis *r)
{
    if (!r)
        return;
    link_end(r);
    redis_access_done(&r->access);
    free(r);
}

/* The connection is of no use any more: what was in flight is unknown. */
static int lost(struct redis *r, struct problem *err)
{
    const char *why = r->context && r->context->err ? r->context->errstr : "no memory";
    int failed = problem_cause(err, PROBLEM_UNAVAILABLE, "redis %s: %s", r->access.place, why);
    link_end(r);
    return failed;
}

int link_append(struct redis *r, struct command *cmd, struct problem *err)
{
    if (redisAppendCommandArgv(r->context, cmd->n, cmd->argv, cmd->len) != REDIS_OK)
        return lost(r, err);
    return 0;
}

/* An error that Redis answered, with what to do about it in front where we know. */
static int refused(const struct redis *r, const char *reply, struct problem *err)
{
    const char *advice = redis_access_advice(reply);

    return problem_cause(err, PROBLEM_UNAVAILABLE, advice ? "redis %s: %s (%s)" : "redis %s: %s%s",
                         r->access.place, advice ? advice : reply, advice ? reply : "");
}

/* What an acknowledgement answers changes nothing: an entry that stays pending is claimed and found handled. */
static int skip_owed(struct redis *r, struct problem *err)
{
    for (; r->owed > 0; r->owed--) {
        void *reply = NULL;
        if (redisGetReply(r->context, &reply) != REDIS_OK)
            return lost(r, err);
        freeReplyObject(reply);
    }
    return 0;
}

/* The next reply; an error reply is a failure unless it begins with `expected` (then *ret is that reply). */
static int receive(struct redis *r, const char *expected, redisReply **ret, struct problem *err)
{
    void *reply = NULL;
    redisReply *got;

    if (skip_owed(r, err) < 0)
        return -1;
    if (redisGetReply(r->context, &reply) != REDIS_OK)
        return lost(r, err);
    got = reply;
    if (got->type == REDIS_REPLY_ERROR && !(expected && str_starts(got->str, expected))) {
        (void)refused(r, got->str, err);
        freeReplyObject(got);
        return -1;
    }
    *ret = got;
    return 0;
}

/* Reads all n replies even when one is an error, so that the connection stays in step. */
int link_receive_all(struct redis *r, size_t n, struct problem *err)
{
    int result = 0;

    for (size_t i = 0; i < n && r->context; i++) {
        redisReply *reply;
        if (receive(r, NULL, &reply, err) < 0)
            result = -1;
        else
            freeReplyObject(reply);
    }
    return r->context ? result : -1;
}

/* The first command of a connection, when there is a password. */
static int authenticate(struct redis *r, struct problem *err)
{
    struct command cmd = {0};

    if (!r->access.password)
        return 0;
    command_word(&cmd, "AUTH");
    if (r->access.user)
        command_word(&cmd, r->access.user);
    command_word(&cmd, r->access.password);
    return link_append(r, &cmd, err) < 0 ? -1 : link_receive_all(r, 1, err);
}

int link_open(struct redis *r, struct problem *err)
{
    const struct redis_access *to = &r->access;

    if (r->context)
        return 0;
    r->generation++;
    r->context = to->port ? redisConnectWithTimeout(to->host, to->port, connect_timeout)
                          : redisConnectUnixWithTimeout(to->host, connect_timeout);
    if (!r->context || r->context->err || redisSetTimeout(r->context, command_timeout) != REDIS_OK ||
        (to->port && redisEnableKeepAlive(r->context) != REDIS_OK))
        return lost(r, err);
    if (authenticate(r, err) == 0)
        return 0;
    link_end(r);
    return -1;
}

static int run(struct redis *r, struct command *cmd, const char *expected, redisReply **ret,
               struct problem *err)
{
    if (link_open(r, err) < 0 || link_append(r, cmd, err) < 0)
        return -1;
    return receive(r, expected, ret, err);
}

static int run_for_effect(struct redis *r, struct command *cmd, const char *expected, struct problem *err)
{
    redisReply *reply = NULL;

    if (run(r, cmd, expected, &reply, err) < 0)
        return -1;
    freeReplyObject(reply);
    return 0;
}

int link_append_word(struct redis *r, const char *word, struct problem *err)
{
    struct command cmd = {0};

    command_word(&cmd, word);
    return link_append(r, &cmd, err);
}

/* The reply to EXEC: one per command; nil or an error among them is a failure of all. */
int link_receive_exec(struct redis *r, size_t n, struct problem *err)
{
    redisReply *reply;
    int result = 0;

    if (receive(r, NULL, &reply, err) < 0)
        return -1;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != n)
        result = problem_cause(err, PROBLEM_UNAVAILABLE, "redis %s: EXEC did nothing", r->access.place);
    for (size_t i = 0; result == 0 && i < n; i++)
        if (reply->element[i]->type == REDIS_REPLY_ERROR)
            result = refused(r, reply->element[i]->str, err);
    freeReplyObject(reply);
    return result;
}

/* From the stream's beginning: a service that is new, or whose group was lost, sees everything that is still there. */
static int create_groups(struct redis *r, const struct redis_group *g, struct problem *err)
{
    r->generation++;
    for (size_t i = 0; i < g->n_streams; i++) {
        struct command cmd = {0};
        command_words(&cmd, WORDS("XGROUP", "CREATE", g->streams[i], g->group, "0", "MKSTREAM"));
        if (run_for_effect(r, &cmd, "BUSYGROUP", err) < 0)
            return -1;
    }
    return 0;
}

static bool is_array(const redisReply *reply, size_t at_least)
{
    return reply && reply->type == REDIS_REPLY_ARRAY && reply->elements >= at_least;
}

static bool is_string(const redisReply *reply)
{
    return reply && reply->type == REDIS_REPLY_STRING;
}

/* Adds the entries of one stream: an array of [id, [field, value, ...]]; a trimmed entry has nil instead of fields. */
static void collect(const redisReply *list, size_t stream, struct arena *a, struct redis_entries *ret)
{
    struct redis_entry *items;

    if (!is_array(list, 1))
        return;
    items = arena_array(a, ret->n + list->elements, sizeof *items);
    if (ret->n > 0)
        memcpy(items, ret->items, ret->n * sizeof *items);
    ret->items = items;
    for (size_t i = 0; i < list->elements; i++) {
        const redisReply *entry = list->element[i];
        struct redis_entry *e = &items[ret->n];
        if (!is_array(entry, 2) || !is_string(entry->element[0]))
            continue;
        e->id = arena_strdup(a, entry->element[0]->str);
        e->stream = stream;
        const redisReply *fields = entry->element[1];
        e->is_trimmed = fields->type == REDIS_REPLY_NIL;
        for (size_t f = 0; is_array(fields, f + 2); f += 2)
            if (is_string(fields->element[f]) && str_eq(fields->element[f]->str, "e"))
                e->event = arena_strndup(a, fields->element[f + 1]->str, fields->element[f + 1]->len);
        ret->n++;
    }
}

static void collect_streams(const redisReply *reply, const struct redis_group *g, struct arena *a,
                            struct redis_entries *ret)
{
    for (size_t i = 0; is_array(reply, i + 1); i++) {
        const redisReply *pair = reply->element[i];
        if (!is_array(pair, 2) || !is_string(pair->element[0]))
            continue;
        for (size_t s = 0; s < g->n_streams; s++)
            if (str_eq(pair->element[0]->str, g->streams[s]))
                collect(pair->element[1], s, a, ret);
    }
}

int redis_cmd_read(const struct redis_group *g, struct arena *a, int64_t count, int64_t block_ms,
                   struct redis_entries *ret, struct problem *err)
{
    struct redis *r = g->redis;
    struct command cmd = {0};
    redisReply *reply;
    int result = 0;

    command_xreadgroup(&cmd, g, count, block_ms);
    *ret = (struct redis_entries){0};
    if (run(r, &cmd, "NOGROUP", &reply, err) < 0)
        return -1;
    if (reply->type == REDIS_REPLY_ERROR)
        result = create_groups(r, g, err);
    else
        collect_streams(reply, g, a, ret);
    freeReplyObject(reply);
    return result;
}

int redis_cmd_claim(const struct redis_group *g, struct arena *a, size_t stream, int64_t min_idle_ms,
                    struct redis_entries *ret, struct problem *err)
{
    struct redis *r = g->redis;
    struct command cmd = {0};
    redisReply *reply;
    int result = 0;

    command_xautoclaim(&cmd, g, stream, min_idle_ms);
    *ret = (struct redis_entries){0};
    if (run(r, &cmd, "NOGROUP", &reply, err) < 0)
        return -1;
    if (reply->type == REDIS_REPLY_ERROR)
        result = create_groups(r, g, err);
    else if (is_array(reply, 2))
        collect(reply->element[1], stream, a, ret);
    freeReplyObject(reply);
    return result;
}

int redis_cmd_ack(const struct redis_group *g, const struct redis_entries *entries, struct problem *err)
{
    struct redis *r = g->redis;

    if (link_open(r, err) < 0)
        return -1;
    for (size_t stream = 0; stream < g->n_streams; stream++) {
        struct command cmd = {0};
        for (size_t i = 0; i < entries->n; i++) {
            if (entries->items[i].stream == stream) {
                if (cmd.n == 0)
                    command_words(&cmd, WORDS("XACK", g->streams[stream], g->group));
                command_word(&cmd, entries->items[i].id);
            }
            if (cmd.n == COMMAND_WORDS || (cmd.n > 0 && i + 1 == entries->n)) {
                if (link_append(r, &cmd, err) < 0)
                    return -1;
                cmd = (struct command){0};
                r->owed++;
            }
        }
    }
    return 0;
}

static int64_t number_of(const redisReply *info, const char *key)
{
    for (size_t i = 0; is_array(info, i + 2); i += 2)
        if (is_string(info->element[i]) && str_eq(info->element[i]->str, key))
            return info->element[i + 1]->integer;
    return -1;
}

static int delete_consumer(const struct redis_group *g, size_t stream, const char *name, struct problem *err)
{
    struct command cmd = {0};

    command_words(&cmd, WORDS("XGROUP", "DELCONSUMER", g->streams[stream], g->group, name));
    return run_for_effect(g->redis, &cmd, "NOGROUP", err);
}

int redis_cmd_tidy(const struct redis_group *g, size_t stream, struct problem *err)
{
    struct redis *r = g->redis;
    struct command cmd = {0};
    redisReply *reply;
    int result = 0;

    command_words(&cmd, WORDS("XINFO", "CONSUMERS", g->streams[stream], g->group));
    if (run(r, &cmd, "NOGROUP", &reply, err) < 0)
        return -1;
    for (size_t i = 0; result == 0 && is_array(reply, i + 1); i++) {
        const redisReply *info = reply->element[i];
        const redisReply *name = is_array(info, 2) ? info->element[1] : NULL;
        if (is_string(name) && !str_eq(name->str, g->consumer) && number_of(info, "pending") == 0 &&
            number_of(info, "idle") > TIDY_IDLE_MS)
            result = delete_consumer(g, stream, name->str, err);
    }
    freeReplyObject(reply);
    return result;
}

unsigned redis_generation(const struct redis *r)
{
    return r->generation;
}

int redis_cmd_ping(struct redis *r, struct problem *err)
{
    struct command cmd = {0};

    command_word(&cmd, "PING");
    return run_for_effect(r, &cmd, NULL, err);
}
