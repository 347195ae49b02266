/* SPDX-License-Identifier: MIT */
/* Where a notice is given (公示渠道): what is internal is told to the units alone (B.1 secrecy, B.9). Pure. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_PUBLICITY_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_PUBLICITY_H

#include "issues/domain/issue_codes.h"
#include <stdbool.h>

/* A notice begins within so many days of its decision and ends within so many of its start: its issue waits for it. */
#define ISSUE_NOTICE_DAYS_MAX 60

/** Whether a notice of such an issue may run on these channels (bits of enum issue_notice_channel): an internal one on
 *  internal channels alone, a public one on one at least that reaches the public. No channel is no notice. */
bool issue_channels_fit(enum issue_secrecy secrecy, unsigned channels);

#endif
