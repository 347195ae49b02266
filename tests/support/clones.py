# SPDX-License-Identifier: MIT
"""Many issues quickly: rows like one that was made over HTTP, put in by SQL."""

COLUMNS = ("select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns "
           "where table_schema = 'bihuan' and table_name = 'issue' and is_generated = 'NEVER'")


def clone_issues(stack, issue, count, **fields):
    """`count` issues like this one; `fields` are SQL expressions of columns that differ, in which n counts from 1."""
    columns = stack.psql(COLUMNS).strip()
    said = {"id": "gen_random_uuid()", "code": "t.code || '-' || n", "serial_no": "t.serial_no || '-' || n"} | fields
    taken = ", ".join(said.get(name.strip('"'), f"t.{name}") for name in columns.split(", "))
    stack.psql(f"insert into bihuan.issue ({columns}) select {taken} from bihuan.issue t, generate_series(1, {count}) n "
               f"where t.id = '{issue['id']}'; analyze bihuan.issue;")
