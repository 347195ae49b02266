/* SPDX-License-Identifier: MIT */
/* Reading Basic credentials. */
#include "directory/handlers/basic_auth.h"

#include "base/str.h"

#include <gnutls/gnutls.h>
#include <string.h>
#include <strings.h>

static void release(void *arg)
{
    gnutls_free(arg);
}

int basic_auth(struct ctx *c, const char **ret_id, const char **ret_secret, struct problem *err)
{
    const char *header = c->req.header(&c->req, "Authorization");
    gnutls_datum_t coded, plain;

    if (!header ||
        strncasecmp(header, "Basic ", 6) != 0) /* a scheme's case does not matter: RFC 9110, 11.1 */
        return problem_fail(err, PROBLEM_BAD_TOKEN, "client credentials are missing");
    header += 6 + strspn(header + 6, " ");
    coded.data = (unsigned char *)arena_strdup(&c->arena, header);
    coded.size = (unsigned)strlen(header);
    if (gnutls_base64_decode2(&coded, &plain) < 0)
        return problem_fail(err, PROBLEM_BAD_TOKEN, "client credentials are malformed");
    arena_defer(&c->arena, release, plain.data);
    char *text = arena_strndup(&c->arena, (const char *)plain.data, plain.size);
    char *colon = strchr(text, ':');
    if (!colon || strlen(text) != plain.size)
        return problem_fail(err, PROBLEM_BAD_TOKEN, "client credentials are malformed");
    *colon = '\0';
    *ret_id = text;
    *ret_secret = colon + 1;
    return 0;
}
