# SPDX-License-Identifier: MIT
"""Callers as the directory would admit them, signed with its own key: any tenant, any roles, any time, any audience."""
import base64
import hmac
import pathlib
import re
import time

import jwt
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from support.api import Api
from support.stack import ROOT

ROLE = re.compile(r'^ROLE\((\w+),\s*([A-Z_ |]+?),\s*".*?",\s*".*?",\s*(.*)\)$', re.M)
WORDS = re.compile(r'^#define (READ|WORK) (.*)$', re.M)
UNIT = ("STREET", "DEVZONE", "DEPARTMENT")
LEVELS = ("CITY", "DISTRICT", *UNIT)


def role_catalogue():
    """{role: (levels, permissions)} as common/auth/roles.def has it, in its order."""
    text = pathlib.Path(ROOT / "common" / "auth" / "roles.def").read_text(encoding="utf-8")
    words = {}
    for name, value in WORDS.findall(text):
        words[name] = " ".join(words.get(part, part.strip('"')) for part in re.findall(r'"[^"]*"|\w+', value))
    catalogue = {}
    for role, levels, permissions in ROLE.findall(text):
        names = [name.strip().removeprefix("LEVEL_") for name in levels.split("|")]
        at = {level for name in names for level in {"ANY": LEVELS, "UNIT": UNIT}.get(name, (name,))}
        said = " ".join(words.get(part, part.strip('"')) for part in re.findall(r'"[^"]*"|\w+', permissions))
        catalogue[role] = (at, set(said.split()))
    return catalogue


def opened(kid, stored, secret):
    """What common/auth/key_wrap.c made of a private key, by another implementation."""
    text = base64.urlsafe_b64decode(stored.split(":")[2] + "==")
    key = hmac.digest(secret.encode(), b"bihuan signing key", "sha256")
    return AESGCM(key).decrypt(text[:12], text[12:], kid.encode()).decode()


def subject_of(tenant, *roles):
    return "-".join(["t", tenant, *roles]).lower()


class Signer:
    """Signs tokens; a tenant is named by its code."""

    def __init__(self, stack):
        self.stack = stack
        self.kid, self.pem = stack.psql("select kid, private_pem from bihuan.signing_key "
                                        "where retired_at is null order by active_from desc limit 1").rstrip("\n").split("\t")
        secret = pathlib.Path(stack.environment["BIHUAN_SIGNING_KEK_FILE"]).read_text().rstrip("\n")
        # once: its check takes 70 ms
        self.key = load_pem_private_key(opened(self.kid, self.pem, secret).encode(), None)
        self.tenants = dict(line.split("\t") for line in stack.psql(
            "select code, tenant_id from bihuan.tenant_version where valid_to is null").splitlines())

    def token(self, tenant, *roles, audience="bihuan", expired=False, subject=None, lasts=3600):
        now = int(time.time() + self.stack.clock.offset_us / 1e6)
        at = now - 7200 if expired else now - 5
        claims = {"iss": "https://bihuan.localhost", "aud": audience, "sub": subject or subject_of(tenant, *roles),
                  "iat": at, "nbf": at, "exp": at + lasts, "tenant": self.tenants[tenant], "roles": list(roles),
                  "name": f"测试 {tenant}"}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid})

    def api(self, tenant, *roles, **options):
        if options:
            return Api(self.stack, self.token(tenant, *roles, **options))
        return Api(self.stack, lambda: self.token(tenant, *roles))
