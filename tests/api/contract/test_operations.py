# SPDX-License-Identifier: MIT
"""What operators ask of every service, outside /v1."""
import requests


def ask(stack, service, path):
    answer = requests.get(stack.service(service).url + path, timeout=10)
    stack.recorder.add(service, answer)
    return answer


def test_every_service_lives_is_ready_and_counts(stack):
    for service in stack.services:
        assert ask(stack, service, "/healthz").json() == {"status": "ok"}
        assert ask(stack, service, "/readyz").json() == {"status": "ready", "redis": "ok"}
        text = ask(stack, service, "/metrics").text
        assert 'bihuan_http_requests_total{operation="getHealth",status="200"}' in text


def test_without_its_database_a_service_lives_but_is_not_ready(lone_stack):
    lone_stack.postgres.stop()
    for service in lone_stack.services:
        assert ask(lone_stack, service, "/healthz").status_code == 200
        assert ask(lone_stack, service, "/readyz").status_code == 503
    lone_stack.postgres.launch()
