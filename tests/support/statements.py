# SPDX-License-Identifier: MIT
"""The statements of a program as SQL that psql runs."""
import json
import re
import subprocess

from support.stack import BUILD


def statements(binary):
    """name -> (sql with $n, parameter names) of a program."""
    listed = json.loads(subprocess.run([BUILD / "bin" / binary, "--dump-statements"], check=True,
                                       capture_output=True).stdout)
    return {s["name"]: (s["sql"], s["params"]) for s in listed}


def rendered(statement, **values):
    """Parameters as `values` say (SQL); what is not among them is null, and its optional text is not there."""
    sql, names = statement
    sql = re.sub(r"/\*\?(\d+)\*/(.*?)/\*\?\*/", lambda m: m[2] if names[int(m[1]) - 1] in values else "", sql)
    return re.sub(r"\$(\d+)", lambda m: values.get(names[int(m[1]) - 1], "null"), sql)
