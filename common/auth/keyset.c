/* SPDX-License-Identifier: MIT */
/* Reading a JWKS document, and checking signatures with its keys. */
#include "auth/keyset.h"
#include "auth/digest.h"
#include <jansson.h>
#include <rhonabwy.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 32 };

struct key {
    jwk_t *jwk;
    const char *kid; /* borrowed from jwk */
    const char *alg;
};

struct keyset {
    atomic_int refs;
    unsigned char digest[SHA256_SIZE]; /* of its keys, in whatever order */
    size_t n;
    struct key keys[KEYS_MAX];
};

struct keyset *keyset_hold(struct keyset *s)
{
    if (s)
        atomic_fetch_add(&s->refs, 1);
    return s;
}

void keyset_release(struct keyset *s)
{
    if (!s || atomic_fetch_sub(&s->refs, 1) > 1)
        return;
    for (size_t i = 0; i < s->n; i++)
        r_jwk_free(s->keys[i].jwk);
    free(s);
}

bool keyset_same(const struct keyset *a, const struct keyset *b)
{
    return a && b && a->n == b->n && memcmp(a->digest, b->digest, sizeof a->digest) == 0;
}

/* -- reading -- */

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

/* What makes a key this key, whatever else is told of it and wherever it stands: a source that tells a time beside its
 * keys does not have other keys at every read. */
static void add_to_digest(struct keyset *s, const json_t *json)
{
    static const char *const members[] = {"kid", "alg", "kty", "crv", "n", "e", "x", "y"};
    unsigned char one[SHA256_SIZE];
    struct sha256 *h = sha256_begin();

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const char *value = json_string_value(json_object_get(json, members[i]));
        sha256_add(h, value ? value : "", value ? strlen(value) + 1 : 1);
    }
    sha256_end(h, one);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        s->digest[i] ^= one[i];
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
    add_to_digest(s, json);
}

struct keyset *keyset_parse(const char *text, size_t n)
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

enum jwks_result keyset_check(const struct keyset *s, const char *kid, const char *alg, const char *token)
{
    const struct key *key = find_key(s, kid);

    return key ? check_with(key, alg, token) : JWKS_NO_KEY;
}
