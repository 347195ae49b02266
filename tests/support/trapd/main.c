/* SPDX-License-Identifier: MIT */
/* The trap service, and what its tests need beside it: the schema, keys and tokens.
 *
 *   bihuan-trapd                                  serves
 *   bihuan-trapd migrate CONNINFO                 applies the project's migrations
 *   bihuan-trapd key KID                          a private key (PEM), then a line with its JWKS
 *   bihuan-trapd token PEM-FILE KID ISSUER AUDIENCE SUBJECT TENANT ROLES SECONDS [SCOPES]   prints a token */
#include "app/app.h"
#include "db/migrate.h"
#include "trapd.h"
#include "trapd_sql.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct stmt *const statements[] = {
    &sql_trap_note_insert,
    &sql_trap_note_get,
    &sql_trap_note_update,
    &sql_trap_note_list,
    &sql_trap_note_count,
    &sql_trap_contend,
    NULL,
};

static const struct service trap_service = {
    .name = "issues", /* its role has what a service may do; the table of notes is granted to it */
    .port = 8090,
    .routes = trap_routes,
    .statements = statements,
};

static int key(struct arena *a, const char *kid, struct problem *err)
{
    const char *pem, *json;

    if (jwt_make_key(a, &pem, err) < 0 || jwt_public_key(a, pem, kid, &json, err) < 0)
        return -1;
    (void)printf("%s\n{\"keys\":[%s]}\n", pem, json);
    return 0;
}

static int token(struct arena *a, char **argv, struct problem *err)
{
    const struct clock clock = clock_system();
    struct jwt_claims claims = {0};
    char pem[8192] = "";
    const char *text;
    FILE *f = fopen(argv[0], "r");

    if (!f)
        return problem_cause(err, PROBLEM_INTERNAL, "no key file");
    (void)!fread(pem, 1, sizeof pem - 1, f);
    (void)fclose(f);
    (void)snprintf(claims.issuer, sizeof claims.issuer, "%s", argv[2]);
    (void)snprintf(claims.subject, sizeof claims.subject, "%s", argv[4]);
    (void)snprintf(claims.tenant_id, sizeof claims.tenant_id, "%s", argv[5]);
    (void)snprintf(claims.roles, sizeof claims.roles, "%s", argv[6]);
    claims.issued_us = clock_now_us(&clock);
    claims.expires_us = claims.issued_us + strtoll(argv[7], NULL, 10) * 1000000;
    if (argv[8]) {
        claims.is_client = true;
        (void)snprintf(claims.scopes, sizeof claims.scopes, "%s", argv[8]);
    }
    if (jwt_sign(a, &(struct jwt_key){pem, argv[1]}, &claims, argv[3], &text, err) < 0)
        return -1;
    (void)printf("%s\n", text);
    return 0;
}

int main(int argc, char **argv)
{
    struct problem err = {0};
    struct arena a = {0};
    int rc = -1;

    if (argc == 3 && strcmp(argv[1], "migrate") == 0)
        rc = migrate_run(argv[2], NULL, migrations, NULL, NULL, &err);
    else if (argc == 3 && strcmp(argv[1], "key") == 0)
        rc = key(&a, argv[2], &err);
    else if ((argc == 10 || argc == 11) && strcmp(argv[1], "token") == 0)
        rc = token(&a, argv + 2, &err);
    else
        return app_run(&trap_service, argc, argv);
    if (rc < 0)
        (void)fprintf(stderr, "%s %s\n", err.detail, err.cause);
    arena_done(&a);
    return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
