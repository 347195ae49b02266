/* SPDX-License-Identifier: MIT */
/* Bearer tokens: header and claims are read here, signatures are checked by jwks.c, what was verified is remembered. */
#include "auth/jwt.h"
#include "auth/digest.h"
#include "auth/jwks.h"
#include "auth/token_cache.h"
#include "base/str.h"
#include "base/uuid.h"
#include "metrics/metrics.h"
#include <jansson.h>
#include <rhonabwy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ISSUERS_MAX = 8 };
static const int64_t not_before_leeway_us = 5 * 1000000LL; /* clocks of two machines */

struct issuer {
    char name[200], audience[200];
    struct jwks *keys;
};

struct jwt_verifier {
    struct clock clock;
    struct own_keys own;
    struct token_cache *cache;
    size_t n;
    struct issuer issuers[ISSUERS_MAX]; /* the first is our own */
};

/* -- set-up -- */

static void on_other_keys(void *arg)
{
    const struct jwt_verifier *v = arg;

    token_cache_forget(v->cache);
}

static int add_issuer(struct jwt_verifier *v, const char *text, size_t n, struct problem *err)
{
    struct issuer *i = &v->issuers[v->n];
    char entry[1024], source[512];

    if (v->n == ISSUERS_MAX || n >= sizeof entry)
        return problem_cause(err, PROBLEM_INTERNAL, "BIHUAN_ISSUERS: too long");
    memcpy(entry, text, n);
    entry[n] = '\0';
    if (sscanf(entry, " %199s %199s %511s", i->name, i->audience, source) != 3)
        return problem_cause(err, PROBLEM_INTERNAL,
                             "BIHUAN_ISSUERS: \"issuer audience keys\" is wanted, not %s", entry);
    if (strchr(i->name, '#')) /* it parts issuer and subject in an actor's key */
        return problem_cause(err, PROBLEM_INTERNAL, "BIHUAN_ISSUERS: an issuer has no fragment: %s", i->name);
    jwks_new(source, &v->own, &(const struct jwks_listener){on_other_keys, v}, &i->keys);
    v->n++;
    return 0;
}

int jwt_verifier_new(const char *issuers, const struct clock *clock, const struct own_keys *own,
                     struct jwt_verifier **ret, struct problem *err)
{
    struct jwt_verifier *v = calloc(1, sizeof *v);

    if (!v || r_global_init() != RHN_OK)
        abort();
    v->clock = *clock;
    if (own)
        v->own = *own;
    token_cache_new(&v->cache);
    while (issuers && *issuers) {
        size_t n = strcspn(issuers, ",");

        if (add_issuer(v, issuers, n, err) < 0) {
            jwt_verifier_free(v);
            return -1;
        }
        issuers += n + (issuers[n] == ',');
    }
    *ret = v;
    return 0;
}

void jwt_verifier_free(struct jwt_verifier *v)
{
    if (!v)
        return;
    for (size_t i = 0; i < v->n; i++)
        jwks_free(v->issuers[i].keys);
    token_cache_free(v->cache);
    free(v);
}

bool jwt_is_ready(struct jwt_verifier *v)
{
    return v->n == 0 || jwks_is_read(v->issuers[0].keys);
}

void jwt_forget(struct jwt_verifier *v)
{
    for (size_t i = 0; i < v->n; i++)
        jwks_forget(v->issuers[i].keys);
    token_cache_forget(v->cache);
}

/* -- reading -- */

static int bad(struct problem *err, const char *why)
{
    return problem_fail(err, PROBLEM_BAD_TOKEN, "%s", why);
}

/* One part of the token: base64url of a JSON object. */
static json_t *read_part(struct arena *a, const char *part, size_t len)
{
    size_t n = 0;
    unsigned char *raw = base64url_decode(a, arena_strndup(a, part, len), &n);
    json_t *json = raw ? json_loadb((const char *)raw, n, JSON_REJECT_DUPLICATES, NULL) : NULL;

    if (json_is_object(json))
        return json;
    json_decref(json);
    return NULL;
}

