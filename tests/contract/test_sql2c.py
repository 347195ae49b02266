# SPDX-License-Identifier: MIT
"""The translator of named statements: parameters, what is not one, and the faults it reports."""
import subprocess

import pytest

import sql2c


def one(text):
    return sql2c.parse(text, "x.sql")[0]


@pytest.mark.parametrize("sql, expected, params", [
    ("SELECT :a", "SELECT $1", ["a"]),
    ("SELECT :a, :b, :a", "SELECT $1, $2, $1", ["a", "b"]),
    ("SELECT :a::date", "SELECT $1::date", ["a"]),
    ("SELECT ':a', \":b\", ':c''d :e'", "SELECT ':a', \":b\", ':c''d :e'", []),
    ("SELECT E'\\' :a', :b", "SELECT E'\\' :a', $1", ["b"]),
    ("SELECT $$ :a; $$, $x$ :b $$ $x$, :c", "SELECT $$ :a; $$, $x$ :b $$ $x$, $1", ["c"]),
    ("SELECT 1 -- :a\n, /* :b */ :c", "SELECT 1 , $1", ["c"]),
    ("SELECT\n\n   a   \n FROM t;\n\n", "SELECT a FROM t", []),
    ("SELECT '  two  blanks\n'", "SELECT '  two  blanks\n'", []),
    ("SELECT x[1:2], f(n := :v)", "SELECT x[1:2], f(n := $1)", ["v"]),
    ("SELECT :b /*?a*/ + :a /*?*/ /* c */", "SELECT $1 /*?2*/ + $2 /*?*/", ["b", "a"]),
])
def test_parameters(sql, expected, params):
    statement = one("-- name: s\n" + sql)
    assert (statement.sql, statement.params) == (expected, params)


def test_doc_comment_and_blocks():
    text = "-- About issues.\n\n-- name: first\n-- Says why.\n-- In two lines.\nSELECT 1;\n-- name: second\nSELECT 2\n-- inside\nWHERE true\n"
    first, second = sql2c.parse(text, "x.sql")
    assert (first.name, first.doc, first.sql) == ("first", ["Says why.", "In two lines."], "SELECT 1")
    assert (second.name, second.line, second.sql) == ("second", 7, "SELECT 2 WHERE true")


@pytest.mark.parametrize("text, message", [
    ("SELECT 1", "x.sql:1: text outside a block"),
    ("-- name: s\n", "x.sql:1: s: no statement"),
    ("-- name: s\nSELECT $1", "x.sql:1: s: $1: write a named parameter, :name"),
    ("-- name: s\nSELECT {columns}", "x.sql:1: s: {columns} is not defined"),
    ("-- name: s_{level}\nSELECT 1", "x.sql:1: s_{level}: no such axis"),
    ("-- name: s\nSELECT 1 /*?a*/ + 1",
     "x.sql:1: s: optional texts are opened with /*?name*/ and closed with /*?*/, none inside another"),
    ("-- name: s\nSELECT '$1' /*?a*/ + 1 /*?*/", "x.sql:1: s: a quoted $ and digit in a statement with optional text"),
    ("-- name: s\nSELECT 1; SELECT 2", "x.sql:1: s: text after the ';': one statement a block"),
])
def test_faults(text, message):
    with pytest.raises(sql2c.SqlError) as error:
        sql2c.parse(text, "x.sql")
    assert str(error.value) == message


FAMILY = """-- axis: level = city street
-- define: columns
id, {extra}
-- define: extra
title
-- define: own.city
true
-- define: own.street
scope = :ctx_scope
-- name: list_{level}
-- One page.
SELECT {columns} FROM issue WHERE {own}
"""


def test_a_family_is_one_statement_for_each_value_of_its_axis():
    assert [(s.name, s.sql, s.params, s.doc) for s in sql2c.parse(FAMILY, "x.sql")] == [
        ("list_city", "SELECT id, title FROM issue WHERE true", [], ["One page."]),
        ("list_street", "SELECT id, title FROM issue WHERE scope = $1", ["ctx_scope"], ["One page."]),
    ]


def test_a_name_is_given_once(tmp_path):
    for file in ("a.sql", "b.sql"):
        (tmp_path / file).write_text("-- name: same\nSELECT 1\n")
    with pytest.raises(sql2c.SqlError, match="same is also at .*a.sql:1"):
        sql2c.load(sorted(tmp_path.glob("*.sql")))


def test_definitions_of_shared_sql_are_known_beside_it(tmp_path):
    (tmp_path / "shared.sql").write_text("-- define: row\na, b\n-- define: from\nfrom t\n")
    (tmp_path / "a.sql").write_text("-- name: one\nselect {row} {from};\n")
    (tmp_path / "b.sql").write_text("-- define: row\nc\n-- name: two\nselect {row} {from};\n")
    assert [s.sql for s in sql2c.load(sorted(tmp_path.glob("*.sql")))] == ["select a, b from t", "select c from t"]
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.sql").write_text("-- name: three\nselect {row};\n")
    with pytest.raises(sql2c.SqlError, match="{row} is not defined"):
        sql2c.load(sorted(tmp_path.rglob("*.sql")))


def test_the_c_that_comes_out_compiles_and_holds_the_text(tmp_path):
    columns = ", ".join(f"col_{i}" for i in range(200))
    sql = f"""SELECT "a\\b", 'line\nbreak', :x / 2, {columns}"""
    (tmp_path / "s.sql").write_text("-- name: long_one\n-- Ends */ early.\n" + sql + "\n")
    assert sql2c.main(["--unit", "demo", "--out", str(tmp_path), str(tmp_path / "s.sql")]) == 0
    (tmp_path / "main.c").write_text(
        '#include "demo_sql.h"\n#include <stdio.h>\nint main(void) {'
        ' printf("%d %s %s", demo_statements[0]->n_params, demo_statements[0]->params[0], demo_statements[0]->sql);'
        " return demo_statements[1] != NULL; }\n")
    common = sql2c.pathlib.Path(sql2c.__file__).parents[1]
    subprocess.run(["cc", "-std=c17", "-Wall", "-Werror", f"-I{common}", f"-I{tmp_path}", tmp_path / "main.c",
                    tmp_path / "demo_sql.c", "-o", tmp_path / "main"], check=True)
    printed = subprocess.run([tmp_path / "main"], check=True, capture_output=True, text=True).stdout
    assert printed == "1 x " + one("-- name: long_one\n" + sql).sql
