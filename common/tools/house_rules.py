#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The rules of docs/style.md that no compiler checks: lengths, who may include what, banned calls, machine paths, dead
links.

    house_rules.py        prints each breach as "file:line: text" and fails when there is one
"""
import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FUNCTION_LINES, FILE_LINES, COLUMNS = 60, 400, 120
LAYERS_PAGE = "common/README.md"

# header of a library -> the one file that may include it
ONE_OWNER = {"ulfius.h": "common/http/server.c", "libpq-fe.h": "common/db/pg.c", "hiredis.h": "common/redis/redis.c",
             "bid_functions.h": "common/base/decimal_log.c", "archive.h": "common/files/zip.c"}
IN_SERVICES = re.compile(r"\b(free|json_decref|PQclear|freeReplyObject)\s*\(")
PURE = re.compile(r'#include\s+("(base|problem|deadline|workflow)/|"[a-z_]+/domain/|"[a-z_]+\.h"|'
                  r"<(assert|ctype|inttypes|limits|stdarg|stdbool|stddef|stdint|stdlib|string|math|errno)\.h>)")
INCLUDE = re.compile(r'\s*#include\s+[<"]([^">]+)[">]')
SLEEP = re.compile(r"\b(time\.sleep|sleep|usleep|nanosleep|pg_sleep)\s*\(|^\s*sleep\s+\d")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(work|root|home)/\w")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
C_FILE, SOURCE = (".c", ".h"), (".c", ".h", ".py", ".sql")
# What cannot be broken, or should not: a literal, a word, a row of a table; and what was applied or made by a program.
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|`[^`]*`|\S{60,}')
ROW = {".c": r'\s*[{"]|WHO |\s*\[|\s*[A-Z_0-9]+\(|#define ', ".h": r'\s*[{"]|\s*[A-Z_0-9]+\(',
       ".def": r"\s*[A-Z_0-9]+\(", ".md": r"\s*\|"}
NARROW = (".c", ".h", ".def", ".py", ".sql", ".md", ".yaml", ".sh", ".txt", ".cmake", ".in")
MADE = ("migrations/", "docs/reference/", "tests/sql/")
TEXT = (".c", ".h", ".py", ".sh", ".md", ".sql", ".yaml", ".yml", ".json", ".txt", ".cmake", ".in", "")


def layers():
    """The modules of common/ from the lowest to the highest, as its README lists them."""
    listed = re.search(r"^`base\b.*?< services$", (ROOT / LAYERS_PAGE).read_text(encoding="utf-8"), re.M | re.S)
    return re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", listed[0])))


# Public functions that nothing in production calls, and why they stay. A rule that only tests call is a twin of the one
# that runs.
UNCALLED = {
    "deadline_count": "the clocks of cases count days", "deadline_window": "the clocks of cases have windows",
    "workflow_digest": "tests hold published versions against it",
    "workflow_dump_markdown": "tests make the pages of workflows",
    "plan_find": "tests look into a plan", "standards_load": "tests load one standard",
    "duties_conflict": "the table of separated duties is told by the role catalogue",
    "roles_permit": "tests ask it of one role",
}
DECLARED = re.compile(r"^(?!typedef|static)\w[\w \*]*?\b(\w+)\(", re.M)


class Rules:
    def __init__(self, files, root=ROOT):
        self.files, self.root = files, root
        self.layers = layers()
        self.breaches = []

    def say(self, file, line, text):
        self.breaches.append(f"{file}:{line}: {text}")

    def run(self):
        for file in self.files:
            path = self.root / file
            if path.suffix not in TEXT or not path.is_file() or path.is_symlink():
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            self.text(file, lines)
            if path.suffix in NARROW and not file.startswith(MADE):
                self.columns(file, lines, ROW.get(path.suffix, r"$."))
            if path.suffix in C_FILE:
                self.c_file(file, lines)
            if path.suffix == ".md":
                self.links(file, lines)
        self.callers()
        return self.breaches

    def callers(self):
        """A function that a header offers is called by production: by another file, or by its own beside the
        definition."""
        code = {f: (self.root / f).read_text(encoding="utf-8") for f in self.files
                if f.startswith(("common/", "services/")) and f.endswith((".c", ".h", ".def"))
                and (self.root / f).is_file()}
        words = collections.Counter(word for file, text in code.items() if not file.endswith(".h")
                                    for word in re.findall(r"\w+", text))
        for file, text in code.items():
            for match in DECLARED.finditer(text) if file.endswith(".h") else ():
                if words[match[1]] <= 1 and match[1] not in UNCALLED:
                    self.say(file, text.count("\n", 0, match.start()) + 1,
                             f"nothing calls {match[1]}(): a twin, or dead")

    # ---- every text file

    def text(self, file, lines):
        for number, line in enumerate(lines, 1):
            if MACHINE_PATH.search(line):
                self.say(file, number, "names a path of one machine")
            if file.startswith("tests/") and not file.startswith(("tests/load/",
                                                                  "tests/support/")) and SLEEP.search(line):
                self.say(file, number, "a test waits for a condition, with a bound; it does not sleep")
        if file.endswith((".c", ".h", ".py", ".sh", ".sql", ".cmake", "dev")) and not file.endswith("schema.sql"):
            if not any("SPDX-License-Identifier: MIT" in line for line in lines[:3]):
                self.say(file, 1, "no SPDX line at the top")
        if file.endswith(SOURCE) and not file.endswith("schema.sql") and len(lines) > FILE_LINES:
            self.say(file, FILE_LINES, f"{len(lines)} lines; a file has at most {FILE_LINES}")

    def columns(self, file, lines, row):
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS and len(LITERAL.sub("", line)) > COLUMNS and not re.match(row, line):
                self.say(file, number, f"{len(line)} columns; a line has at most {COLUMNS}")

    def links(self, file, lines):
        for number, line in enumerate(lines, 1):
            for match in LINK.finditer(line):
                target = (match[1] or match[2]).split("#")[0]
                if target and not re.match(r"[a-z]+:", target) and not ((self.root / file).parent / target).exists():
                    self.say(file, number, f"dead link: {target}")

    # ---- C

    def c_file(self, file, lines):
        self.functions(file, lines)
        for number, line in enumerate(lines, 1):
            self.include(file, number, line)
            if file.startswith("services/") and (banned := IN_SERVICES.search(line)):
                self.say(file, number, f"{banned[1]}() in a service: memory belongs to the arena")

    def include(self, file, number, line):
        included = INCLUDE.match(line)
        if not included:
            return
        name = included[1]
        owner = ONE_OWNER.get(pathlib.PurePath(name).name)
        if owner and file != owner:
            self.say(file, number, f"only {owner} includes <{name}>")
        if ".." in name:
            self.say(file, number, "includes are written from common/ or services/")
        if '"' in line:
            self.layer(file, number, name)
        if re.match(r"services/[a-z_]+/domain/", file) and not PURE.match(line):
            self.say(file, number, f"a domain is pure: not {name}")

    def layer(self, file, number, name):
        """A module of common/ includes what stands left of it in the list of common/README.md, and nothing else of
        common/."""
        parts, there = file.split("/"), name.split("/")[0]
        if parts[0] != "common" or len(parts) < 3 or "/" not in name or there == parts[1]:
            return
        if parts[1] not in self.layers or there not in self.layers:
            self.say(file, number, f"{parts[1]} or {there} is no layer of {LAYERS_PAGE}")
        elif self.layers.index(there) > self.layers.index(parts[1]):
            self.say(file, number, f"{there} stands above {parts[1]}: not {name}")

    def functions(self, file, lines):
        """In this formatting a body is what stands between a "{" and a "}" in the first column."""
        start = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                start = number
            elif line == "}" and start:
                length = number - start + 1
                if length > FUNCTION_LINES:
                    self.say(file, start, f"a function of {length} lines; at most {FUNCTION_LINES}")
                start = None


def main():
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard"],
                            check=True, capture_output=True, text=True).stdout
    breaches = Rules(sorted(listed.splitlines())).run()
    print("\n".join(breaches), end="\n" if breaches else "")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
