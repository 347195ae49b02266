/* SPDX-License-Identifier: MIT */
/* Waiting for events that were announced and cannot be seen yet. */
#include "events/hints.h"
#include "base/str.h"
#include "log/log.h"
#include "metrics/metrics.h"
#include <string.h>

enum {
    PAUSE_FIRST_US = 32 * 1000,
    PAUSE_MAX_US = 1000 * 1000,
};

void hint_fault(struct hint_faults *faults, enum hint_fault fault, const char *example)
{
    faults->n[fault]++;
    faults->example[fault] = example;
}

void hint_faults_tell(const struct hint_faults *faults)
{
    static const char *const names[] = {"malformed", "refused", "unknown"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (faults->n[i] == 0)
            continue;
        metric_add(METRIC_EVENT_HINTS_DROPPED, names[i], NULL, faults->n[i]);
        log_line(LOG_LEVEL_WARN, "event.hint_dropped",
                 LOG_PAIRS(LOG_TEXT("reason", names[i]), LOG_NUMBER("hints", faults->n[i]),
                           LOG_TEXT("example", faults->example[i])));
    }
}

static size_t find(const struct hints *hints, const char *id, const char *producer)
{
    size_t i = 0;

    while (i < hints->n && !(str_eq(hints->items[i].id, id) && str_eq(hints->items[i].producer, producer)))
        i++;
    return i;
}

static void take_out(struct hints *hints, size_t at)
{
    hints->n--;
    memmove(&hints->items[at], &hints->items[at + 1], (hints->n - at) * sizeof hints->items[0]);
}

void hints_unknown(struct inbound_list *list, struct hint_faults *faults)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].state == INBOUND_FOREIGN)
            hint_fault(faults, HINT_FAULT_REFUSED, list->items[i].id);
        if (list->items[i].state == INBOUND_UNKNOWN)
            list->items[n++] = list->items[i];
    }
    list->n = n;
}

void hints_wait(struct hints *hints, const struct inbound_list *list, int64_t now_us,
                struct hint_faults *faults)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct inbound *in = &list->items[i];
        if (find(hints, in->id, in->producer) < hints->n)
            continue;
        if (hints->n == HINTS_WAITING_MAX) {
            take_out(hints, 0);
            hint_fault(faults, HINT_FAULT_UNKNOWN, in->id);
        }
        struct hint *hint = &hints->items[hints->n++];
        *hint = (struct hint){.producer = in->producer, .since_us = now_us, .pause_us = PAUSE_FIRST_US};
        hint->next_us = now_us + PAUSE_FIRST_US;
        (void)str_format(hint->id, sizeof hint->id, "%s", in->id);
    }
}

void hints_due(const struct hints *hints, int64_t now_us, size_t max, struct arena *a,
               struct inbound_list *ret)
{
    *ret = (struct inbound_list){arena_array(a, hints->n + 1, sizeof *ret->items), 0};
    for (size_t i = 0; i < hints->n && ret->n < max; i++)
        if (hints->items[i].next_us <= now_us)
            ret->items[ret->n++] = (struct inbound){.id = arena_strdup(a, hints->items[i].id),
                                                    .producer = hints->items[i].producer};
}

void hints_settle(struct hints *hints, const struct inbound_list *list, int64_t now_us, int64_t limit_us,
                  struct hint_faults *faults)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct inbound *in = &list->items[i];
        size_t at = find(hints, in->id, in->producer);
        if (at == hints->n)
            continue;
        struct hint *hint = &hints->items[at];
        bool is_known = in->state != INBOUND_UNKNOWN;
        if (is_known || now_us - hint->since_us >= limit_us) {
            if (!is_known)
                hint_fault(faults, HINT_FAULT_UNKNOWN, in->id);
            take_out(hints, at);
            continue;
        }
        hint->pause_us = hint->pause_us * 2 < PAUSE_MAX_US ? hint->pause_us * 2 : PAUSE_MAX_US;
        hint->next_us = now_us + hint->pause_us;
    }
}

int64_t hints_pause(const struct hints *hints, int64_t now_us, int64_t most_us)
{
    int64_t least = most_us;

    for (size_t i = 0; i < hints->n; i++)
        if (hints->items[i].next_us - now_us < least)
            least = hints->items[i].next_us - now_us;
    return least > 0 ? least : 0;
}
