/* SPDX-License-Identifier: MIT */
/* ZIP by its specification (APPNOTE 6.3): local headers with data, then the central directory. */
#include "issues/store/zip.h"

#include "base/date.h"
#include <string.h>
#include <unistd.h>

enum {
    LOCAL = 0x04034b50,
    CENTRAL = 0x02014b50,
    END = 0x06054b50,
    VERSION = 20,
    UTF8_NAMES = 1 << 11,
    CRC_OFFSET = 14, /* of crc, size, size in a local header */
    CHUNK = 64 * 1024,
};

struct zip_entry {
    struct zip_entry *next;
    const char *name;
    uint32_t crc, size, at;
};

static uint32_t crc_update(uint32_t crc, const unsigned char *p, size_t n)
{
    crc = ~crc;
    while (n-- > 0) {
        crc ^= *p++;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

/* Little-endian fields of a record. */
struct record {
    unsigned char bytes[64];
    size_t n;
};

static void put16(struct record *r, uint32_t v)
{
    r->bytes[r->n++] = (unsigned char)(v & 0xff);
    r->bytes[r->n++] = (unsigned char)(v >> 8 & 0xff);
}

static void put32(struct record *r, uint32_t v)
{
    put16(r, v & 0xffff);
    put16(r, v >> 16);
}

static int write_all(struct zip *z, const void *data, size_t n, struct problem *err)
{
    if (fwrite(data, 1, n, z->file) != n)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "the temporary file is full");
    return 0;
}

void zip_open(struct zip *z, struct arena *a, FILE *file, int32_t day)
{
    int year, month, date;

    date_to_ymd(day, &year, &month, &date);
    *z = (struct zip){.arena = a, .file = file, .date = (uint16_t)((year - 1980) << 9 | month << 5 | date)};
    z->end = &z->first;
}

static void put_common(struct record *r, const struct zip *z, const struct zip_entry *e)
{
    put16(r, VERSION);
    put16(r, UTF8_NAMES);
    put16(r, 0); /* stored */
    put16(r, z->time);
    put16(r, z->date);
    put32(r, e->crc);
    put32(r, e->size);
    put32(r, e->size);
    put16(r, (uint32_t)strlen(e->name));
    put16(r, 0);
}

static int begin(struct zip *z, const char *name, struct zip_entry **ret, struct problem *err)
{
    struct zip_entry *e = arena_alloc(z->arena, sizeof(*e));
    struct record r = {.n = 0};
    long at = ftell(z->file);

    if (at < 0 || at > INT32_MAX || z->n == UINT16_MAX)
        return problem_fail(err, PROBLEM_CONFLICT, "the archive is too large");
    e->name = arena_strdup(z->arena, name);
    e->at = (uint32_t)at;
    *z->end = e;
    z->end = &e->next;
    z->n++;
    *ret = e;
    put32(&r, LOCAL);
    put_common(&r, z, e);
    if (write_all(z, r.bytes, r.n, err) < 0)
        return -1;
    return write_all(z, e->name, strlen(e->name), err);
}

/* The sum and size are known only now: they go back into the header. */
static int finish(struct zip *z, const struct zip_entry *e, struct problem *err)
{
    struct record r = {.n = 0};

    put32(&r, e->crc);
    put32(&r, e->size);
    put32(&r, e->size);
    if (fseek(z->file, (long)e->at + CRC_OFFSET, SEEK_SET) != 0 || write_all(z, r.bytes, r.n, err) < 0 ||
        fseek(z->file, 0, SEEK_END) != 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot write the archive");
    return 0;
}

int zip_add(struct zip *z, const char *name, const void *data, size_t n, struct problem *err)
{
    struct zip_entry *e;

    if (begin(z, name, &e, err) < 0 || write_all(z, data, n, err) < 0)
        return -1;
    e->crc = crc_update(0, data, n);
    e->size = (uint32_t)n;
    return finish(z, e, err);
}

int zip_add_fd(struct zip *z, const char *name, int fd, struct problem *err)
{
    unsigned char *chunk = arena_alloc(z->arena, CHUNK);
    struct zip_entry *e;
    ssize_t n;

    if (begin(z, name, &e, err) < 0)
        return -1;
    while ((n = read(fd, chunk, CHUNK)) > 0) {
        if (write_all(z, chunk, (size_t)n, err) < 0)
            return -1;
        e->crc = crc_update(e->crc, chunk, (size_t)n);
        e->size += (uint32_t)n;
    }
    if (n < 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot read a file of the archive");
    return finish(z, e, err);
}

static int add_central(struct zip *z, const struct zip_entry *e, struct problem *err)
{
    struct record r = {.n = 0};

    put32(&r, CENTRAL);
    put16(&r, VERSION);
    put_common(&r, z, e);
    put16(&r, 0); /* comment */
    put16(&r, 0); /* disk */
    put16(&r, 0);
    put32(&r, 0);
    put32(&r, e->at);
    if (write_all(z, r.bytes, r.n, err) < 0)
        return -1;
    return write_all(z, e->name, strlen(e->name), err);
}

int zip_close(struct zip *z, struct problem *err)
{
    long from = ftell(z->file), to;
    struct record r = {.n = 0};

    for (const struct zip_entry *e = z->first; e; e = e->next)
        if (add_central(z, e, err) < 0)
            return -1;
    to = ftell(z->file);
    if (from < 0 || to < 0 || to > INT32_MAX)
        return problem_fail(err, PROBLEM_CONFLICT, "the archive is too large");
    put32(&r, END);
    put16(&r, 0);
    put16(&r, 0);
    put16(&r, z->n);
    put16(&r, z->n);
    put32(&r, (uint32_t)(to - from));
    put32(&r, (uint32_t)from);
    put16(&r, 0);
    if (write_all(z, r.bytes, r.n, err) < 0)
        return -1;
    return fflush(z->file) == 0 ? 0 : problem_cause(err, PROBLEM_UNAVAILABLE, "cannot write the archive");
}
