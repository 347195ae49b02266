/* SPDX-License-Identifier: MIT */
/* JSON lines on standard error. A line is built in a buffer of the stack, so that logging works when nothing else does,
 * and it is at most PIPE_BUF bytes, so that lines of several threads and processes do not mix in a pipe. */
#include "log/log.h"
#include "base/clock.h"
#include "base/str.h"
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    LINE = 4096,
    TEXT_MAX = 1024, /* bytes of one value, escapes included */
    ROOM = 24,       /* for the end of a line: ,"truncated":true}\n */
};

static const char *const level_names[] = {"debug", "info", "warn", "error", NULL};

static const char *service_name = "bihuan";
static _Atomic int least_level = LOG_LEVEL_INFO;

struct line {
    char data[LINE];
    size_t len, limit;
    bool full;
};

static void put_n(struct line *l, const char *s, size_t n)
{
    if (l->full || n > l->limit - l->len) {
        l->full = true;
        return;
    }
    memcpy(l->data + l->len, s, n);
    l->len += n;
}

static void put(struct line *l, const char *s)
{
    put_n(l, s, strlen(s));
}

static void putf(struct line *l, const char *fmt, ...) PRINTF(2, 3);
static void putf(struct line *l, const char *fmt, ...)
{
    char text[64];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    put(l, text);
}

/* One character of a JSON text; returns the bytes taken. What is not UTF-8 becomes the replacement character. */
static size_t put_char(struct line *l, const char *s)
{
    size_t n = str_utf8_length(s, strlen(s));
    unsigned char c = (unsigned char)*s;

    if (n == 0)
        put(l, "\xEF\xBF\xBD");
    else if (c == '"' || c == '\\')
        putf(l, "\\%c", c);
    else if (c < 0x20 || c == 0x7F)
        putf(l, "\\u%04x", (unsigned)c);
    else
        put_n(l, s, n);
    return n ? n : 1;
}

static void put_text(struct line *l, const char *s)
{
    size_t begin = l->len;

    put(l, "\"");
    while (*s && !l->full && l->len - begin < TEXT_MAX)
        s += put_char(l, s);
    put(l, *s ? "…\"" : "\"");
}

/* A pair goes in whole or not at all. */
static bool put_pair(struct line *l, const struct log_pair *p)
{
    size_t before = l->len;

    if (!p->is_number && !p->text)
        return true;
    put(l, ",");
    put_text(l, p->key);
    put(l, ":");
    if (p->is_number)
        putf(l, "%" PRId64, p->number);
    else
        put_text(l, p->text);
    if (!l->full)
        return true;
    l->len = before;
    return false;
}

static void put_head(struct line *l, enum log_level level, const char *event)
{
    const struct clock now = clock_system();
    char time[CLOCK_TEXT];

    clock_format(clock_now_us(&now), time);
    put(l, "{\"time\":\"");
    put(l, time);
    put(l, "\",\"level\":\"");
    put(l, level_names[level]);
    put(l, "\",\"service\":");
    put_text(l, service_name);
    put(l, ",\"event\":");
    put_text(l, event);
}

void log_init(const char *service, enum log_level least)
{
    service_name = service;
    atomic_store(&least_level, (int)least);
}

void log_line(enum log_level level, const char *event, const struct log_pair *pairs)
{
    struct line l = {.limit = LINE - ROOM};
    int saved = errno;
    bool whole = true;

    if ((int)level < atomic_load(&least_level))
        return;
    put_head(&l, level, event);
    for (; pairs && pairs->key && whole; pairs++)
        whole = put_pair(&l, pairs);
    l.full = false;
    l.limit = LINE;
    put(&l, whole ? "}\n" : ",\"truncated\":true}\n");
    /* Nobody is left to be told when this fails. */
    if (write(STDERR_FILENO, l.data, l.len) < 0)
        errno = 0;
    errno = saved;
}

enum log_level log_level_parse(const char *name)
{
    for (int i = 0; level_names[i]; i++) {
        if (str_eq(name, level_names[i]))
            return (enum log_level)i;
    }
    return LOG_LEVEL_INFO;
}
