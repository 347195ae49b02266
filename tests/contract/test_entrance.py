# SPDX-License-Identifier: MIT
"""How request paths find their service: the shortest prefixes that tell services apart, in nginx and in the tests
alike."""
import re

import pytest

import entrance

ROUTES = {
    "directory": ["/tenants", "/tenants/{tenant_id}", "/tenants/import", "/oauth2/token"],
    "issues": ["/issues", "/issues/{issue_id}", "/boards/rectification", "/public/issues"],
    "assessment": ["/runs/{run_id}", "/public/results"],
}
TABLE = entrance.prefixes(ROUTES)


def test_prefixes_are_as_short_as_they_can_be():
    assert TABLE == {
        ("tenants",): "directory", ("oauth2",): "directory", ("issues",): "issues", ("boards",): "issues",
        ("runs",): "assessment", ("public", "issues"): "issues", ("public", "results"): "assessment",
    }


@pytest.mark.parametrize("path, service", [
    ("/v1/tenants", "directory"), ("/v1/tenants/x/children", "directory"), ("/issues/1/transitions", "issues"),
    ("/v1/public/results", "assessment"), ("/.well-known/jwks.json", "directory"), ("/v1/issuesx", None),
    ("/v1/public", None), ("/v1/nothing", None),
])
def test_owner(path, service):
    assert entrance.owner(TABLE, path) == service


def test_nginx_sends_each_prefix_to_its_service():
    text = entrance.nginx_configuration("/tmp/x", 8080, {"directory": 8081, "issues": 8082, "assessment": 8085}, ROUTES)
    assert not re.search("@[a-z]+@", text)
    assert "listen 127.0.0.1:8080;" in text
    assert "location = /v1/issues { proxy_pass http://issues; }" in text
    assert "location /v1/issues/ { proxy_pass http://issues; }" in text
    assert "location /v1/public/results/ { proxy_pass http://assessment; }" in text
    assert "upstream assessment { server 127.0.0.1:8085" in text
    assert text.count("keepalive_timeout 20s;") == 3  # before the services close an idle connection
