# SPDX-License-Identifier: MIT
"""What the gateway refuses itself is a problem document like those of the services."""
import http.server
import json
import pathlib
import socket
import tempfile
import threading

import pytest

import entrance
import openapi
import servers
from support.stack import free_ports
from support.traps import Raw, request

FILE = openapi.ROOT / "api" / "components" / "problem.yaml"
DOCUMENT = openapi.Node(FILE, openapi.load(FILE)).get("Problem")


class Upstream(http.server.BaseHTTPRequestHandler):
    """A service that answers what it is asked for, and tells what it was sent."""

    def do_GET(self):
        body = json.dumps({"for": self.headers.get_all("X-Forwarded-For")}).encode()
        self.send_response(405 if "refused" in self.path else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    """nginx before a service that answers, one that is not there and one that never answers."""
    directory = tmp_path_factory.mktemp("gateway")
    above = pathlib.Path(tempfile.gettempdir())
    for path in (directory, *directory.parents):  # nginx is another account
        if path.is_relative_to(above) and path != above:
            path.chmod(0o755)
    port, gone = free_ports(2)
    alive = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=alive.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        text = entrance.nginx_configuration(
            directory / "nginx", port, {"alive": alive.server_port, "gone": gone, "silent": silent.getsockname()[1]},
            {"alive": ["/alive"], "gone": ["/gone"], "silent": ["/silent"]}).replace("http://directory", "http://alive")
        assert "proxy_read_timeout 120s" in text and "client_body_timeout 15s" in text
        nginx = servers.Nginx(directory, port)
        nginx.launch(text.replace("proxy_read_timeout 120s", "proxy_read_timeout 1s").replace("client_body_timeout 15s",
                "client_body_timeout 1s"))
        yield port
        nginx.stop()
    alive.shutdown()
    alive.server_close()


def ask(port, data):
    with Raw("127.0.0.1", port) as raw:
        raw.send(data)
        return raw.answer()


def is_problem(answer, status, code):
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert openapi.faults(DOCUMENT, said) == []
    assert (said["code"], said["status"], said["type"]) == (code, status, f"/problems/{code}")
    assert said["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["cache-control"] == "no-store"
    return said


@pytest.mark.parametrize("sent, status, code", [
    (request("/v1/nowhere"), 404, "not-found"), (request("/"), 404, "not-found"),
    (request("/v1/nowhere", "POST", body=b"{}"), 404, "not-found"),
    (request("/v1/alive", "TRACE"), 405, "method-not-allowed"),
    (request("/v1/alive", "POST", f"Content-Length: {70 << 20}"), 413, "body-too-large"),
    (request("/v1/" + "x" * 60_000), 414, "uri-too-long"), (request("/v1/alive", "GET", "X-Long: " + "x" * 60_000), 400,
                                                            "bad-request"),
    (request("/v1/alive", "GET", "Host: another"), 400, "bad-request"),
    (request("/v1/alive", "POST", "Content-Length: x"), 400, "bad-request"),
    (request("/v1/%zz"), 400, "bad-request"), (b"GET\r\n\r\n", 400, "bad-request"),
    (request("/v1/alive", "POST", "Transfer-Encoding: zip"), 400, "bad-request"),
    (b"GET /v1/alive HTTP/1.1\r\n\r\n", 400, "bad-request"),
    (request("/v1/gone"), 503, "unavailable"), (request("/v1/gone/x?y=1", "POST", body=b"{}"), 503, "unavailable"),
    (request("/v1/silent"), 503, "unavailable"),
], ids=range(16))
def test_its_own_errors_are_problem_documents(gateway, sent, status, code):
    answer = ask(gateway, sent)
    is_problem(answer, status, code)
    assert ("retry-after" in answer.headers) == (status == 503)
    assert ("allow" in answer.headers) == (status == 405)


def test_they_speak_the_callers_language(gateway):
    for accept, language, title in (("en-GB, zh;q=0.5", "en", "No such resource"), ("zh-CN", "zh-CN", "资源不存在"),
                                    ("", "zh-CN", "资源不存在")):
        answer = ask(gateway, request("/v1/nowhere", "GET", f"Accept-Language: {accept}"))
        assert (answer.json()["title"], answer.headers["content-language"]) == (title, language)


def test_what_a_service_answers_passes_as_it_is(gateway):
    assert ask(gateway, request("/v1/alive")).status == 200
    assert ask(gateway, request("/problems/internal")).status == 404
    refused = ask(gateway, request("/v1/alive/refused"))
    assert refused.status == 405 and "for" in refused.json() and "x-request-id" not in refused.headers


def test_what_a_caller_says_of_his_address_is_replaced(gateway):
    assert ask(gateway, request("/v1/alive", "GET", "X-Forwarded-For: 6.6.6.6")).json() == {"for": ["127.0.0.1"]}
