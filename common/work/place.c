/* SPDX-License-Identifier: MIT */
/* The files of jobs. */
#include "work/place.h"

#include "base/str.h"
#include "files/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { KEPT_SECONDS = 3 * 24 * 3600 };

static bool path_of(const struct app *app, const char *id, int64_t attempt, char out[PATH_MAX])
{
    return str_format(out, PATH_MAX, "%s/jobs/%s.%lld", app->config.files_dir, id, (long long)attempt);
}

int work_check_room(const struct app *app, size_t n, struct problem *err)
{
    return disk_check_room(app->config.files_dir, n, app->config.files_free_mib, err);
}

int work_file_new(const struct app *app, const char *id, int64_t attempt, int *ret_fd, struct problem *err)
{
    char path[PATH_MAX];
    int fd = -1;

    if (str_format(path, sizeof path, "%s/jobs", app->config.files_dir) &&
        (mkdir(path, 0700) == 0 || errno == EEXIST) && path_of(app, id, attempt, path))
        fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot make %s: %s", path, strerror(errno));
    *ret_fd = fd;
    return 0;
}

int work_file_open(const struct app *app, const char *id, int64_t attempt, int *ret_fd, struct problem *err)
{
    char path[PATH_MAX];
    int fd = path_of(app, id, attempt, path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;

    if (fd < 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "the job's file is not kept any more");
    *ret_fd = fd;
    return 0;
}

void work_file_remove(const struct app *app, const char *id, int64_t attempt)
{
    char path[PATH_MAX];

    if (path_of(app, id, attempt, path))
        (void)unlink(path);
}

void work_files_sweep(const struct app *app)
{
    char path[PATH_MAX];
    DIR *dir = str_format(path, sizeof path, "%s/jobs", app->config.files_dir) ? opendir(path) : NULL;
    struct stat st;

    for (const struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir))
        if (fstatat(dirfd(dir), e->d_name, &st, 0) == 0 && S_ISREG(st.st_mode) &&
            st.st_mtime < time(NULL) - KEPT_SECONDS)
            (void)unlinkat(dirfd(dir), e->d_name, 0);
    if (dir)
        (void)closedir(dir);
}
