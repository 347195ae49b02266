/* SPDX-License-Identifier: MIT */
/* Monitoring that is ordered (监测任务, domain S-100): who orders it of whom, reports on it or calls it off. Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_MONITORING_H
#define BIHUAN_INDICATORS_DOMAIN_MONITORING_H

#include "problem/problem.h"
#include <stdbool.h>
#include <stdint.h>

/* "ENFORCEMENT" 执法监测, "SUPERVISORY" 监督性监测, "EMERGENCY" 应急监测, "SURVEY" 调查监测, "QUALITY" 质量监测; ends with NULL. */
extern const char *const monitoring_kind_values[];
/* "ORDERED" 已下达, "REPORTED" 已报告, "CANCELLED" 已撤销; ends with NULL. */
extern const char *const monitoring_state_values[];

struct monitoring_order {
    const char *roles; /* of who orders, words */
    bool has_object, has_place;
    int32_t due_date, today;
};

/* A task and what the actor's tenant is to it. */
struct monitoring_facts {
    const char *state;
    const char *roles; /* of the actor, words */
    bool is_owner, is_performer;
};

/** May it be ordered so? FORBIDDEN unless an office or a reviewer of monitoring orders; VALIDATION unless it is at an
 *  object or at a place that is described, and due today or later. */
int monitoring_order_check(const struct monitoring_order *o, struct problem *err) MUST_CHECK;
/** May the actor report? FORBIDDEN unless he monitors for the performer, which may be an office itself; STATE_CONFLICT
 * when it is over. */
int monitoring_report_check(const struct monitoring_facts *f, struct problem *err) MUST_CHECK;
/** May the actor call it off? FORBIDDEN unless he orders for its owner; STATE_CONFLICT when it is over. */
int monitoring_cancel_check(const struct monitoring_facts *f, struct problem *err) MUST_CHECK;

#endif
