/* SPDX-License-Identifier: MIT */
/* Our own public keys, as every service reads them. */
#ifndef BIHUAN_APP_KEYS_H
#define BIHUAN_APP_KEYS_H

#include "base/attr.h"
#include "base/str.h"

/** The read of a struct own_keys; `app` is a struct app. */
int app_read_own_keys(void *app, struct buf *out) MUST_CHECK;

#endif
