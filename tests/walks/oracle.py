# SPDX-License-Identifier: MIT
"""Looks at the database after every round: one connection as superuser, invariants as rows that must not be there.

Each file of invariants/ is one SELECT of (issue_id, what), written from the domain over what the services recorded. It
may use `steps` (the log), `fresh` (what is new in it since the last look), `pair` (an issue beside itself at the last
look) and the rest of views.sql."""
import pathlib
import queue
import subprocess
import threading

import servers

HERE = pathlib.Path(__file__).resolve().parent / "invariants"
END = "<<end of answer>>"
MAIN = ", issue, issue_party, issue_plan, verification, evidence, publicity, publicity_objection" \
       ", milestone, issue_clock, escalation, light_log, progress_report"


class OracleError(Exception):
    """A statement that PostgreSQL refused."""


class Psql:
    """A psql that stays: statements go in, rows come out."""

    def __init__(self, conninfo):
        session = f"{conninfo} user=postgres options='-c search_path=bihuan -c jit=off'"
        pipe = subprocess.PIPE
        self.child = subprocess.Popen([servers.PG_BIN / "psql", session, "-XqAtF", "\t"], stdin=pipe, stdout=pipe,
                                      stderr=subprocess.STDOUT, text=True)
        self.lines = queue.SimpleQueue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def run(self, sql):
        """The rows, each a list of texts."""
        self.child.stdin.write(f"{sql}\n;\n\\echo '{END}'\n")
        self.child.stdin.flush()
        rows = []
        while (line := self.lines.get(timeout=600)) != END:
            if line is None:
                raise OracleError("psql ended")
            rows.append(line)
        fault = next((row for row in rows if row.startswith(("ERROR:", "FATAL:"))), None)
        if fault:
            raise OracleError("\n".join(rows[:12]) + "\n" + sql[:400])
        return [row.split("\t") for row in rows if row]

    def close(self):
        self.child.stdin.close()
        self.child.wait(10)
        self.child.stdout.close()


class Oracle:
    """What must hold of every issue, asked for after every round."""

    def __init__(self, conninfo):
        self.psql = Psql(conninfo)
        self.psql.run((HERE / "views.sql").read_text(encoding="utf-8"))
        self.names = sorted(file.stem for file in HERE.glob("*.sql") if file.stem != "views")
        for name in self.names:
            sql = (HERE / f"{name}.sql").read_text(encoding="utf-8")
            self.psql.run(f"create temp view {name} as {sql}")
        self.looks = 0

    def look(self, day, reads=()):
        """(invariant, issue, what) of everything that does not hold; `reads` is what was opened since the last look."""
        self.looks += 1
        rows = ", ".join(f"({', '.join(map(repr, read))})" for read in reads)
        self.psql.run("truncate opened" + (f"; insert into opened values {rows}" if rows else ""))
        self.psql.run(f"call pg_temp.take_a_glance({self.looks}, '{day}')")
        self.psql.run("analyze fresh, pair, steps, touched" + (MAIN if self.looks % 8 == 1 else ""))
        union = " union all ".join(f"select '{name}', issue_id::text, what from {name}" for name in self.names)
        return [tuple(row) for row in self.psql.run(union)]

    def transitions(self):
        """How often each row of domain B.3 was taken, and how many issues were struck off."""
        rows = self.psql.run("select rule, count(*) from state_log group by 1 order by 1")
        closed = self.psql.run("select count(distinct issue_id) from state_log where to_state = 'CLOSED'")
        return {rule: int(n) for rule, n in rows}, int(closed[0][0])

    def jobs_done(self, day, now):
        """Whether the daily walk of the day came to its end, and the other jobs of the service ran since `now`."""
        rows = self.psql.run(
            f"select count(*) filter (where job = 'daily' and watermark like '{day} done%'), "
            f"count(*) filter (where job in ('missed-reports', 'suspensions') and finished_at >= '{now}') "
            "from job_run where service = 'issues'")
        return rows[0] == ["1", "2"]

    def close(self):
        self.psql.close()
