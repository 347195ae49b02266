# SPDX-License-Identifier: MIT
"""The house rules find what they forbid, and nothing else."""
import pytest

import house_rules

C = "/* SPDX-License-Identifier: MIT */\n"
PY = "# SPDX-License-Identifier: MIT\n"
PLACE, NAP = "/" + "work", "time.sl" + "eep(1)\n"


@pytest.mark.parametrize("file, text, said", [
    ("services/x/handlers/a.c", C + "void f(void)\n{\n    free(p);\n}\n", "free() in a service"),
    ("services/x/a.c", C + "    PQclear(r);\n", "PQclear() in a service"),
    ("services/x/a.c", C + "    arena_free_all(a);\n    my_free(x);\n", None),
    ("common/base/a.c", C + "    free(p);\n", None),
    ("common/http/other.c", C + "#include <ulfius.h>\n", "only common/http/server.c includes <ulfius.h>"),
    ("common/http/server.c", C + "#include <ulfius.h>\n", None),
    ("common/redis/other.c", C + "#include <hiredis/hiredis.h>\n", "only common/redis/redis.c"),
    ("common/http/a.c", C + '#include "app/app.h"\n', "app stands above http: not app/app.h"),
    ("common/auth/a.c", C + '#include "unit/ctx.h"\n', "unit stands above auth"),
    ("common/moon/a.c", C + '#include "base/str.h"\n', "is no layer of common/README.md"),
    ("common/http/a.c", C + '#include "unit/ctx.h"\n#include "http/server.h"\n#include <sys/stat.h>\n', None),
    ("common/base/a.h", C + "int called_by_nobody(int x);\n", "nothing calls called_by_nobody()"),
    ("services/x/domain/a.c", C + '#include "db/db.h"\n', "a domain is pure: not db/db.h"),
    ("services/x/domain/a.c", C + "#include <unistd.h>\n", "a domain is pure"),
    ("services/x/domain/a.c", C + "#include <stdio.h>\n", "a domain is pure: not stdio.h"),
    ("services/x/domain/a.c", C + '#include "x/domain/a.h"\n#include "base/str.h"\n#include <string.h>\n', None),
    ("services/x/store/a.c", C + '#include "../domain/a.h"\n', "from common/ or services/"),
    ("common/base/a.c", C + "int f(void)\n{\n" + "    x();\n" * 59 + "}\n", "a function of 61 lines"),
    ("common/base/a.c", C + "int f(void)\n{\n" + "    x();\n" * 58 + "}\n", None),
    ("common/base/a.c", C + "\n" * 400, "401 lines; a file has at most 400"),
    ("tests/unit/common/base/a.c", C + "\n" * 400, "401 lines; a file has at most 400"),
    ("tests/api/test_a.py", PY + "\n" * 400, "401 lines; a file has at most 400"),
    ("migrations/0001_a.sql", "-- SPDX-License-Identifier: MIT\n" + "\n" * 400, "401 lines; a file has at most 400"),
    ("tests/api/test_a.py", PY + "\n" * 399, None),
    ("migrations/schema.sql", "\n" * 401, None),
    ("common/base/a.c", C + "/* " + "word " * 25 + "*/\n", "130 columns; a line has at most 120"),
    ("common/base/a.c", C + '    {"' + "word " * 25 + '"},\n', None),
    ("tests/api/test_a.py", PY + "x = f(" + "a, " * 40 + ")\n", "127 columns; a line has at most 120"),
    ("tests/api/test_a.py", PY + "x = '" + "a, " * 40 + "'\n", None),
    ("docs/a.md", "| " + "word " * 25 + "|\n", None),
    ("docs/a.md", "word " * 25 + "\n", "125 columns"),
    ("migrations/schema.sql", "word " * 25 + "\n", None),
    ("common/base/a.c", "int x;\n", "no SPDX line"),
    ("tests/api/test_a.py", PY + NAP, "it does not sleep"),
    ("tests/load/a.py", PY + NAP, None),
    ("docs/a.md", "see " + PLACE + "/shared\n", "names a path of one machine"),
    ("docs/a.md", "a network/" + "home/user route, ~/" + "work/x\n", None),
    ("docs/a.md", "[there](a.md) [web](https://example.org) [part](#x) [in](a.md#x)\n", None),
    ("docs/a.md", "[gone](missing.md)\n", "dead link: missing.md"),
])
def test_rule(tmp_path, file, text, said):
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)
    breaches = house_rules.Rules([file], tmp_path).run()
    if said is None:
        assert breaches == []
    else:
        assert len(breaches) == 1 and said in breaches[0]
