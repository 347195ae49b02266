/* SPDX-License-Identifier: MIT */
/* File contents by their SHA-256, behind an interface: a directory on disk today, an object store tomorrow.
 *
 * Content is written once, whole and synced before anyone can refer to it; equal content is stored once. The type is
 * told from the bytes, never from the name. */
#ifndef BIHUAN_FILES_FILES_H
#define BIHUAN_FILES_FILES_H

#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FILE_MAX = 32 << 20, SHA256_TEXT = 65, FILE_NAMES = 256 };

/* Names of stored contents, of which it is asked whether somebody refers to them. */
struct file_names {
    size_t n;
    char names[FILE_NAMES][SHA256_TEXT];
    bool is_known[FILE_NAMES];
};

/** Marks the known ones of a batch. */
typedef int file_known_fn(void *arg, struct file_names *batch, struct problem *err);

/* A place that keeps contents. All functions are thread-safe, and so are several processes that share the place. */
struct file_backend {
    const char *name;
    /* Stores `n` bytes as `sha256`; storing what is there already is no error. `now_us` (since 1970) is when somebody
     * wanted it last. */
    int (*put)(const char *root, const char *sha256, const void *data, size_t n, int64_t now_us,
               struct problem *err);
    /* An open descriptor for reading, and the size. PROBLEM_NOT_FOUND when there is no such content. */
    int (*open)(const char *root, const char *sha256, int *ret_fd, int64_t *ret_size, struct problem *err);
    /* Removes contents that nobody wanted since `before_us` and that `known` does not mark, and what was left half
     * written before then. */
    int (*sweep)(const char *root, int64_t before_us, file_known_fn *known, void *arg, int64_t *ret_removed,
                 struct problem *err);
};

extern const struct file_backend file_backend_disk;

/** sweep() of the disk. */
int disk_sweep(const char *root, int64_t before_us, file_known_fn *known, void *arg, int64_t *ret_removed,
               struct problem *err) MUST_CHECK;

/** Whether `n` bytes more leave `free_mib` MiB free on the disk of `root`; UNAVAILABLE where they do not, so that callers
 *  do not fill a disk that others need. */
int disk_check_room(const char *root, size_t n, int64_t free_mib, struct problem *err) MUST_CHECK;

/** Lower-case hex SHA-256 of `n` bytes. */
void sha256_format(const void *data, size_t n, char out[SHA256_TEXT]);
/** The media type of content that may be evidence (documents, pictures, video, tables, archives, text), or NULL for
 *  anything else: programs, scripts, HTML and SVG are not taken. */
const char *file_sniff(const void *data, size_t n);

#endif
