# SPDX-License-Identifier: MIT
"""Redis asks for a password: who has it gets in, and who has not is told what to do while work goes on."""
import json
import urllib.request

import pytest
import redis

from support.probe import STREAM, Probe


@pytest.fixture
def own():
    with Probe() as lone:
        lone.emit(1)
        lone.settle(1)
        yield lone


def test_nobody_gets_in_without_the_password(own):
    stranger = redis.Redis(unix_socket_path=str(own.stack.redis.socket))
    with pytest.raises(redis.exceptions.AuthenticationError):
        stranger.xadd(STREAM, {"e": "{}"})


@pytest.mark.parametrize("given, said", (("wrong", "WRONGPASS"), (None, "NOAUTH")))
def test_a_wrong_password_is_named_and_work_goes_on_until_it_is_right(own, given, said):
    file, right = own.stack.directory / "probe.password", own.services[0].environment["BIHUAN_REDIS_PASSWORD_FILE"]
    file.write_text("wrong\n")
    own.stop()
    own.services[0].environment["BIHUAN_REDIS_PASSWORD_FILE"] = str(file) if given else ""
    own.start()
    own.wait(lambda: said in own.services[0].log_tail(200), "the complaint")
    assert "BIHUAN_REDIS_PASSWORD_FILE" in own.services[0].log_tail(200)
    with urllib.request.urlopen(f"{own.services[0].url}/readyz", timeout=5) as answer:
        assert json.load(answer) == {"status": "ready", "redis": "down"}
    own.emit(3)
    assert own.value("select count(*) from outbox") == 3
    own.stop()
    own.services[0].environment["BIHUAN_REDIS_PASSWORD_FILE"] = right
    own.start()
    own.settle(4)
    assert own.stack.redis.password not in own.services[0].log_tail(1000)


def test_a_server_that_asks_for_no_password_is_told_from_ours(own):
    own.stop()
    own.redis.config_set("requirepass", "")
    own.services[0].launch()
    own.wait(lambda: "set requirepass" in own.services[0].log_tail(200), "the complaint")


def test_a_password_in_the_address_serves_as_well(own):
    own.stop()
    own.services[0].environment["BIHUAN_REDIS_PASSWORD_FILE"] = ""
    own.services[0].environment["BIHUAN_REDIS"] = f"default:{own.stack.redis.password}@{own.stack.redis.address}"
    own.start()
    own.emit(2)
    own.settle(3)
    assert own.stack.redis.password not in own.services[0].log_tail(1000)
