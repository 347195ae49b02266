# SPDX-License-Identifier: MIT
"""Tokens of persons, members who verify, and the one file that all evidence names."""
import hashlib

from walks.tables import PEOPLE

WEEK = 7 * 86400
PDF = b"%PDF-1.4\nthe one file of all walks\n%%EOF\n"
SHA256 = hashlib.sha256(PDF).hexdigest()
PLATFORM = ("310000", "PLATFORM_ADMIN", "platform")
# Members by unit and subject: who verifies for the supervising unit and the offices, who belongs to units that answer,
# and one who is both.
VERIFYING = ("310117-STHJ", "310117-SW", "310117-ZJ", "310117001", "310117", "310000")
MEMBERS = [(unit, f"{role}@{unit}") for unit in VERIFYING for role in ("first", "second")]
MEMBERS += [(unit, "twin") for unit in ("310117-STHJ", "310117-SW", "310117-ZJ", "310117001")]
MEMBERS += [(unit, f"leader@{unit}") for unit in ("310117-STHJ", "310117-SW", "310117-ZJ")]
UPLOADERS = [(unit, "UNIT_ADMIN") for unit in ("310117-SW", "310117-ZJ", "310117-STHJ", "310117-CG", "310117-LHSR",
                                               "310117001", "310117002", "310117003")]
UPLOADERS += [("310117", "DIST_OFFICE"), ("310000", "CITY_OFFICE")]


class People:
    """Who calls; tokens last a week of the stack's clock and are made when they are first needed."""

    def __init__(self, stack, directory):
        self.stack, self.directory = stack, directory
        self.tokens, self.members = {}, {}

    def token(self, tenant, roles, subject):
        key, now = (tenant, roles, subject), self.stack.clock.now_us()
        made, expires = self.tokens.get(key, (None, 0))
        if expires < now + 600_000_000:
            made = self.stack.ctl("token", tenant, *roles.split(), "--sub", subject, "--ttl", WEEK).strip()
            self.tokens[key] = made, now + WEEK * 1_000_000
        return made

    def of(self, name, parties):
        """The token of a row of people.tsv; `parties` gives the units of the walk."""
        person = PEOPLE[name]
        tenant = parties[person.tenant[1:]] if person.tenant.startswith("@") else person.tenant
        office = {"310000": "CITY_OFFICE", "310117": "DIST_OFFICE"}.get(tenant) if person.tenant != tenant else None
        return self.token(tenant, office or person.roles, person.subject.format(tenant=tenant))

    def settle(self):
        """Members and the file, before the first walk."""
        issuer = self.stack.environment["BIHUAN_ISSUERS"].split()[0]
        for unit, subject in MEMBERS:
            body = {"tenant": unit, "issuer": issuer, "subject": subject, "name": subject[:64], "roles": []}
            answer = self.directory.send("POST", "/members", self.token(*PLATFORM), body)
            if not answer.ok:
                raise AssertionError(f"member {subject} of {unit}: {answer}")
            self.members[unit, subject] = answer.body["id"]
        for tenant, role in UPLOADERS:
            answer = self.directory.send("POST", "/files?name=a.pdf", self.token(tenant, role, f"file@{tenant}"), PDF,
                                         media="application/pdf")
            if not answer.ok:
                raise AssertionError(f"file of {tenant}: {answer}")
