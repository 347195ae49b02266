/* SPDX-License-Identifier: MIT */
/* Writes a ZIP archive (stored, not compressed: evidence is pictures and PDFs) to a file that can be sought. */
#ifndef BIHUAN_ISSUES_STORE_ZIP_H
#define BIHUAN_ISSUES_STORE_ZIP_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stdint.h>
#include <stdio.h>

struct zip_entry;

struct zip {
    struct arena *arena;
    FILE *file;
    struct zip_entry *first, **end;
    uint16_t n;
    uint16_t date, time; /* of all entries, in the form of DOS */
};

/** `day` of base/date.h stamps every entry, so that the same record gives the same bytes on one day. */
void zip_open(struct zip *z, struct arena *a, FILE *file, int32_t day);
int zip_add(struct zip *z, const char *name, const void *data, size_t n, struct problem *err) MUST_CHECK;
/** The rest of an open descriptor. */
int zip_add_fd(struct zip *z, const char *name, int fd, struct problem *err) MUST_CHECK;
/** The directory at the end. CONFLICT when the archive outgrew what the format holds (4 GiB, 65 535 files). */
int zip_close(struct zip *z, struct problem *err) MUST_CHECK;

#endif
