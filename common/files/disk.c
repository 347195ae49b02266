/* SPDX-License-Identifier: MIT */
/* Contents as files root/ab/cd/<sha256>: written aside, synced, then renamed into place, so that a name never has half
 * a file. The directories on the way are synced each time, as another process may have made them and not come so far. A
 * file's time is when somebody last stored it, by the service's clock: sweep.c goes by it. */
#include "files/files.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { TRIES = 100 };

void sha256_format(const void *data, size_t n, char out[SHA256_TEXT])
{
    unsigned char digest[32];

    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, data, n, digest) < 0)
        abort();
    str_hex(digest, sizeof digest, out);
}

static int fail(struct problem *err, const char *what, const char *path)
{
    return problem_cause(err, PROBLEM_INTERNAL, "%s %s: %s", what, path, strerror(errno));
}

int disk_check_room(const char *root, size_t n, int64_t free_mib, struct problem *err)
{
    struct statvfs s;

    if (statvfs(root, &s) < 0)
        return fail(err, "statvfs", root);
    if ((uint64_t)s.f_bavail * s.f_frsize >= (uint64_t)n + ((uint64_t)free_mib << 20))
        return 0;
    return problem_fail(err, PROBLEM_UNAVAILABLE,
                        "the disk for files is full; whoever operates it has to make room");
}

/* root/ab/cd, made when missing. */
static int directory_of(const char *root, const char *sha256, char out[PATH_MAX], struct problem *err)
{
    (void)snprintf(out, PATH_MAX, "%s/%.2s", root, sha256);
    if (mkdir(out, 0700) < 0 && errno != EEXIST)
        return fail(err, "mkdir", out);
    (void)snprintf(out, PATH_MAX, "%s/%.2s/%.2s", root, sha256, sha256 + 2);
    if (mkdir(out, 0700) < 0 && errno != EEXIST)
        return fail(err, "mkdir", out);
    return 0;
}

static int write_all(int fd, const char *data, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, data, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return -1;
        data += done;
        n -= (size_t)done;
    }
    return 0;
}

static int sync_directory(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int done = fd < 0 ? -1 : fsync(fd);

    if (fd >= 0)
        (void)close(fd);
    return done;
}

/* root/ab/cd, root/ab and root. */
static int sync_way(const char *root, const char *sha256, const char *dir, struct problem *err)
{
    char first[PATH_MAX];

    (void)snprintf(first, sizeof first, "%.4000s/%.2s", root, sha256);
    if (sync_directory(dir) < 0 || sync_directory(first) < 0 || sync_directory(root) < 0)
        return fail(err, "sync", dir);
    return 0;
}

static void times_of(int64_t now_us, struct timespec times[2])
{
    times[0] = times[1] = (struct timespec){now_us / 1000000, now_us % 1000000 * 1000};
}

/* 1 when the file was swept away before it had its name and its time: it is as old as the clock of the machine says,
 * and a service may have another. */
static int put_new(const char *dir, const char *path, const void *data, size_t n, int64_t now_us,
                   struct problem *err)
{
    struct timespec times[2];
    char temp[PATH_MAX];

    times_of(now_us, times);
    (void)snprintf(temp, sizeof temp, "%.4000s/.new-XXXXXX", dir);
    int fd = mkstemp(temp);
    if (fd < 0)
        return fail(err, "mkstemp", temp);
    int failed = write_all(fd, data, n) < 0 || futimens(fd, times) < 0 || fsync(fd) < 0;
    failed |= close(fd) < 0;
    if (failed || rename(temp, path) < 0) {
        int because = errno;
        (void)unlink(temp);
        errno = because;
        return !failed && because == ENOENT ? 1 : fail(err, "write", path);
    }
    return 0;
}

static int put(const char *dir, const char *path, const void *data, size_t n, int64_t now_us,
               struct problem *err)
{
    for (int tries = 0; tries < TRIES; tries++) {
        int done = put_new(dir, path, data, n, now_us, err);
        if (done <= 0)
            return done;
    }
    return fail(err, "rename", path);
}

/* It is there, whole, and a sweep that comes now knows that somebody counts on it. */
static bool is_kept(const char *path, size_t n, int64_t now_us)
{
    struct timespec times[2];
    struct stat st;

    times_of(now_us, times);
    return stat(path, &st) == 0 && st.st_size == (off_t)n && utimensat(AT_FDCWD, path, times, 0) == 0;
}

static int disk_put(const char *root, const char *sha256, const void *data, size_t n, int64_t now_us,
                    struct problem *err)
{
    char dir[PATH_MAX], path[PATH_MAX + SHA256_TEXT];

    if (directory_of(root, sha256, dir, err) < 0)
        return -1;
    (void)snprintf(path, sizeof path, "%s/%s", dir, sha256);
    if (!is_kept(path, n, now_us) && put(dir, path, data, n, now_us, err) < 0)
        return -1;
    return sync_way(root, sha256, dir, err);
}

static int disk_open(const char *root, const char *sha256, int *ret_fd, int64_t *ret_size,
                     struct problem *err)
{
    char path[PATH_MAX];
    struct stat st;

    (void)snprintf(path, sizeof path, "%.3900s/%.2s/%.2s/%.64s", root, sha256, sha256 + 2, sha256);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return problem_fail(err, PROBLEM_NOT_FOUND, "the content %.12s... is not stored", sha256);
    if (fd < 0 || fstat(fd, &st) < 0) {
        if (fd >= 0)
            (void)close(fd);
        return fail(err, "open", path);
    }
    *ret_fd = fd;
    *ret_size = st.st_size;
    return 0;
}

const struct file_backend file_backend_disk = {"disk", disk_put, disk_open, disk_sweep};
