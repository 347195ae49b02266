/* SPDX-License-Identifier: MIT */
/* Opening the key that signs. */
#include "directory/signing_key.h"

#include "auth/key_wrap.h"
#include "directory_sql.h"
#include "unit/service.h"

int signing_key_open(struct ctx *c, struct jwt_key *ret, struct problem *err)
{
    const struct key_secrets secrets = {c->app->config.signing_kek, c->app->config.signing_kek_old};
    struct db_result *r;

    if (db_one(c->db, &sql_signing_key_current, BIND_NONE, &r, err) < 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "there is no signing key: bihuanctl keys rotate");
    ret->kid = db_text(r, 0, "kid");
    return key_unwrap(&c->arena, &secrets, ret->kid, db_text(r, 0, "private_pem"), &ret->private_pem, err);
}

int signing_key_check(struct ctx *c, void *arg, struct problem *err)
{
    struct jwt_key key;

    (void)arg;
    return signing_key_open(c, &key, err);
}
