/* SPDX-License-Identifier: MIT */
/* Bodies in files: a mapping is reserved for the largest body there may be, the file grows under it, and pages are let
 * go of by laying the same part of the file there anew. */
#include "http/spool.h"
#include "base/str.h"
#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LEFTOVER "bihuan-body."

enum { SPOOL_FROM = 256 * 1024, STEP = 1024 * 1024, GROW = 4 * STEP, PATH_TEXT = 512 };

struct spooled {
    struct spooled *next;
    char *data;
    int fd;                    /* of the file, or -1: what is written here is lost */
    size_t n, room, forgotten; /* bytes: of the body, of the file, in front that were let go of */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct spooled *spooled;
static const char *directory;
static size_t reserved, page;
static int zero = -1; /* what a body that has no room lies over */

/* A process that died between making a file and taking its name away left it. Nobody needs a minute for that. */
static void clear_leftovers(void)
{
    DIR *dir = opendir(directory);
    char path[PATH_TEXT];
    struct stat st;

    for (const struct dirent *entry; dir && (entry = readdir(dir));)
        if (str_starts(entry->d_name, LEFTOVER) &&
            str_format(path, sizeof path, "%s/%s", directory, entry->d_name) && lstat(path, &st) == 0 &&
            S_ISREG(st.st_mode) && st.st_uid == geteuid() && st.st_mtim.tv_sec < time(NULL) - 60)
            (void)unlink(path);
    if (dir)
        (void)closedir(dir);
}

void spool_init(const char *dir, size_t most)
{
    page = (size_t)sysconf(_SC_PAGESIZE);
    directory = dir;
    reserved = (most + page - 1) / page * page;
    if (zero < 0)
        zero = open("/dev/zero", O_RDWR | O_CLOEXEC);
    if (zero < 0)
        abort();
    clear_leftovers();
}

/* ---- one body */

static int make_file(void)
{
    char path[PATH_TEXT];
    int fd;

    if (!str_format(path, sizeof path, "%s/" LEFTOVER "XXXXXX", directory))
        return -1;
    fd = mkstemp(path);
    if (fd < 0)
        return -1;
    (void)unlink(path);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

/* The file, or nothing, shown from `from` up to `to`; as if none of it had been touched yet. */
static bool show(const struct spooled *s, size_t from, size_t to)
{
    int flags = MAP_FIXED | (s->fd < 0 ? MAP_PRIVATE : MAP_SHARED);

    return mmap(s->data + from, to - from, PROT_READ | PROT_WRITE, flags, s->fd < 0 ? zero : s->fd,
                s->fd < 0 ? 0 : (off_t)from) != MAP_FAILED;
}

static void lose(struct spooled *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    if (!show(s, 0, reserved))
        abort(); /* there was a mapping a moment ago */
}

/* The file is as long as the body before anybody writes there. */
static void make_room(struct spooled *s, size_t n)
{
    if (n <= s->room || s->fd < 0)
        return;
    s->room = (n + GROW - 1) / GROW * GROW;
    if (posix_fallocate(s->fd, 0, (off_t)s->room) != 0)
        lose(s);
}

static void forget(struct spooled *s, size_t n)
{
    size_t to = (n < s->n ? n : s->n) / page * page;

    if (to < s->forgotten) /* read once more from the start */
        s->forgotten = 0;
    if (to - s->forgotten >= STEP && show(s, s->forgotten, to))
        s->forgotten = to;
}

static struct spooled *spooled_new(const void *old, size_t n)
{
    struct spooled *s = calloc(1, sizeof *s);
    size_t had = old ? malloc_usable_size((void *)(uintptr_t)old) : 0;

    if (!s)
        return NULL;
    s->data = mmap(NULL, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
    if (s->data == MAP_FAILED) {
        free(s);
        return NULL;
    }
    s->fd = make_file();
    if (s->fd >= 0 && !show(s, 0, reserved))
        lose(s);
    make_room(s, n);
    if (had > 0)
        memcpy(s->data, old, had < n ? had : n);
    s->n = n;
    return s;
}

/* ---- all of them */

static struct spooled **find(const void *at)
{
    uintptr_t p = (uintptr_t)at;
    struct spooled **link = &spooled;

    while (*link && (p < (uintptr_t)(*link)->data || p - (uintptr_t)(*link)->data >= reserved))
        link = &(*link)->next;
    return link;
}

/* malloc() may give such an address too, so that this is a hint only; it spares most calls the lock. */
static bool may_be_spooled(const void *block)
{
    return block && page && (uintptr_t)block % page == 0;
}

/* False: it is none of these. */
static bool grow(void *block, size_t n, void **ret)
{
    struct spooled *s;

    pthread_mutex_lock(&lock);
    s = *find(block);
    *ret = s && n <= reserved ? s->data : NULL;
    if (*ret) {
        forget(s, s->n);
        make_room(s, n);
        s->n = n;
    }
    pthread_mutex_unlock(&lock);
    return s != NULL;
}

void *spool_realloc(void *old, size_t n)
{
    struct spooled *s;
    void *grown;

    if (may_be_spooled(old) && grow(old, n, &grown))
        return grown;
    if (!page || n <= SPOOL_FROM || n > reserved)
        return realloc(old, n);
    s = spooled_new(old, n);
    if (!s)
        return realloc(old, n);
    free(old);
    pthread_mutex_lock(&lock);
    s->next = spooled;
    spooled = s;
    pthread_mutex_unlock(&lock);
    return s->data;
}

void spool_free(void *block)
{
    struct spooled *s = NULL, **link;

    if (may_be_spooled(block)) {
        pthread_mutex_lock(&lock);
        link = find(block);
        s = *link;
        if (s)
            *link = s->next;
        pthread_mutex_unlock(&lock);
    }
    if (!s) {
        free(block);
        return;
    }
    (void)munmap(s->data, reserved);
    if (s->fd >= 0)
        close(s->fd);
    free(s);
}

void spool_forget(const char *data, size_t n)
{
    struct spooled *s;

    if (!page)
        return;
    pthread_mutex_lock(&lock);
    s = *find(data);
    if (s)
        forget(s, (size_t)(data - s->data) + n);
    pthread_mutex_unlock(&lock);
}

bool spool_is_lost(const void *body)
{
    bool lost = false;

    if (may_be_spooled(body)) {
        pthread_mutex_lock(&lock);
        const struct spooled *s = *find(body);
        lost = s && s->fd < 0;
        pthread_mutex_unlock(&lock);
    }
    return lost;
}
