/* SPDX-License-Identifier: MIT */
/* JWKS documents from the database, over HTTP and from files. */
#include "auth/key_source.h"
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

enum { SOURCE_MAX = 1 << 20, FETCH_MS = 3000 };

static bool is_url(const char *source)
{
    return str_starts(source, "http://") || str_starts(source, "https://");
}

static bool is_database(const char *source)
{
    return str_eq(source, "database");
}

bool key_source_is_file(const char *source)
{
    return !is_url(source) && !is_database(source);
}

static size_t append(char *data, size_t size, size_t n, void *arg)
{
    struct buf *out = arg;

    n *= size;
    if (out->len + n > SOURCE_MAX)
        return 0; /* ends the transfer */
    buf_add_n(out, data, n);
    return n;
}

/* Called about once a second while a transfer waits. */
static int on_progress(void *arg, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now)
{
    const atomic_bool *ending = arg;

    (void)total;
    (void)now;
    (void)up_total;
    (void)up_now;
    return atomic_load(ending) ? 1 : 0;
}

/* No redirects: the configured place is the one that is trusted. */
static int read_url(const char *url, const atomic_bool *ending, struct buf *out)
{
    CURL *curl = curl_easy_init();
    long status = 0;
    bool ok;

    if (!curl)
        return -1;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)FETCH_MS);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, (void *)(uintptr_t)ending);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, out);
    ok = curl_easy_perform(curl) == CURLE_OK &&
         curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status == 200;
    curl_easy_cleanup(curl);
    return ok ? 0 : -1;
}

static int read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "re");
    char block[4096];
    size_t n;

    if (!f)
        return -1;
    while (out->len <= SOURCE_MAX && (n = fread(block, 1, sizeof block, f)) > 0)
        buf_add_n(out, block, n);
    (void)fclose(f);
    return out->len > 0 && out->len <= SOURCE_MAX ? 0 : -1;
}

int key_source_read(const char *source, const struct own_keys *own, const atomic_bool *ending,
                    struct buf *out)
{
    if (is_database(source))
        return own && own->read ? own->read(own->arg, out) : -1;
    return is_url(source) ? read_url(source, ending, out) : read_file(source, out);
}
