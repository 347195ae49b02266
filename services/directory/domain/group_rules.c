/* SPDX-License-Identifier: MIT */
/* How many of which post and which sections a leading group has. */
#include "directory/domain/group_rules.h"

#include "base/date.h"
#include "base/str.h"

static const struct {
    const char *role;
    size_t least, most;
} posts[] = {
    {"HEAD",        1, 1 },
    {"EXEC_DEPUTY", 1, 1 },
    {"DEPUTY",      1, 20},
};

static const char *const sections[] = {"OFFICE", "RECTIFY", "SUPERVISE", "ACCOUNT", "PUBLICITY"};

static size_t count(const char *const *items, size_t n, const char *what)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++)
        found += str_eq(items[i], what);
    return found;
}

int group_check_posts(const char *const *roles, size_t n, struct problem *err)
{
    for (size_t i = 0; i < ARRAY_LEN(posts); i++) {
        size_t found = count(roles, n, posts[i].role);
        if (found < posts[i].least || found > posts[i].most)
            problem_field(err, "/members", "count", "%zu of %s, must be %zu..%zu", found, posts[i].role,
                          posts[i].least, posts[i].most);
    }
    return problem_fields_check(err);
}

int group_check_sections(const char *const *kinds, size_t n, struct problem *err)
{
    for (size_t i = 0; i < ARRAY_LEN(sections); i++)
        if (count(kinds, n, sections[i]) != 1)
            problem_field(err, "/sections", "count", "%s must stand exactly once", sections[i]);
    return problem_fields_check(err);
}

int group_check_end(int32_t established_on, int32_t dissolved_on, int32_t today, struct problem *err)
{
    if (dissolved_on == DATE_NONE)
        return 0;
    if (dissolved_on < established_on)
        problem_field(err, "/dissolved_on", "range", "it was established later");
    if (dissolved_on > today)
        problem_field(err, "/dissolved_on", "future", "that day has not come");
    return problem_fields_check(err);
}
