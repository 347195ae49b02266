/* SPDX-License-Identifier: MIT */
/* Hours of many stations and days, streamed in no order straight to their places. */
#include "indicators/engine/air.h"

#include "base/date.h"
#include "indicators_sql.h"
#include <string.h>

enum { SOURCES_MAX = 250, HOUR_S = 3600, DAY_S = 24 * HOUR_S, ZONE_S = 8 * HOUR_S };

struct reader {
    const struct batch *b;
    int32_t first_day, n_days; /* of the window that is read */
    int32_t *row_of;           /* [subject][day of the window]: index among the planned days, or -1 */
    struct air_hours *hours;
    const char *sources[SOURCES_MAX]; /* names met so far */
    size_t n_sources;
    uint8_t (*source)[AIR_MEASURED][AIR_DAY_HOURS]; /* of each hour: 1 + index of its source */
};

static int32_t *row_at(const struct reader *rd, int32_t subject, int32_t day)
{
    return &rd->row_of[(size_t)subject * (size_t)rd->n_days + (size_t)(day - rd->first_day)];
}

/* False for one more than there is room for: whoever invents sources has too many, and must not keep others from being
 * computed. */
static bool source_of(struct reader *rd, const char *name, size_t *ret)
{
    size_t i = 0;

    while (i < rd->n_sources && !str_eq(rd->sources[i], name))
        i++;
    if (i == SOURCES_MAX)
        return false;
    if (i == rd->n_sources)
        rd->sources[rd->n_sources++] = arena_strdup(&rd->b->c->arena, name);
    *ret = i;
    return true;
}

/* The civil day and hour that a second lies in. */
static void time_of(int64_t second, int32_t *ret_day, int *ret_hour)
{
    int64_t civil = second + ZONE_S;

    *ret_day = (int32_t)(civil / DAY_S);
    *ret_hour = (int)(civil % DAY_S / HOUR_S);
}

static int item_of(const char *code)
{
    int i = 0;

    while (i < AIR_MEASURED && strcmp(air_item_codes[i], code) != 0)
        i++;
    return i;
}

static int put_hour(void *arg, const struct db_result *one, struct problem *err)
{
    struct reader *rd = arg;
    int32_t subject = (int32_t)db_int(one, 0, "n") - 1, day, row;
    int item = item_of(db_text(one, 0, "item")), hour;
    size_t source;
    uint8_t *told;

    (void)err;
    if (item == AIR_MEASURED)
        return 0;
    time_of(db_int(one, 0, "second"), &day, &hour);
    row = *row_at(rd, subject, day);
    if (row < 0 || !source_of(rd, db_text(one, 0, "source"), &source))
        return 0;
    told = &rd->source[row][item][hour];
    if (*told == 0 || strcmp(rd->sources[source], rd->sources[*told - 1]) < 0) {
        rd->hours[row].item[item][hour] = db_decimal(one, 0, "value", VALUE_SCALE);
        *told = (uint8_t)(source + 1);
    }
    return 0;
}

/* Where each planned day has its hours. */
static void index_days(struct reader *rd)
{
    const struct plan *plan = &rd->b->air;
    struct arena *a = &rd->b->c->arena;
    int32_t last = plan->days[0].day;
    size_t cells;

    rd->first_day = plan->days[0].day;
    for (size_t i = 1; i < plan->n; i++) {
        rd->first_day = plan->days[i].day < rd->first_day ? plan->days[i].day : rd->first_day;
        last = plan->days[i].day > last ? plan->days[i].day : last;
    }
    rd->n_days = last - rd->first_day + 1;
    cells = rd->b->n_objects * (size_t)rd->n_days;
    rd->row_of = arena_array(a, cells, sizeof *rd->row_of);
    for (size_t i = 0; i < cells; i++)
        rd->row_of[i] = -1;
    for (size_t i = 0; i < plan->n; i++)
        *row_at(rd, plan->days[i].subject, plan->days[i].day) = (int32_t)i;
}

int air_read_hours(struct batch *b, struct air_hours *hours, struct problem *err)
{
    struct arena *a = &b->c->arena;
    struct reader rd = {.b = b, .hours = hours};
    struct text_array ids;

    index_days(&rd);
    rd.source = arena_array(a, b->air.n, sizeof *rd.source);
    for (size_t i = 0; i < b->air.n; i++)
        air_hours_clear(&hours[i]);
    text_array_init(&ids, a);
    for (size_t i = 0; i < b->n_objects; i++)
        text_array_add(&ids, b->subjects[i].object_id);
    return db_each(b->c->db, &sql_evaluation_hours,
                   BIND({"subjects", text_array_done(&ids)}, {"from", db_arg_date(a, rd.first_day)},
                        {"to", db_arg_date(a, rd.first_day + rd.n_days - 1)}),
                   put_hour, &rd, err);
}
