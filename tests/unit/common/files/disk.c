/* SPDX-License-Identifier: MIT */
/* What a stored content survives: every directory on its way is synced, whoever made it. And what a sweep takes, and
 * leaves. */
#include "base/str.h"
#include "files/files.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH = 256 };
#define DAY_US (86400 * INT64_C(1000000))
#define NOW_US (INT64_C(1780000000) * 1000000)

static char root[PATH], synced[8][PATH];
static int n_synced;
static int sweeps; /* so many unfinished files are swept away while they are written */

/* In the place of libc's: notes what was synced. */
int fsync(int fd)
{
    char link[64];
    ssize_t n;

    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, synced[n_synced % 8], PATH - 1);
    synced[n_synced % 8][n > 0 ? n : 0] = '\0';
    if (sweeps > 0 && strstr(synced[n_synced % 8], "/.new-")) {
        sweeps--;
        (void)unlink(synced[n_synced % 8]);
    }
    n_synced++;
    return 0;
}

static int begin(void **state)
{
    (void)state;
    (void)snprintf(root, sizeof root, "/var/tmp/bihuan-unit-files.XXXXXX");
    n_synced = 0;
    return mkdtemp(root) ? 0 : -1;
}

static int end(void **state)
{
    char command[PATH + 16];

    (void)state;
    (void)snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}

static void put(const char *text, int64_t now_us, char sha256[SHA256_TEXT])
{
    struct problem err = {0};

    sha256_format(text, strlen(text), sha256);
    if (file_backend_disk.put(root, sha256, text, strlen(text), now_us, &err) < 0)
        fail_msg("%s", err.cause);
}

static bool is_there(const char *sha256)
{
    struct problem err = {0};
    int64_t size;
    int fd;

    if (file_backend_disk.open(root, sha256, &fd, &size, &err) < 0)
        return false;
    (void)close(fd);
    return true;
}

static bool was_synced(const char *path)
{
    for (int i = 0; i < n_synced && i < 8; i++)
        if (str_eq(synced[i], path))
            return true;
    return false;
}

/* Once when it is written, and once when it is there already: another process may not have come so far yet. */
static void every_directory_on_the_way_is_synced(void **state)
{
    char sha256[SHA256_TEXT], first[PATH + 8], second[PATH + 8];
    (void)state;

    for (int i = 0; i < 2; i++) {
        n_synced = 0;
        put("content", NOW_US, sha256);
        (void)snprintf(first, sizeof first, "%s/%.2s", root, sha256);
        (void)snprintf(second, sizeof second, "%s/%.2s/%.2s", root, sha256, sha256 + 2);
        assert_true(was_synced(second));
        assert_true(was_synced(first));
        assert_true(was_synced(root));
    }
}

/* The first name of each batch that begins like this has a row. */
static int known(void *arg, struct file_names *batch, struct problem *err)
{
    (void)err;
    for (size_t i = 0; i < batch->n; i++)
        batch->is_known[i] = str_eq(batch->names[i], arg);
    return 0;
}

static int64_t sweep(char *kept)
{
    struct problem err = {0};
    int64_t removed;

    assert_int_equal(file_backend_disk.sweep(root, NOW_US - DAY_US, known, kept, &removed, &err), 0);
    return removed;
}

static void a_sweep_takes_what_is_old_and_unknown(void **state)
{
    char kept[SHA256_TEXT], orphan[SHA256_TEXT], fresh[SHA256_TEXT], again[SHA256_TEXT], path[PATH + 32];
    struct timespec old[2] = {
        {1000, 0},
        {1000, 0}
    };
    (void)state;

    put("kept", NOW_US - 2 * DAY_US, kept);
    put("orphan", NOW_US - 2 * DAY_US, orphan);
    put("fresh", NOW_US - DAY_US / 2, fresh);
    put("again", NOW_US - 2 * DAY_US, again);
    put("again", NOW_US, again); /* uploaded once more: its row may be on the way */
    (void)snprintf(path, sizeof path, "%s/%.2s/%.2s/.new-abcdef", root, kept, kept + 2);
    assert_int_equal(close(open(path, O_CREAT | O_WRONLY, 0600)), 0);
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
    assert_int_equal(sweep(kept), 2);
    assert_int_equal(access(path, F_OK), -1);
    assert_true(is_there(kept) && is_there(fresh) && is_there(again));
    assert_false(is_there(orphan));
    put("orphan", NOW_US, orphan);
    assert_true(is_there(orphan));
    assert_int_equal(sweep(kept), 0);
}

/* A sweep by another clock takes an unfinished file for one that a crash left. */
static void what_is_swept_away_unfinished_is_written_again(void **state)
{
    char sha256[SHA256_TEXT];
    (void)state;

    sweeps = 2;
    put("content", NOW_US, sha256);
    assert_int_equal(sweeps, 0);
    assert_true(is_there(sha256));
}

static void an_empty_or_missing_place_is_no_fault(void **state)
{
    (void)state;
    assert_int_equal(sweep(root), 0);
    assert_int_equal(rmdir(root), 0);
    assert_int_equal(sweep(root), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_directory_on_the_way_is_synced, begin, end),
        cmocka_unit_test_setup_teardown(a_sweep_takes_what_is_old_and_unknown, begin, end),
        cmocka_unit_test_setup_teardown(what_is_swept_away_unfinished_is_written_again, begin, end),
        cmocka_unit_test_setup_teardown(an_empty_or_missing_place_is_no_fault, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
