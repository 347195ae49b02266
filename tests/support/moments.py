# SPDX-License-Identifier: MIT
"""Two who act on one issue at the same moment."""
import concurrent.futures

import psycopg2


def meanwhile(stack, issue, send, sql):
    """The answer to a request that waited for another's unit of work, which held the issue and did this."""
    with psycopg2.connect(f"{stack.postgres.conninfo} user=postgres") as connection, connection.cursor() as cursor, \
            concurrent.futures.ThreadPoolExecutor() as pool:
        cursor.execute("select from bihuan.issue where id = %s for update", (issue["id"],))
        answer = pool.submit(send)
        stack.until(lambda: stack.psql("select pid from pg_stat_activity where application_name = 'bihuan-issues' "
                                       "and wait_event_type = 'Lock'").strip())
        cursor.execute(sql)
        connection.commit()
        return answer.result()
