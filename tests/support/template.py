# SPDX-License-Identifier: MIT
"""Data directories that tests start from, each made once a run, whatever processes the run has: making one costs
seconds, copying it a fraction of one."""
import atexit
import fcntl
import os
import pathlib
import shutil
import subprocess
import tempfile

HOME = "BIHUAN_TEST_TEMPLATES"


def home():
    """Where they are kept: the first process of a run makes the place and takes it away, its children find it."""
    if HOME not in os.environ:
        made = tempfile.mkdtemp(prefix=f"bihuan-template.{os.getpid()}.", dir="/var/tmp")
        pathlib.Path(made).chmod(0o755)
        os.environ[HOME] = made
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    return pathlib.Path(os.environ[HOME])


def template(name, make):
    """The directory of that name; make(directory) fills one that is not there yet."""
    directory = home() / name
    with directory.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = directory.with_suffix(".made")
        if not made.exists():
            shutil.rmtree(directory, ignore_errors=True)  # of one that failed half-way
            directory.mkdir(mode=0o755)
            make(directory)
            made.touch()
    return directory


def copy(source, target):
    """A data directory with owners and modes. Its log is mostly zeros, which are not written again."""
    subprocess.run(["cp", "--archive", "--sparse=always", source, target], check=True)


def strip(psql):
    """Takes out what no test connects to, half of the files of a cluster; `bihuan` stays."""
    psql("update pg_database set datistemplate = false")
    for name in ("postgres", "template1", "template0"):
        psql(f"drop database {name}")