static void release_json(void *json)
{
    json_decref(json);
}

struct token {
    const char *text;
    json_t *header, *claims;
};

static int read_token(struct arena *a, const char *text, struct token *ret, struct problem *err)
{
    const char *dot = strchr(text, '.');
    const char *second = dot ? strchr(dot + 1, '.') : NULL;
    size_t n = 0;

    /* The library is lenient about what stands behind a signature; one token shall have one spelling. */
    if (strlen(text) > JWT_MAX || !second || !base64url_decode(a, second + 1, &n) || n == 0)
        return bad(err, "not a signed token");
    ret->text = text;
    ret->header = read_part(a, text, (size_t)(dot - text));
    arena_defer(a, release_json, ret->header);
    ret->claims = read_part(a, dot + 1, (size_t)(second - dot - 1));
    arena_defer(a, release_json, ret->claims);
    if (!ret->header || !ret->claims)
        return bad(err, "not a signed token");
    if (json_object_get(ret->header, "crit"))
        return bad(err, "critical header parameters are not supported");
    return 0;
}

static const char *text_claim(const struct token *t, const char *name)
{
    return json_string_value(json_object_get(t->claims, name));
}

/* Copies a claim that may be absent; too long or with control characters is a fault. */
static bool copy_claim(const struct token *t, const char *name, char *out, size_t size)
{
    const char *s = text_claim(t, name);

    out[0] = '\0';
    if (!s)
        return json_object_get(t->claims, name) == NULL;
    if (strlen(s) >= size)
        return false;
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            return false;
    memcpy(out, s, strlen(s) + 1);
    return true;
}

/* -- checking -- */

static const struct issuer *find_issuer(const struct jwt_verifier *v, const char *name)
{
    for (size_t i = 0; name && i < v->n; i++)
        if (strcmp(v->issuers[i].name, name) == 0)
            return &v->issuers[i];
    return NULL;
}

static bool has_audience(const struct token *t, const char *audience)
{
    const json_t *aud = json_object_get(t->claims, "aud");
    const json_t *one;
    size_t i;

    if (json_is_string(aud))
        return strcmp(json_string_value(aud), audience) == 0;
    json_array_foreach (aud, i, one)
        if (json_is_string(one) && strcmp(json_string_value(one), audience) == 0)
            return true;
    return false;
}

/* Seconds since 1970 of a claim as microseconds; false when it is there and makes no sense. */
static bool time_claim(const struct token *t, const char *name, int64_t *ret_us)
{
    static const json_int_t last = 253402300799; /* the year 9999 */
    const json_t *v = json_object_get(t->claims, name);

    *ret_us = 0;
    if (!v)
        return true;
    if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > last)
        return false;
    *ret_us = json_integer_value(v) * 1000000;
    return true;
}

static int check_times(const struct token *t, int64_t now_us, struct jwt_claims *out, struct problem *err)
{
    int64_t not_before;

    if (!time_claim(t, "exp", &out->expires_us) || !time_claim(t, "nbf", &not_before) ||
        !time_claim(t, "iat", &out->issued_us) || out->expires_us == 0)
        return bad(err, "exp is missing or a time is not one");
    if (out->expires_us <= now_us)
        return problem_fail(err, PROBLEM_TOKEN_EXPIRED, "get a new one");
    if (not_before > now_us + not_before_leeway_us || out->issued_us > now_us + not_before_leeway_us)
        return bad(err, "not valid yet");
    return 0;
}

