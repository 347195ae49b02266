/* SPDX-License-Identifier: MIT */
/* The tables of a binary as data, for the contract tests; tests/contract/dump.schema.json describes the form. */
#ifndef BIHUAN_APP_API_DUMP_H
#define BIHUAN_APP_API_DUMP_H

#include "app/app.h"

/** Routes, field tables, problems, events, settings and metrics as one JSON object on standard output. */
void api_dump(const struct service *service);
/** The named statements of the service and of the platform, [{name, sql, params}], on standard output. */
void api_dump_statements(const struct service *service);

#endif
