/* SPDX-License-Identifier: MIT */
/* The functions behind the routes, one file a resource. */
#ifndef BIHUAN_INDICATORS_HANDLERS_H
#define BIHUAN_INDICATORS_HANDLERS_H

#include "unit/route.h"

/* standards.c, standards_import.c */
handler_fn standard_list, standard_get, standards_import;
/* water.c */
handler_fn water_classify;
/* air_aqi.c */
handler_fn aqi_compute;

/* indicators.c, targets.c */
handler_fn indicator_list, indicator_get, indicators_import;
handler_fn target_list, target_get, target_create, target_update;
/* objects.c, objects_import.c */
handler_fn object_list, object_get, object_create, object_update, objects_import;
/* observations.c, observations_import.c */
handler_fn observation_list, observation_revisions, observations_import;

/* values.c, value_transitions.c, attainment.c, attainment_board.c, attainment_groups.c, alerts.c */
handler_fn value_list, value_get, value_create, values_import, value_revisions, value_erratum;
handler_fn value_transition_list, value_transition_post;
handler_fn attainment_list, red_line_list, attainment_board, attainment_groups;
handler_fn alert_list, alert_get, alert_acknowledge;
/* monitoring.c */
handler_fn monitoring_list, monitoring_get, monitoring_create, monitoring_report, monitoring_cancel,
    monitoring_allocate;
/* evaluations.c */
handler_fn evaluation_list, evaluation_calendar, evaluation_compute;

#endif
