/* SPDX-License-Identifier: MIT */
/* Clears a directory of contents of what no row refers to: uploads whose transaction failed, and what a crash left half
 * written. */
#include "files/files.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEX_DIGITS = 64 };

struct sweep {
    const char *root;
    int64_t before_us;
    file_known_fn *known;
    void *arg;
    int64_t removed;
    struct file_names batch; /* of one directory root/ab, or a part of it */
};

static bool is_hex(const char *name, size_t n)
{
    return strlen(name) == n && strspn(name, "0123456789abcdef") == n;
}

/* Where "abcd..." lies; set aside for a moment when `aside` says so. */
static const char *path_of(const struct sweep *s, const char *sha256, const char *aside, char out[PATH_MAX])
{
    (void)snprintf(out, PATH_MAX, "%.3900s/%.2s/%.2s/%s%.64s", s->root, sha256, sha256 + 2, aside, sha256);
    return out;
}

static bool is_old(const struct sweep *s, const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
           (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000 < s->before_us;
}

/* An upload of the same content may come in at this moment. It says so by a new time of the file, before it counts on
 * it; so the file is first taken out of its sight, and brought back when the time is a new one. Later, the upload finds
 * nothing and writes its own. */
static void remove_content(struct sweep *s, const char *sha256)
{
    char path[PATH_MAX], aside[PATH_MAX];

    if (rename(path_of(s, sha256, "", path), path_of(s, sha256, ".old-", aside)) < 0)
        return;
    if (!is_old(s, aside))
        (void)rename(aside, path);
    else if (unlink(aside) == 0)
        s->removed++;
}

static int settle_batch(struct sweep *s, struct problem *err)
{
    struct file_names *batch = &s->batch;

    if (batch->n > 0 && s->known(s->arg, batch, err) < 0)
        return -1;
    for (size_t i = 0; i < batch->n; i++)
        if (!batch->is_known[i])
            remove_content(s, batch->names[i]);
    memset(batch, 0, sizeof *batch);
    return 0;
}

/* root/ab/cd: contents are judged, what was never finished (or set aside by a sweep that crashed) goes. */
static int look_at(struct sweep *s, const char *directory, const char *name, struct problem *err)
{
    char path[PATH_MAX];

    (void)snprintf(path, sizeof path, "%.4000s/%.80s", directory, name);
    if (!is_old(s, path))
        return 0;
    if (str_starts(name, ".new-") || str_starts(name, ".old-")) {
        s->removed += unlink(path) == 0;
        return 0;
    }
    if (!is_hex(name, HEX_DIGITS))
        return 0;
    (void)snprintf(s->batch.names[s->batch.n++], SHA256_TEXT, "%s", name);
    return s->batch.n == FILE_NAMES ? settle_batch(s, err) : 0;
}

typedef int visit_fn(struct sweep *s, const char *directory, const char *name, struct problem *err);

static int each_entry(struct sweep *s, const char *path, visit_fn *visit, struct problem *err)
{
    DIR *directory = opendir(path);
    int result = 0;

    if (!directory)
        return errno == ENOENT
                   ? 0
                   : problem_cause(err, PROBLEM_INTERNAL, "opendir %s: %s", path, strerror(errno));
    for (const struct dirent *entry; result == 0 && (entry = readdir(directory));)
        result = visit(s, path, entry->d_name, err);
    (void)closedir(directory);
    return result;
}

static int enter_second(struct sweep *s, const char *directory, const char *name, struct problem *err)
{
    char path[PATH_MAX];

    (void)snprintf(path, sizeof path, "%.4000s/%.80s", directory, name);
    return is_hex(name, 2) ? each_entry(s, path, look_at, err) : 0;
}

static int enter_first(struct sweep *s, const char *directory, const char *name, struct problem *err)
{
    char path[PATH_MAX];

    (void)snprintf(path, sizeof path, "%.4000s/%.80s", directory, name);
    return is_hex(name, 2) ? each_entry(s, path, enter_second, err) : 0;
}

int disk_sweep(const char *root, int64_t before_us, file_known_fn *known, void *arg, int64_t *ret_removed,
               struct problem *err)
{
    struct sweep s = {.root = root, .before_us = before_us, .known = known, .arg = arg};
    int result = each_entry(&s, root, enter_first, err);

    if (result == 0)
        result = settle_batch(&s, err);
    *ret_removed = s.removed;
    return result;
}
