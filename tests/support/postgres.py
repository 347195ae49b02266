#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a command against a throw-away PostgreSQL without any schema: `postgres.py COMMAND...`.

The command finds the superuser's conninfo in BIHUAN_TEST_PG. For the C tests of common/db, which make their own tables.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common" / "tools" / "dev"))

import servers  # noqa: E402

FAST = ("fsync=off", "full_page_writes=off", "max_connections=60")


def main():
    directory = pathlib.Path(tempfile.mkdtemp(prefix="bihuan-pg.", dir="/var/tmp"))
    directory.chmod(0o755)
    postgres = servers.Postgres(directory, FAST)
    try:
        postgres.create()
        postgres.launch()
        conninfo = f"{postgres.conninfo} user=postgres"
        return subprocess.run(sys.argv[1:], env=os.environ | {"BIHUAN_TEST_PG": conninfo}, check=False).returncode
    finally:
        postgres.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