/* The header names an algorithm; the key decides whether it may. */
static int check_signature(const struct issuer *i, const struct token *t, struct problem *err)
{
    const char *alg = json_string_value(json_object_get(t->header, "alg"));
    const char *kid = json_string_value(json_object_get(t->header, "kid"));

    if (!alg || (json_object_get(t->header, "kid") && !kid))
        return bad(err, "no algorithm or key is named");
    switch (jwks_check(i->keys, kid, alg, t->text)) {
    case JWKS_OK:
        return 0;
    case JWKS_NOT_READ:
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the issuer's keys have not been read yet");
    case JWKS_NO_KEY:
        return bad(err, "signed with a key that is not known");
    case JWKS_WRONG_ALG:
    case JWKS_BAD_SIGNATURE:
    default:
        return bad(err, "the signature does not hold");
    }
}

/* -- claims -- */

/* An array of role names as comma-separated text. */
static bool copy_roles(const json_t *roles, char *out, size_t size)
{
    const json_t *role;
    size_t i, len = 0;

    out[0] = '\0';
    json_array_foreach (roles, i, role) {
        const char *s = json_string_value(role);
        size_t n = s ? strlen(s) : 0;

        if (n == 0 || n > 31 || strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != n || len + n + 2 > size)
            return false;
        if (len > 0)
            out[len++] = ',';
        memcpy(out + len, s, n + 1);
        len += n;
    }
    return !roles || json_is_array(roles);
}

/* What only our own issuer is believed about. */
static int copy_own(const struct token *t, struct jwt_claims *out, struct problem *err)
{
    if (!copy_claim(t, "tenant", out->tenant_id, sizeof out->tenant_id) ||
        (out->tenant_id[0] && !uuid_is_valid(out->tenant_id)) ||
        !copy_roles(json_object_get(t->claims, "roles"), out->roles, sizeof out->roles) ||
        !copy_claim(t, "scope", out->scopes, sizeof out->scopes))
        return bad(err, "tenant, roles or scope are malformed");
    out->is_client = text_claim(t, "client_id") != NULL;
    return 0;
}

static int copy_claims(const struct token *t, bool own, struct jwt_claims *out, struct problem *err)
{
    if (!copy_claim(t, "sub", out->subject, sizeof out->subject) || out->subject[0] == '\0' ||
        !copy_claim(t, "iss", out->issuer, sizeof out->issuer) ||
        !copy_claim(t, "name", out->name, sizeof out->name))
        return bad(err, "sub or name are malformed");
    out->is_own = own;
    return own ? copy_own(t, out, err) : 0;
}

static int verify(struct jwt_verifier *v, struct arena *a, const char *text, struct jwt_claims *out,
                  struct problem *err)
{
    const struct issuer *issuer;
    struct token t;

    if (read_token(a, text, &t, err) < 0)
        return -1;
    issuer = find_issuer(v, text_claim(&t, "iss"));
    if (!issuer)
        return bad(err, "the issuer is not known");
    /* Nothing else of a token is believed, or told, before its signature holds. */
    if (check_signature(issuer, &t, err) < 0)
        return -1;
    if (!has_audience(&t, issuer->audience))
        return bad(err, "made for another audience");
    if (check_times(&t, clock_now_us(&v->clock), out, err) < 0)
        return -1;
    return copy_claims(&t, issuer == &v->issuers[0], out, err);
}

int jwt_verify(struct jwt_verifier *v, const char *token, struct jwt_claims *ret, struct problem *err)
{
    unsigned char key[SHA256_SIZE];
    struct jwt_claims claims = {0};
    struct arena a = {0};
    uint64_t era;
    int rc;

    sha256(token, strlen(token), key);
    if (token_cache_get(v->cache, key, clock_now_us(&v->clock), ret)) {
        metric_add(METRIC_TOKEN_CACHE, "hit", NULL, 1);
        return 0;
    }
    era = token_cache_era(v->cache);
    rc = verify(v, &a, token, &claims, err);
    arena_done(&a);
    metric_add(METRIC_TOKEN_CACHE, rc == 0 ? "miss" : "refused", NULL, 1);
    if (rc < 0)
        return -1;
    token_cache_put(v->cache, key, &claims, era);
    *ret = claims;
    return 0;
}
