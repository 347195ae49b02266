/* SPDX-License-Identifier: MIT */
/* Temporary files. */
#include "files/temp.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int temp_open(const char *dir, int *ret_fd, struct problem *err)
{
    char path[PATH_MAX];
    int fd = str_format(path, sizeof path, "%s/bihuan-made.XXXXXX", dir) ? mkstemp(path) : -1;

    if (fd < 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot make a temporary file in %s: %s", dir,
                             strerror(errno));
    (void)unlink(path);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    *ret_fd = fd;
    return 0;
}

int temp_clear(int fd, struct problem *err)
{
    if (ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0)
        return 0;
    return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot empty a temporary file: %s", strerror(errno));
}

int temp_write(int fd, const void *data, size_t n, struct problem *err)
{
    const char *at = data;

    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot write a temporary file: %s",
                                 strerror(errno));
        at += done;
        n -= (size_t)done;
    }
    return 0;
}
