#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Embeds migrations/NNNN_service_what.sql into a C table, so that `bihuanctl migrate` is one file and a service knows
its schema.

The comment that a file begins with says on a line of its own what builds that do not know the migration make of its
result: `-- compatible` (they go on working) or `-- breaking` (they must not). A file that says nothing is taken to
break.

    migrations2c.py --out build/gen/migrations.c migrations/*.sql
"""
import argparse
import hashlib
import itertools
import pathlib
import re
import sys

NAME = re.compile(r"^\d{4}_[a-z]+(_[a-z0-9_]+)?$")
MARK = re.compile(r"^-- (compatible|breaking)(?:[:.,;].*)?$")


def c_string(text):
    """A C string literal, one line of it for each line of the text."""
    lines = text.splitlines(keepends=True) or [""]
    escape = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
    return "\n        ".join(f'"{line.translate(escape)}"' for line in lines)


def marks(text):
    """What the comment at the top of a migration says of builds that do not know it: none, one, or (wrongly) both."""
    header = itertools.takewhile(lambda line: line.startswith("--"), text.splitlines())
    return {found[1] for line in header if (found := MARK.match(line))}


def row(path):
    """One row of the table; None when the file says two things of itself."""
    text = path.read_text(encoding="utf-8")
    said = marks(text)
    if len(said) > 1:
        return None
    breaking = "false" if said == {"compatible"} else "true"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f'    {{"{path.stem}", "{digest}",\n        {c_string(text)}, {breaking}}},'


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    args = parser.parse_args(argv)
    rows = []
    for path in sorted(args.files, key=lambda p: p.stem):
        if not NAME.match(path.stem):
            print(f"{path}: the name is not NNNN_service_what.sql", file=sys.stderr)
            return 1
        rows.append(row(path))
        if rows[-1] is None:
            print(f"{path}: says both `-- compatible` and `-- breaking`", file=sys.stderr)
            return 1
    numbers = [path.stem[:4] for path in args.files]
    if len(set(numbers)) != len(numbers):
        print("two migrations have the same number", file=sys.stderr)
        return 1
    lines = ["/* Made by migrations2c.py, do not edit. */", '#include "db/migrations.h"', ""]
    lines += ["const struct migration migrations[] = {", *rows, "    {0},", "};"]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
