# SPDX-License-Identifier: MIT
"""Time-driven work: once for each due time however many processes there are, catching up, in batches, and never
half."""
import pytest

from support.probe import Probe


@pytest.fixture(scope="module")
def pair():
    with Probe(processes=2) as shared:
        yield shared


def runs(probe, job):
    return probe.value("select count(*) from probe_run where job = %s", job)


def test_a_job_runs_once_for_each_due_time_with_two_processes(pair):
    pair.wait(lambda: runs(pair, "tick") == 1, "first run")
    for expected in range(2, 8):
        pair.stack.clock.move(seconds=11)
        pair.wait(lambda: runs(pair, "tick") == expected, f"run {expected}")
    looked = [pair.metric("bihuan_job_runs_total", i) for i in (0, 1)]
    pair.wait(lambda: min(pair.metric("bihuan_job_runs_total", i) for i in (0, 1)) >= 0 and looked, "both alive")
    assert runs(pair, "tick") == 7


def test_a_long_absence_is_caught_up_with_one_run(pair):
    before = runs(pair, "tick")
    pair.stack.clock.move(days=3)
    pair.wait(lambda: runs(pair, "tick") > before, "run")
    pair.stack.clock.move(seconds=1)
    assert runs(pair, "tick") == before + 1


def test_a_clock_that_goes_back_does_not_stop_the_work(pair):
    before = runs(pair, "tick")
    pair.stack.clock.move(days=-300)
    pair.wait(lambda: runs(pair, "tick") > before, "run")


def test_a_job_with_more_to_do_is_called_again_at_once(pair):
    pair.wait(lambda: runs(pair, "batches") >= 10, "batches")


def test_a_failing_run_leaves_nothing_behind_and_is_told(pair):
    pair.wait(lambda: runs(pair, "fragile") >= 1, "first run")
    pair.stack.psql("insert into bihuan.probe_switch values ('fragile', true)")
    before = runs(pair, "fragile")
    pair.stack.ctl("jobs", "run", "probe", "fragile")
    pair.wait(lambda: pair.value("select failures from job_run where job = 'fragile'") >= 1, "failure")
    assert runs(pair, "fragile") == before
    assert "told to fail" in pair.stack.ctl("jobs", "list")
    pair.stack.psql("delete from bihuan.probe_switch where name = 'fragile'")
    pair.stack.ctl("jobs", "run", "probe", "fragile")
    pair.wait(lambda: runs(pair, "fragile") == before + 1, "recovery")
    assert pair.value("select last_error from job_run where job = 'fragile'") is None


def test_partitions_are_made_ahead_of_a_moved_clock(pair):
    pair.stack.clock.move(days=700)
    ahead = "select to_char((now() + interval '%s days')::date, 'YYYYMM')"
    months = {pair.value(ahead % days) for days in (700 - 300 + 3 + 35,)}
    names = "select count(*) from pg_class where relname = 'audit_entry_' || %s"
    pair.wait(lambda: all(pair.value(names, month) == 1 for month in months), "partitions")


def test_an_unknown_job_is_refused(pair):
    assert "no job" in str(pytest.raises(Exception, pair.stack.ctl, "jobs", "run", "probe", "dream").value)
