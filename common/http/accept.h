/* SPDX-License-Identifier: MIT */
/* Content negotiation (RFC 9110, 12): Accept and Accept-Language with q-values, pure. */
#ifndef BIHUAN_HTTP_ACCEPT_H
#define BIHUAN_HTTP_ACCEPT_H

#include <stdbool.h>

/** `type` (its parameters do not count) may be sent to a caller with this Accept header; NULL accepts everything. The
 *  most specific range decides, so that a range with q=0 refuses. */
bool accept_allows(const char *accept, const char *type);
/** English is wanted more than Chinese; Chinese when the header is absent, equal or names neither. */
bool accept_prefers_english(const char *accept_language);
/** The media type `header` names, parameters left aside, is `type`. */
bool media_type_is(const char *header, const char *type);

#endif
