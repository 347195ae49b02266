/* SPDX-License-Identifier: MIT */
/* The list of channels of a notice, as requests write it. */
#ifndef BIHUAN_ISSUES_INPUTS_NOTICE_H
#define BIHUAN_ISSUES_INPUTS_NOTICE_H

#include "issues/inputs.h"

/* A word of such a list. */
extern const struct field_table notice_channel_table;

/** The bits of enum issue_notice_channel that a list names. */
unsigned notice_channels(const struct field_list *list);

#endif
