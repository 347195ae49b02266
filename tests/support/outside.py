# SPDX-License-Identifier: MIT
"""Persons of identity providers beside our own issuer: a token says who somebody is, his memberships for whom he acts.

    with Stack() as stack: person = Outside(stack); person(FIRST, "u-7") is an Api
"""
import base64
import json
import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from support.api import Api

FIRST, SECOND = "https://a.example.cn", "https://b.example.cn"


def number(value):
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


class Outside:
    """Both issuers use the same key, as far apart as their names. The services of the stack are started anew with
    them."""

    def __init__(self, stack):
        self.stack = stack
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = key.public_key().public_numbers()
        self.pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption())
        jwks = stack.directory / "outer.json"
        jwks.write_text(json.dumps({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "outer",
                                              "n": number(public.n), "e": number(public.e)}]}))
        jwks.chmod(0o644)
        own = stack.environment["BIHUAN_ISSUERS"]
        stack.stop_services()
        for service in stack.services.values():
            service.environment["BIHUAN_ISSUERS"] = ",".join(
                [own, *(f"{issuer} bihuan {jwks}" for issuer in (FIRST, SECOND))])
        stack.start_services()

    def __call__(self, issuer, subject):
        now = int(time.time() + self.stack.clock.offset_us / 1e6)
        claims = {"iss": issuer, "aud": "bihuan", "sub": subject, "iat": now - 5, "nbf": now - 5, "exp": now + 3600,
                  "name": "某人"}
        return Api(self.stack, jwt.encode(claims, self.pem, algorithm="RS256", headers={"kid": "outer"}))
