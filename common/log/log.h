/* SPDX-License-Identifier: MIT */
/* JSON lines on standard error, one write() a line. Only dispatch, the consumer loop, jobs and app.c log. */
#ifndef BIHUAN_LOG_LOG_H
#define BIHUAN_LOG_LOG_H

#include <stdint.h>

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

/* A key with a text value (int values through log_int); NULL values are left out. The array ends with { 0 }. */
struct log_pair {
    const char *key;
    const char *text;
    int64_t number;
    int is_number;
};
#define LOG_TEXT(k, v)                                                                                       \
    {                                                                                                        \
        (k), (v), 0, 0                                                                                       \
    }
#define LOG_NUMBER(k, v)                                                                                     \
    {                                                                                                        \
        (k), 0, (int64_t)(v), 1                                                                              \
    }
#define LOG_PAIRS(...) ((const struct log_pair[]){__VA_ARGS__, {0}})

void log_init(const char *service, enum log_level least);
/** One line: time (system clock), level, service, event, pairs. Invalid UTF-8 is replaced, length is bounded. */
void log_line(enum log_level level, const char *event, const struct log_pair *pairs);
/** The level of that name ("debug" ...), or LOG_LEVEL_INFO. */
enum log_level log_level_parse(const char *name);

#endif
