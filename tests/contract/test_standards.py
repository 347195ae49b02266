# SPDX-License-Identifier: MIT
"""The editions that ship: a file each, whole, with its source. No server."""
import csv
import datetime
import itertools
import re

import pytest

import reference_pages

FILES = sorted(reference_pages.STANDARDS.glob("*.csv"))
HEADER = "edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to"


def read(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_file_is_one_whole_edition_with_its_source(file):
    rows = read(file)
    assert file.read_text(encoding="utf-8").startswith(HEADER + "\n")
    assert {row["edition"] for row in rows} == {file.stem}
    assert [row["kind"] for row in rows].count("EDITION") == 1 and rows[0]["kind"] == "EDITION"
    assert any(row["kind"] == "RULE" and (row["item"], row["name"]) == ("", "source") and row["text"] for row in rows)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_no_row_stands_twice(file):
    keys = [tuple(row[name] for name in ("kind", "item", "averaging", "level", "name")) for row in read(file)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_values_are_exact_decimals(file):
    values = [row["value"] for row in read(file) if row["value"]]
    assert [v for v in values if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", v)] == []


def test_one_edition_of_a_family_is_in_force_on_a_day():
    def days(head):
        return (datetime.date.fromisoformat(head["valid_from"]),
                datetime.date.fromisoformat(head["valid_to"]) if head["valid_to"] else datetime.date.max)
    heads = [read(file)[0] for file in FILES]
    both = [(a["edition"], b["edition"]) for a, b in itertools.combinations(heads, 2) if a["name"] == b["name"]
            and days(a)[0] <= days(b)[1] and days(b)[0] <= days(a)[1]]
    assert both == []
