/* SPDX-License-Identifier: MIT */
/* The signing keys of one issuer. A set of keys is immutable and counted; a fresh one replaces it. */
#include "auth/jwks.h"
#include "base/clock.h"
#include <curl/curl.h>
#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <rhonabwy.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 32, SOURCE_MAX = 1 << 20, FETCH_MS = 3000 };
static const int64_t first_retry_us = 1000000LL, retry_us = 10 * 1000000LL, stale_us = 300 * 1000000LL;

struct key {
    jwk_t *jwk;
    const char *kid; /* borrowed from jwk */
    const char *alg;
};

struct keyset {
    atomic_int refs;
    size_t n;
    struct key keys[KEYS_MAX];
};

struct jwks {
    char *source;
    pthread_mutex_t lock;     /* of `set` */
    pthread_mutex_t fetching; /* one reader of the source at a time */
    struct keyset *set;
    int64_t tried_us;        /* monotonic, under `fetching` */
    _Atomic int64_t read_us; /* 0: never */
};

/* -- key sets -- */

static void keyset_release(struct keyset *s)
{
    if (!s || atomic_fetch_sub(&s->refs, 1) > 1)
        return;
    for (size_t i = 0; i < s->n; i++)
        r_jwk_free(s->keys[i].jwk);
    free(s);
}

static struct keyset *keyset_take(struct jwks *k)
{
    struct keyset *s;

    pthread_mutex_lock(&k->lock);
    s = k->set;
    if (s)
        atomic_fetch_add(&s->refs, 1);
    pthread_mutex_unlock(&k->lock);
    return s;
}

/* The algorithm a key stands for; NULL for keys that sign no tokens here. */
static const char *alg_of(const json_t *jwk)
{
    static const char *const allowed[] = {"RS256", "RS384", "RS512", "PS256", "PS384",
                                          "PS512", "ES256", "ES384", "ES512", "EdDSA"};
    static const char *const by_type[][3] = {
        {"RSA", "",        "RS256"},
        {"EC",  "P-256",   "ES256"},
        {"EC",  "P-384",   "ES384"},
        {"EC",  "P-521",   "ES512"},
        {"OKP", "Ed25519", "EdDSA"},
    };
    const char *alg = json_string_value(json_object_get(jwk, "alg"));
    const char *kty = json_string_value(json_object_get(jwk, "kty"));
    const char *crv = json_string_value(json_object_get(jwk, "crv"));
    const char *use = json_string_value(json_object_get(jwk, "use"));
    const char *natural = NULL;

    if (!kty || (use && strcmp(use, "sig") != 0))
        return NULL;
    for (size_t i = 0; i < sizeof by_type / sizeof by_type[0]; i++)
        if (strcmp(kty, by_type[i][0]) == 0 &&
            (by_type[i][1][0] == '\0' || (crv && !strcmp(crv, by_type[i][1]))))
            natural = by_type[i][2];
    if (!natural || !alg)
        return natural; /* symmetric keys have no natural algorithm here and are left out whatever they say */
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        if (strcmp(alg, allowed[i]) == 0)
            return allowed[i];
    return NULL;
}

static void add_key(struct keyset *s, json_t *json)
{
    const char *alg = alg_of(json);
    jwk_t *jwk;

    if (!alg || s->n == KEYS_MAX || r_jwk_init(&jwk) != RHN_OK)
        return;
    if (r_jwk_import_from_json_t(jwk, json) != RHN_OK) {
        r_jwk_free(jwk);
        return;
    }
    s->keys[s->n++] = (struct key){jwk, r_jwk_get_property_str(jwk, "kid"), alg};
}

static struct keyset *parse_set(const char *text, size_t n)
{
    json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL), *json;
    json_t *keys = json_object_get(root, "keys");
    struct keyset *s = NULL;
    size_t i;

    if (json_is_array(keys)) {
        s = calloc(1, sizeof *s);
        if (!s)
            abort();
        s->refs = 1;
        json_array_foreach (keys, i, json)
            add_key(s, json);
    }
    json_decref(root);
    return s;
}

/* -- reading the source -- */

struct text {
    char *data;
    size_t len;
};

static size_t append(char *data, size_t size, size_t n, void *arg)
{
    struct text *t = arg;

    n *= size;
    if (t->len + n > SOURCE_MAX)
        return 0; /* ends the transfer */
    memcpy(t->data + t->len, data, n);
    t->len += n;
    return n;
}

static bool read_url(const char *url, struct text *t)
{
    CURL *curl = curl_easy_init();
    long status = 0;
    bool ok;

    if (!curl)
        return false;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)FETCH_MS);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
    ok = curl_easy_perform(curl) == CURLE_OK &&
         curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status == 200;
    curl_easy_cleanup(curl);
    return ok;
}

