/* SPDX-License-Identifier: MIT */
/* The class of a water sample by its single worst factor (单因子评价), and its main pollutants (domain C.5). Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_WATER_CLASS_H
#define BIHUAN_INDICATORS_DOMAIN_WATER_CLASS_H

#include "indicators/domain/ratio.h"
#include "indicators/domain/water_rules.h"

/* Whether values are rounded to the places of the statistics rule before they are compared: automatic stations publish
 * unrounded, monthly and annual evaluation rounds (domain 0.3). */
enum water_rounding { WATER_ROUND_NONE, WATER_ROUND_STAT20 };

/* One value an item; an item that is absent is not judged. All zero is the empty sample. */
struct water_sample {
    enum water_body body;
    enum water_rounding rounding;
    uint64_t present; /* bit i: value[i] counts */
    int64_t value[WATER_ITEMS_MAX];
};

struct water_factor {
    uint8_t item;  /* index */
    uint8_t class; /* WATER_CLASS_NONE where the standard gives this body none */
    bool is_single_factor;
    bool exceeds;  /* worse than the good class, or above its single limit */
    int64_t value; /* as compared */
    struct ratio
        multiple; /* 超标倍数 (C - S) / S over the limit of the good class; not applicable unless it exceeds */
};

struct water_verdict {
    int class, grade; /* 0: nothing to judge by */
    size_t n;
    struct water_factor factors[WATER_ITEMS_MAX]; /* in the order of the standard */
    size_t n_main;
    uint8_t main[WATER_ITEMS_MAX]; /* indices into `factors`, gravest first (主要污染指标) */
};

void water_sample_set(struct water_sample *s, int item, int64_t value);

/** By the code of an object's or a request's body, "RIVER" or "LAKE"; a river without one. */
enum water_body water_body_of(const char *code);

/** Class of one value of an item, unrounded: the best class whose bounds it keeps, so equal limits give the better
 *  class; WATER_CLASS_NONE where the body has no limits for the item. */
int water_item_class(const struct water_item *item, enum water_body body, int64_t value);

/** All present items judged. Temperature, total nitrogen and coliforms are factors of their own that leave the class
 *  alone (the method's rule single_factor); dissolved oxygen takes the better of mg/L and saturation; a saturation
 *  alone judges nothing. Main pollutants are named when the class is worse than the good one: toxic ones first, then by
 *  class, then by multiple. */
void water_class(const struct water_rules *r, const struct water_sample *s, struct water_verdict *ret);

#endif
