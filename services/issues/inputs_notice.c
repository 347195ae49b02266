/* SPDX-License-Identifier: MIT */
/* Lists of channels. */
#include "issues/inputs_notice.h"

#include "issues/domain/issue_codes.h"

struct notice_channel {
    struct field_mask mask;
    const char *value;
};
static const struct field notice_channel_fields[] = {
    {"", FIELD_ENUM, 0, offsetof(struct notice_channel, value), 0, 0, issue_notice_channel_values, NULL, 0},
    {0},
};
const struct field_table notice_channel_table = {"NoticeChannel", notice_channel_fields,
                                                 sizeof(struct notice_channel)};

unsigned notice_channels(const struct field_list *list)
{
    const struct notice_channel *words = list->items;
    unsigned bits = 0;

    for (size_t i = 0; i < list->n; i++)
        bits |= 1u << (unsigned)code_find(issue_notice_channel_codes, words[i].value);
    return bits;
}
