# SPDX-License-Identifier: MIT
"""Who may call what by the domain's own text (tests/api/domain_roles.tsv), whatever the program says."""
import csv

from support.stack import ROOT

TABLE = ROOT / "tests" / "api" / "domain_roles.tsv"


def read():
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    groups = {row["operation"][1:]: row["roles"].split() for row in rows if row["operation"].startswith("=")}

    def roles(words):
        return {role for word in words for role in (roles(groups[word]) if word in groups else {word})}

    return {row["operation"]: roles(row["roles"].split()) for row in rows if not row["operation"].startswith("=")}


# {operation: roles that may}; {"-"} = anyone without a token, {"*"} = any valid token
DOMAIN_ROLES = read()
