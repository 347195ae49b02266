/* SPDX-License-Identifier: MIT */
/* Media types by magic numbers: one row a type, first match wins. */
#include "base/str.h"
#include "files/files.h"

#include <string.h>

struct magic {
    size_t offset;
    const char *bytes;
    size_t n;
    const char *type;
    const char *inside; /* must also stand somewhere in the first 4 KiB */
};

#define MAGIC(offset, bytes, type, inside)                                                                   \
    {                                                                                                        \
        offset, bytes, sizeof(bytes) - 1, type, inside                                                       \
    }

static const struct magic magics[] = {
    MAGIC(0, "%PDF-", "application/pdf", NULL),
    MAGIC(0, "\xFF\xD8\xFF", "image/jpeg", NULL),
    MAGIC(0, "\x89PNG\r\n\x1A\n", "image/png", NULL),
    MAGIC(0, "GIF8", "image/gif", NULL),
    MAGIC(8, "WEBP", "image/webp", NULL),
    MAGIC(0, "II*\0", "image/tiff", NULL),
    MAGIC(0, "MM\0*", "image/tiff", NULL),
    MAGIC(4, "ftypheic", "image/heic", NULL),
    MAGIC(4, "ftyp", "video/mp4", NULL),
    MAGIC(0, "PK\3\4", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"),
    MAGIC(0, "PK\3\4", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"),
    MAGIC(0, "PK\3\4", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"),
    MAGIC(0, "PK\3\4", "application/ofd", "OFD.xml"),
    MAGIC(0, "PK\3\4", "application/zip", NULL),
    MAGIC(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage", NULL),
    MAGIC(0, "7z\xBC\xAF\x27\x1C", "application/x-7z-compressed", NULL),
};

enum { LOOK = 4096 };

static bool contains(const char *data, size_t n, const char *what)
{
    size_t len = strlen(what);

    for (size_t i = 0; i + len <= n && i < LOOK; i++)
        if (memcmp(data + i, what, len) == 0)
            return true;
    return false;
}

static bool has_controls(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 && !strchr("\t\n\r\f", s[i]))
            return true;
    return false;
}

/* Plain text is taken, markup and scripts are not: a browser could run them. */
static const char *sniff_text(const char *data, size_t n)
{
    static const char *const refused[] = {"<html",   "<HTML", "<!DOCTYPE", "<!doctype", "<svg",
                                          "<script", "<?php", "#!",        NULL};

    if (!str_is_utf8(data, n) || has_controls(data, n))
        return NULL;
    for (const char *const *r = refused; *r; r++)
        if (contains(data, n < 1024 ? n : 1024, *r))
            return NULL;
    return "text/plain; charset=utf-8";
}

const char *file_sniff(const void *data, size_t n)
{
    for (size_t i = 0; i < ARRAY_LEN(magics); i++) {
        const struct magic *m = &magics[i];
        if (n >= m->offset + m->n && memcmp((const char *)data + m->offset, m->bytes, m->n) == 0 &&
            (!m->inside || contains(data, n, m->inside)))
            return m->type;
    }
    return sniff_text(data, n);
}
