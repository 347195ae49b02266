# SPDX-License-Identifier: MIT
"""Tokens of persons, members who verify, and the file of each unit that its evidence names."""
import hashlib

from support.callers import Signer
from walks.tables import PEOPLE

YEARS = 5 * 366 * 86400
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


PAPERS = 16  # rounds and notices of one issue that have papers of their own


def pdf(tenant, number=0):
    """A file of a unit, the same for all its issues: every file of the same content would be looked at for each piece
    of evidence."""
    return f"%PDF-1.4\nfile {number % PAPERS} of {tenant}\n%%EOF\n".encode()


class People:
    """Who calls; a token is signed when it is first needed, and outlives the walks."""

    def __init__(self, stack, directory):
        self.stack, self.directory, self.signer = stack, directory, Signer(stack)
        self.tokens, self.members = {}, {}

    def token(self, tenant, roles, subject):
        key = tenant, roles, subject
        if key not in self.tokens:
            self.tokens[key] = self.signer.token(tenant, *roles.split(), subject=subject, lasts=YEARS)
        return self.tokens[key]

    @staticmethod
    def unit_of(name, parties):
        """Where a row of people.tsv belongs; `parties` gives the units of the walk."""
        tenant = PEOPLE[name].tenant
        return parties[tenant[1:]] if tenant.startswith("@") else tenant

    def file_of(self, name, parties, number=0):
        """A file that a person has to hand in."""
        return hashlib.sha256(pdf(self.unit_of(name, parties), number)).hexdigest()

    def of(self, name, parties):
        """The token of a row of people.tsv."""
        person, tenant = PEOPLE[name], self.unit_of(name, parties)
        office = {"310000": "CITY_OFFICE", "310117": "DIST_OFFICE"}.get(tenant) if person.tenant != tenant else None
        return self.token(tenant, office or person.roles, person.subject.format(tenant=tenant))

    def settle(self):
        """Members and files, before the first walk."""
        issuer = self.stack.environment["BIHUAN_ISSUERS"].split()[0]
        for unit, subject in MEMBERS:
            body = {"tenant": unit, "issuer": issuer, "subject": subject, "name": subject[:64], "roles": []}
            answer = self.directory.send("POST", "/members", self.token(*PLATFORM), body)
            if not answer.ok:
                raise AssertionError(f"member {subject} of {unit}: {answer}")
            self.members[unit, subject] = answer.body["id"]
        for tenant, role, number in ((*who, number) for who in UPLOADERS for number in range(PAPERS)):
            answer = self.directory.send("POST", "/files?name=a.pdf", self.token(tenant, role, f"file@{tenant}"),
                                         pdf(tenant, number),
                                         media="application/pdf")
            if not answer.ok:
                raise AssertionError(f"file of {tenant}: {answer}")
