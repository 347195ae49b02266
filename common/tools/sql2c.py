#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Turns named SQL statements with named parameters into C tables.

A file holds blocks that begin with `-- name: ident`; comment lines right below are the statement's documentation.
In the text `:param` is a parameter (not in quotes, $$ bodies or comments, and `::cast` is a cast); parameters become
$1, $2 ... in order of first appearance. Comments go and white space shrinks, so the text may be laid out freely.

Families of statements (a list by tenancy level, say) are written once, in the same file:
    -- axis: level = city district     values of an axis; `-- name: x_list_{level}` becomes x_list_city and
    x_list_district
    -- define: columns                 the text below, put in where a later block says {columns}
    -- define: own.city                the same for one value of an axis: {own} in x_list_city
What several files say is defined in the shared.sql beside them.

Optional text: `/*?state*/ and i.state = :state /*?*/` is sent only when the parameter :state is not null
(common/db/variant.c), so that PostgreSQL plans for the filters that are there. The marks stay in the text, with the
parameter's number for its name.

    sql2c.py --unit issues --out build/gen services/issues/sql/*.sql   writes issues_sql.h and issues_sql.c
    sql2c.py --json FILE...                                            prints the statements, for the contract tests
"""
import argparse
import itertools
import json
import pathlib
import re
import sys
from dataclasses import dataclass, field

NAME = re.compile(r"^--\s*name:\s*([a-z{][a-z0-9_{}]*)\s*$")
AXIS = re.compile(r"^--\s*axis:\s*([a-z_]+)\s*=\s*([a-z0-9_ ]+?)\s*$")
DEFINE = re.compile(r"^--\s*define:\s*([a-z_]+(?:\.[a-z0-9_]+)?)\s*$")
MACRO = re.compile(r"\{([a-z_]+)\}")
TOKEN = re.compile(
    r"""/\*\?(?P<optional>[a-z_]*)\*/
      | (?P<comment>--[^\n]*|/\*.*?\*/)
      | (?P<quoted>\b[eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*"
          | \$(?P<tag>(?:[A-Za-z_]\w*)?)\$.*?\$(?P=tag)\$)
      | (?P<cast>::|:=)
      | :(?P<param>[A-Za-z_]\w*)
      | (?P<positional>\$\d+)
      | (?P<space>\s+)
      | (?P<semicolon>;)
      | (?P<word>\w+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class SqlError(Exception):
    """A statement file that cannot be translated; the text names file and line."""


@dataclass
class Statement:
    name: str
    file: str
    line: int
    doc: list = field(default_factory=list)
    sql: str = ""
    params: list = field(default_factory=list)


def translate(text, where):
    """SQL with named parameters -> (SQL with $n, parameter names in order)."""
    out, params, ended = [], [], False
    for match in TOKEN.finditer(text):
        kind = match.lastgroup if match["quoted"] is None else "quoted"
        if kind in ("comment", "space"):
            out.append(" ")
            continue
        if ended:
            raise SqlError(f"{where}: text after the ';': one statement a block")
        if kind == "optional":
            out.append(f"/*?{optional(match[kind], params)}*/")
            continue
        if kind == "positional":
            raise SqlError(f"{where}: {match[0]}: write a named parameter, :name")
        if kind == "param":
            if match["param"] not in params:
                params.append(match["param"])
            out.append(f"${params.index(match['param']) + 1}")
        elif kind == "semicolon":
            ended = True
        else:
            out.append(match[0])
    check_optional(out, where)
    return squeeze(out), params


def optional(name, params):
    """What stands in a mark: the number of its parameter, or nothing at the end of the optional text."""
    if name and name not in params:
        params.append(name)
    return params.index(name) + 1 if name else ""


def check_optional(pieces, where):
    """Optional texts are closed and not nested; the sender takes every $n there for a parameter, even in quotes."""
    marks = [piece for piece in pieces if piece.startswith("/*?")]
    if len(marks) % 2 or any((mark == "/*?*/") != bool(i % 2) for i, mark in enumerate(marks)):
        raise SqlError(f"{where}: optional texts are opened with /*?name*/ and closed with /*?*/, none inside another")
    if marks and any(re.search(r"\$\d", piece) for piece in pieces if not re.fullmatch(r"\$\d+", piece)):
        raise SqlError(f"{where}: a quoted $ and digit in a statement with optional text")


def squeeze(pieces):
    """Joins the pieces; runs of blanks become one, blanks at the ends go."""
    kept = []
    for piece in pieces:
        if piece == " " and (not kept or kept[-1] == " "):
            continue
        kept.append(piece)
    return "".join(kept).strip(" ")


def blocks(text, file):
    """(kind, name, line, lines) of each axis, define and name block."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for kind, pattern in (("axis", AXIS), ("define", DEFINE), ("name", NAME)):
            match = pattern.match(line)
            if match:
                found.append((kind, match[1], number, match[2].split() if kind == "axis" else []))
                break
        else:
            if found and found[-1][0] != "axis":
                found[-1][3].append(line)
            elif line.strip() and not line.lstrip().startswith("--"):
                raise SqlError(f"{file}:{number}: text outside a block")
    return found


def fill(text, defines, chosen, where):
    """Puts the definitions in, inner ones too; `chosen` are the values of the axes of this statement."""

    def one(match):
        for key in (*(f"{match[1]}.{value}" for value in chosen), match[1]):  # of this value, else of all
            if key in defines:
                return fill(defines[key], defines, chosen, where)
        raise SqlError(f"{where}: {match[0]} is not defined")

    return MACRO.sub(one, text)


def doc_and_body(lines):
    doc = list(itertools.takewhile(lambda t: t.startswith("--") or not t.strip(), lines))
    return doc, "\n".join(lines[len(doc) :])


def definitions(text, file):
    """{name: text} of what a file defines."""
    return {name: doc_and_body(lines)[1] for kind, name, _, lines in blocks(text, file) if kind == "define"}


def parse(text, file, shared=None):
    """All statements of one file; `shared` are definitions made elsewhere."""
    statements, axes, defines = [], {}, dict(shared or {})
    for kind, name, line, lines in blocks(text, file):
        if kind == "axis":
            axes[name] = lines
            continue
        doc, body = doc_and_body(lines)
        if kind == "define":
            defines[name] = body
            continue
        used = MACRO.findall(name)
        if any(axis not in axes for axis in used):
            raise SqlError(f"{file}:{line}: {name}: no such axis")
        for values in itertools.product(*(axes[axis] for axis in used)):
            own = name.format(**dict(zip(used, values)))
            where = f"{file}:{line}: {own}"
            s = Statement(own, file, line, [t.lstrip("-").strip() for t in doc if t.strip()])
            s.sql, s.params = translate(fill(body, defines, values, where), where)
            if not s.sql:
                raise SqlError(f"{where}: no statement")
            statements.append(s)
    return statements


def load(files):
    """The statements of several files; a name may occur once."""
    seen, texts = {}, {pathlib.Path(file): pathlib.Path(file).read_text(encoding="utf-8") for file in files}
    shared = {path.parent: definitions(text, str(path)) for path, text in texts.items() if path.name == "shared.sql"}
    for file, text in texts.items():
        for statement in parse(text, str(file), shared.get(file.parent)):
            other = seen.setdefault(statement.name, statement)
            if other is not statement:
                raise SqlError(f"{file}:{statement.line}: {statement.name} is also at {other.file}:{other.line}")
    return list(seen.values())


def c_string(text):
    """A C string literal, split in lines of bounded length."""
    pieces = [text[i : i + 100] for i in range(0, len(text), 100)] or [""]
    escaped = (p.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") for p in pieces)
    return "\n        ".join(f'"{p}"' for p in escaped)


def header(unit, statements):
    lines = [f"/* Statements of {unit}; made by sql2c.py, do not edit. */", f"#ifndef {unit.upper()}_SQL_H"]
    lines += [f"#define {unit.upper()}_SQL_H", '#include "db/stmt.h"', ""]
    for s in statements:
        doc = " ".join(s.doc).replace("*/", "* /")
        lines += [f"/** {doc} */"] if doc else []
        lines += [f"extern const struct stmt sql_{s.name};"]
    lines += ["", "/** All of them; ends in NULL. */", f"extern const struct stmt *const {unit}_statements[];", "",
              "#endif"]
    return "\n".join(lines) + "\n"


def source(unit, statements):
    lines = [f"/* Statements of {unit}; made by sql2c.py, do not edit. */", f'#include "{unit}_sql.h"', "",
             "#include <stddef.h>"]
    for s in statements:
        params = "NULL"
        if s.params:
            names = ", ".join(f'"{p}"' for p in s.params)
            params = f"(const char *const[]){{ {names} }}"
        lines += ["", f"const struct stmt sql_{s.name} = {{", f'    .name = "{s.name}",',
                  f"    .sql =\n        {c_string(s.sql)},"]
        lines += [f"    .n_params = {len(s.params)},", f"    .params = {params},", "};"]
    lines += ["", f"const struct stmt *const {unit}_statements[] = {{"]
    lines += [f"    &sql_{s.name}," for s in statements] + ["    NULL,", "};"]
    return "\n".join(lines) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unit", help="prefix of the files and of the array")
    parser.add_argument("--out", type=pathlib.Path, help="directory to write to")
    parser.add_argument("--json", action="store_true", help="print the statements instead")
    parser.add_argument("files", nargs="+")
    args = parser.parse_args(argv)
    try:
        statements = load(sorted(args.files))
    except SqlError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps([vars(s) for s in statements], ensure_ascii=False, indent=1))
    elif args.unit and args.out:
        write(args.out / f"{args.unit}_sql.h", header(args.unit, statements))
        write(args.out / f"{args.unit}_sql.c", source(args.unit, statements))
    else:
        parser.error("--unit and --out, or --json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
