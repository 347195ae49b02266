/* SPDX-License-Identifier: MIT */
/* Channels of notices. */
#include "issues/domain/issue_publicity.h"

/* Who a channel reaches. A channel without a row here reaches the units alone. */
static const bool reaches_public[ISSUE_CHANNEL_COUNT] = {
    [ISSUE_CHANNEL_GOV_SITE] = true,  [ISSUE_CHANNEL_TELEVISION] = true,   [ISSUE_CHANNEL_NEWSPAPER] = true,
    [ISSUE_CHANNEL_NEW_MEDIA] = true, [ISSUE_CHANNEL_NOTICE_BOARD] = true,
};

bool issue_channels_fit(enum issue_secrecy secrecy, unsigned channels)
{
    unsigned open = 0;

    for (unsigned i = 0; i < ISSUE_CHANNEL_COUNT; i++)
        if (reaches_public[i])
            open |= 1u << i;
    return channels != 0 &&
           (secrecy == ISSUE_SECRECY_PUBLIC ? (channels & open) != 0 : (channels & open) == 0);
}