static bool read_file(const char *path, struct text *t)
{
    FILE *f = fopen(path, "re");

    if (!f)
        return false;
    t->len = fread(t->data, 1, SOURCE_MAX, f);
    (void)fclose(f);
    return t->len > 0;
}

static struct keyset *read_source(const char *source)
{
    struct text t = {malloc(SOURCE_MAX), 0};
    struct keyset *s = NULL;
    bool ok;

    if (!t.data)
        abort();
    ok = strncmp(source, "http://", 7) == 0 || strncmp(source, "https://", 8) == 0 ? read_url(source, &t)
                                                                                   : read_file(source, &t);
    if (ok)
        s = parse_set(t.data, t.len);
    free(t.data);
    return s;
}

static void put_set(struct jwks *k, struct keyset *fresh)
{
    struct keyset *old;

    pthread_mutex_lock(&k->lock);
    old = k->set;
    k->set = fresh;
    pthread_mutex_unlock(&k->lock);
    keyset_release(old);
}

/* Under `fetching`. What cannot be read leaves the old keys in force. */
static void read_again(struct jwks *k, int64_t now_us, int64_t older_than_us)
{
    int64_t read_us = atomic_load(&k->read_us);
    struct keyset *fresh;

    if (read_us > 0 && now_us - read_us < older_than_us)
        return; /* another thread has just done it */
    if (k->tried_us > 0 && now_us - k->tried_us < (read_us > 0 ? retry_us : first_retry_us))
        return;
    k->tried_us = now_us;
    fresh = read_source(k->source);
    if (!fresh)
        return;
    put_set(k, fresh);
    atomic_store(&k->read_us, now_us);
}

/* Old keys do for everyone else while one thread reads new ones; without the wanted key all wait for it. */
static void refresh(struct jwks *k, int64_t older_than_us)
{
    int64_t now = clock_monotonic_us(), read_us = atomic_load(&k->read_us);

    if (read_us > 0 && now - read_us < older_than_us)
        return;
    if (read_us > 0 && older_than_us > 0) {
        if (pthread_mutex_trylock(&k->fetching) != 0)
            return;
    } else {
        pthread_mutex_lock(&k->fetching);
    }
    read_again(k, now, older_than_us);
    pthread_mutex_unlock(&k->fetching);
}

/* -- checking -- */

static const struct key *find_key(const struct keyset *s, const char *kid)
{
    if (!kid)
        return s->n == 1 ? &s->keys[0] : NULL;
    for (size_t i = 0; i < s->n; i++)
        if (s->keys[i].kid && strcmp(s->keys[i].kid, kid) == 0)
            return &s->keys[i];
    return NULL;
}

static enum jwks_result check_with(const struct key *key, const char *alg, const char *token)
{
    enum jwks_result result = JWKS_BAD_SIGNATURE;
    jws_t *jws;

    if (strcmp(key->alg, alg) != 0)
        return JWKS_WRONG_ALG;
    if (r_jws_init(&jws) != RHN_OK)
        return JWKS_BAD_SIGNATURE;
    if (r_jws_advanced_parse(jws, token, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) == RHN_OK &&
        r_jws_get_alg(jws) == r_str_to_jwa_alg(key->alg) &&
        r_jws_verify_signature(jws, key->jwk, R_FLAG_IGNORE_REMOTE) == RHN_OK)
        result = JWKS_OK;
    r_jws_free(jws);
    return result;
}

static enum jwks_result check_now(struct jwks *k, const char *kid, const char *alg, const char *token)
{
    struct keyset *s = keyset_take(k);
    const struct key *key = s ? find_key(s, kid) : NULL;
    enum jwks_result result = key ? check_with(key, alg, token) : JWKS_NO_KEY;

    keyset_release(s);
    return result;
}

enum jwks_result jwks_check(struct jwks *k, const char *kid, const char *alg, const char *token)
{
    enum jwks_result result;

    refresh(k, stale_us);
    result = check_now(k, kid, alg, token);
    if (result != JWKS_NO_KEY)
        return result;
    refresh(k, 0);
    return check_now(k, kid, alg, token);
}

void jwks_new(const char *source, struct jwks **ret)
{
    struct jwks *k = calloc(1, sizeof *k);

    if (!k || !(k->source = strdup(source)))
        abort();
    pthread_mutex_init(&k->lock, NULL);
    pthread_mutex_init(&k->fetching, NULL);
    *ret = k;
}

void jwks_free(struct jwks *k)
{
    if (!k)
        return;
    keyset_release(k->set);
    pthread_mutex_destroy(&k->lock);
    pthread_mutex_destroy(&k->fetching);
    free(k->source);
    free(k);
}

void jwks_forget(struct jwks *k)
{
    pthread_mutex_lock(&k->fetching);
    atomic_store(&k->read_us, 0);
    k->tried_us = 0;
    pthread_mutex_unlock(&k->fetching);
}
