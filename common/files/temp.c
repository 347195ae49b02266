/* SPDX-License-Identifier: MIT */
/* Temporary files. */
#include "files/temp.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int temp_open_named(const char *dir, char path[PATH_MAX], int *ret_fd, struct problem *err)
{
    int fd = str_format(path, PATH_MAX, "%s/bihuan-made.XXXXXX", dir) ? mkstemp(path) : -1;

    if (fd < 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot make a temporary file in %s: %s", dir,
                             strerror(errno));
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    *ret_fd = fd;
    return 0;
}

int temp_open(const char *dir, int *ret_fd, struct problem *err)
{
    char path[PATH_MAX];

    if (temp_open_named(dir, path, ret_fd, err) < 0)
        return -1;
    (void)unlink(path);
    return 0;
}
