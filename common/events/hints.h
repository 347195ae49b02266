/* SPDX-License-Identifier: MIT */
/* Hints that point to no event of the log: those that may still become visible wait for a while, the rest is dropped
 * and counted.
 *
 * A hint that is dropped loses nothing, for the comparison with the log finds every event; so the list is short, and
 * whoever fills the streams with inventions costs some look-ups and nothing else. It belongs to one thread. */
#ifndef BIHUAN_EVENTS_HINTS_H
#define BIHUAN_EVENTS_HINTS_H

#include "base/uuid.h"
#include "events/inbound.h"

enum { HINTS_WAITING_MAX = 1024 };

struct hint {
    char id[UUID_TEXT];
    const char *producer;
    int64_t since_us; /* monotonic: when first seen, */
    int64_t next_us;  /* when to be asked for, */
    int64_t pause_us; /* and how long after that again */
};

struct hints {
    struct hint items[HINTS_WAITING_MAX]; /* oldest first */
    size_t n;
};

enum hint_fault { HINT_FAULT_MALFORMED, HINT_FAULT_REFUSED, HINT_FAULT_UNKNOWN };
/* What one batch of hints was dropped for; told at its end, so that a flood makes few lines. */
struct hint_faults {
    int64_t n[HINT_FAULT_UNKNOWN + 1];
    const char *example[HINT_FAULT_UNKNOWN + 1]; /* a stream's entry or an event's id */
};
void hint_fault(struct hint_faults *faults, enum hint_fault fault, const char *example);
/** Adds to the metrics and writes a line for each fault that occurred. */
void hint_faults_tell(const struct hint_faults *faults);

/** Leaves in `list` what the log did not know; what turned out to be of another type than its entry claims is refused.
 * */
void hints_unknown(struct inbound_list *list, struct hint_faults *faults);
/** Lets what is in `list` wait; for want of room the oldest is dropped. */
void hints_wait(struct hints *hints, const struct inbound_list *list, int64_t now_us,
                struct hint_faults *faults);
/** At most `max` of those whose time has come, on the arena. */
void hints_due(const struct hints *hints, int64_t now_us, size_t max, struct arena *a,
               struct inbound_list *ret);
/** After `list` was looked up: forgets what is known now, drops what waited `limit_us`, puts off the rest. */
void hints_settle(struct hints *hints, const struct inbound_list *list, int64_t now_us, int64_t limit_us,
                  struct hint_faults *faults);
/** Microseconds until the next is due, at most `most_us`. */
int64_t hints_pause(const struct hints *hints, int64_t now_us, int64_t most_us);

#endif
