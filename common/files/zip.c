/* SPDX-License-Identifier: MIT */
/* The only file that knows libarchive. */
#include "files/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

struct zip {
    struct arena *arena;
    struct archive *archive;
    int64_t made_us;
    char block[BLOCK];
};

static int fail(const struct zip *z, const char *name, struct problem *err)
{
    const char *why = archive_error_string(z->archive);

    return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot pack %s: %s", name, why ? why : "no reason given");
}

static void free_archive(void *zip)
{
    struct zip *z = zip;

    if (z->archive)
        (void)archive_write_free(z->archive);
    z->archive = NULL;
}

int zip_open(struct arena *a, int fd, int64_t made_us, struct zip **ret, struct problem *err)
{
    struct zip *z = arena_alloc(a, sizeof *z);

    z->arena = a;
    z->made_us = made_us;
    z->archive = archive_write_new();
    if (!z->archive)
        return problem_cause(err, PROBLEM_INTERNAL, "archive_write_new failed");
    arena_defer(a, free_archive, z);
    if (archive_write_set_format_zip(z->archive) != ARCHIVE_OK ||
        archive_write_zip_set_compression_deflate(z->archive) != ARCHIVE_OK ||
        archive_write_set_bytes_in_last_block(z->archive, 1) != ARCHIVE_OK ||
        archive_write_open_fd(z->archive, fd) != ARCHIVE_OK)
        return fail(z, "the archive", err);
    *ret = z;
    return 0;
}

static int begin(struct zip *z, const char *name, int64_t size, struct problem *err)
{
    struct archive_entry *e = archive_entry_new();
    int done;

    if (!e)
        return problem_cause(err, PROBLEM_INTERNAL, "archive_entry_new failed");
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, size);
    archive_entry_set_mtime(e, (time_t)(z->made_us / 1000000), 0);
    done = archive_write_header(z->archive, e);
    archive_entry_free(e);
    return done == ARCHIVE_OK ? 0 : fail(z, name, err);
}

static int write_all(struct zip *z, const char *name, const void *data, size_t n, struct problem *err)
{
    return archive_write_data(z->archive, data, n) == (la_ssize_t)n ? 0 : fail(z, name, err);
}

int zip_add(struct zip *z, const char *name, const void *data, size_t n, struct problem *err)
{
    if (begin(z, name, (int64_t)n, err) < 0)
        return -1;
    return write_all(z, name, data, n, err);
}

int zip_add_fd(struct zip *z, const char *name, int fd, int64_t size, struct problem *err)
{
    if (begin(z, name, size, err) < 0)
        return -1;
    while (size > 0) {
        ssize_t n = read(fd, z->block, size < BLOCK ? (size_t)size : BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return problem_cause(err, PROBLEM_INTERNAL, "%s: %s", name,
                                 n < 0 ? strerror(errno) : "shorter than when it was stored");
        if (write_all(z, name, z->block, (size_t)n, err) < 0)
            return -1;
        size -= n;
    }
    return 0;
}

int zip_close(struct zip *z, struct problem *err)
{
    if (archive_write_close(z->archive) != ARCHIVE_OK)
        return fail(z, "the directory", err);
    free_archive(z);
    return 0;
}
