# SPDX-License-Identifier: MIT
"""The evaluation dies in the middle: what is marked, what is computed and what is told of it stay one."""
import random
import threading

import pytest

from support.observed import Observed

DAYS = 365
pytestmark = pytest.mark.long


def marked(stack):
    return int(stack.psql("select count(*) from bihuan.evaluation_dirty"))


def half_done(stack):
    """Days that are neither marked nor computed by both editions, and days of which the month or the place says
    nothing."""
    return stack.psql("""
        with day as (select o.id as object_id, d::date as day from bihuan.monitored_object o,
                            generate_series(date '2025-01-01', date '2025-12-31', interval '1 day') d where o.kind = 'AIR_STATION'),
             done as (select subject_id, period_start, count(*) as n from bihuan.evaluation where kind = 'AIR_DAY' group by 1, 2)
        select d.object_id, d.day from day d left join done x on x.subject_id = d.object_id and x.period_start = d.day
         where coalesce(x.n, 0) <> case when exists (select from bihuan.evaluation_dirty m
         where m.object_id = d.object_id and m.day = d.day)
                                        then 0 else 2 end
        union all
        select x.subject_id, x.period_start from done x
         where not exists (select from bihuan.evaluation e where e.subject_id = x.subject_id and e.kind = 'AIR_MONTH'
                              and e.period_start = date_trunc('month', x.period_start))
            or not exists (select from bihuan.evaluation e where e.object_id is null and e.kind = 'AIR_DAY'
            and e.period_start = x.period_start)
        limit 5""").strip()


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_at_any_moment_leaves_whole_batches(lone_stack, seed):
    chosen = random.Random(seed)
    observed = Observed(lone_stack)
    stations = [observed.station() for _ in range(20)]
    lone_stack.kill("indicators")
    observed.fill(stations, "round((random() * 120)::numeric, 1)")
    kills = 0
    while marked(lone_stack) and kills < 25:
        lone_stack.start("indicators")
        threading.Event().wait(chosen.uniform(0.05, 0.8))  # the moment is what varies, not what is waited for
        lone_stack.kill("indicators")
        kills += 1
        assert half_done(lone_stack) == ""
    lone_stack.start("indicators")
    observed.settle()
    assert half_done(lone_stack) == ""
    after_kills = observed.results()
    observed.from_scratch()
    assert observed.results() == after_kills and len(after_kills) > 20 * DAYS * 2


def test_a_correction_that_comes_while_its_day_is_computed_is_not_lost(lone_stack):
    observed = Observed(lone_stack)
    stations = [observed.station() for _ in range(10)]
    observed.fill(stations, "round((random() * 120)::numeric, 1)")
    chosen = random.Random(3)
    for _ in range(40):
        day = f"2025-{chosen.randint(1, 12):02}-{chosen.randint(1, 28):02}"
        observed.put([(chosen.choice(stations), "pm25", "1H", f"{day}T{h:02}:00+08:00", "AUTO",
                       chosen.randint(200, 400), "VALID") for h in range(24)])
    observed.settle()
    corrected = observed.results()
    observed.from_scratch()
    assert observed.results() == corrected
