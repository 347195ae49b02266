/* SPDX-License-Identifier: MIT */
/* One batch of evaluation: the subjects whose periods are computed anew, and where their results go. Lives on the
 * unit's arena. */
#ifndef BIHUAN_INDICATORS_ENGINE_BATCH_H
#define BIHUAN_INDICATORS_ENGINE_BATCH_H

#include "indicators/domain/evaluation_plan.h"
#include "indicators/engine/editions.h"

enum { NO_BODY = -1, PLACE_AIR_CLASS = 2 };

/* An array of the server, '{a,b}', from texts that need no quotes: ids, scopes, dates. */
struct text_array {
    struct buf text;
};
void text_array_init(struct text_array *t, struct arena *a);
void text_array_add(struct text_array *t, const char *word);
const char *text_array_done(struct text_array *t);

/* An object, or a place: a district or the city, whose object_id is NULL. */
struct subject {
    const char *object_id, *tenant_id, *scope, *kind;
    const char *discharge_standard; /* that an enterprise or a plant has to keep, or NULL */
    int32_t air_class;              /* grade of GB 3095 that holds there */
    int32_t target, baseline;       /* classes; 0 = none */
    enum water_body body_type;
    struct plan_places places; /* indices of subjects */
    int32_t body;              /* index of the water body that it is or lies in, or NO_BODY */
};

struct plan {
    struct plan_day *days; /* sorted */
    size_t n;
};

/* A day whose observations changed. */
struct touched {
    const char *object_id;
    int32_t day;
};

/* What results say of alerts and is not written yet (object_alerts.h). */
struct object_alerts {
    struct text_array kept; /* OBJECT/KIND/START */
    struct buf exceeding;   /* a JSON array */
    int n_kept, n_exceeding;
};

struct batch {
    struct ctx *c;
    struct editions editions;
    struct subject *subjects; /* objects first, then the places they count for and the bodies they lie in */
    size_t n_objects, n_subjects;
    struct plan air,
        water; /* touched days of stations; days of sections and bodies, of which only the month matters */
    struct plan discharge; /* of enterprises and plants */
    struct buf rows;       /* results that are not written yet, as a JSON array */
    int n_rows;
    struct object_alerts alerts;
};

/** Looks up the objects of `n` touched days; days of objects that are not to be seen are left out. */
int batch_open(struct ctx *c, const struct touched *days, size_t n, struct batch *ret,
               struct problem *err) MUST_CHECK;
/** Computes the objects alone: the caller does not see everything that their places and bodies are made of. */
void batch_forget_groups(struct batch *b);
/** Computes and writes everything that the days touch: of the objects, and of the places they count for. */
int batch_run(struct batch *b, struct problem *err) MUST_CHECK;

#endif
