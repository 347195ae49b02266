# SPDX-License-Identifier: MIT
"""Which service a path belongs to, from the routes the programs print; nginx's configuration, and the lookup of the
tests."""
import pathlib
import re

BASE = "/v1"
TEMPLATE = pathlib.Path(__file__).with_name("nginx.conf.in")
PROBLEMS = pathlib.Path(__file__).parents[2] / "problem" / "problem_codes.def"
PROBLEM = re.compile(r'^PROBLEM\((\w+),\s*(\d+),\s*"([^"]*)",\s*"([^"]*)",\s*"([^"]*)"\)', re.M)
# What nginx refuses by itself -> our problem, and the headers that belong to it.
REFUSALS = {
    "400 494 501 505": ("BAD_REQUEST", {}), "404": ("NOT_FOUND", {}),
    "405": ("METHOD_NOT_ALLOWED", {"Allow": '"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"'}),
    "408": ("REQUEST_TIMEOUT", {}),
    "413": ("BODY_TOO_LARGE", {}), "414": ("URI_TOO_LONG", {}), "500": ("INTERNAL", {}),
    "502 503 504": ("UNAVAILABLE", {"Retry-After": "1"}),
}
HEADERS = {"X-Request-Id": "$request_id", "Content-Language": "$problem_language", "Vary": "Accept-Language",
           "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def literal(path):
    """The segments of a route before its first parameter."""
    segments = path.strip("/").split("/")
    parameters = [i for i, s in enumerate(segments) if s.startswith("{")]
    return tuple(segments[: parameters[0]] if parameters else segments)


def prefixes(routes):
    """{prefix of segments: service}, each as short as it can be without being another service's too."""
    owners = {}
    for service, paths in routes.items():
        for path in paths:
            segments = literal(path)
            for length in range(1, len(segments) + 1):
                owners.setdefault(segments[:length], set()).add(service)
    found = {}
    for prefix, services in owners.items():
        if len(services) == 1 and (len(prefix) == 1 or len(owners[prefix[:-1]]) > 1):
            found[prefix] = next(iter(services))
    return found


def owner(table, path):
    """The service that a request path belongs to, or None."""
    segments = path.removeprefix(BASE).strip("/").split("/")
    if segments[0] == ".well-known":
        return "directory"
    matches = [p for p in table if tuple(segments[: len(p)]) == p]
    return table[max(matches, key=len)] if matches else None


def location(prefix, service):
    path = BASE + "/" + "/".join(prefix)
    return (f"        location = {path} {{ proxy_pass http://{service}; }}\n"
            f"        location {path}/ {{ proxy_pass http://{service}; }}")


def problems():
    """{name: (status, slug, title in English, in Chinese)} of the platform's table."""
    return {name: (int(status), *texts) for name, status,
            *texts in PROBLEM.findall(PROBLEMS.read_text(encoding="utf-8"))}


def title_map(name, english, chinese):
    return f'    map $problem_language $title_{name.lower()} {{ default "{chinese}"; en "{english}"; }}'


def refusal(statuses, name, headers, status, slug):
    """The page of statuses of nginx's own: a problem document."""
    place = f"/problems/{slug}"  # a named place has no page for a request whose first line cannot be read
    document = (f'{{"type":"/problems/{slug}","code":"{slug}","status":{status},"title":"$title_{name.lower()}",'
                f'"request_id":"$request_id"}}')
    added = "".join(f"            add_header {key} {value} always;\n" for key, value in (HEADERS | headers).items())
    return (f"        error_page {statuses} ={status} {place};\n        location = {place} {{\n            internal;\n"
            f"            default_type application/problem+json;\n{added}            return {status} '{document}';\n        }}")


def nginx_configuration(directory, port, ports, routes):
    """`ports` and `routes` are {service: port} and {service: paths}."""
    kept = "keepalive 32; keepalive_timeout 20s;"  # the services close what is idle for 30 s
    upstreams = [f"    upstream {name} {{ server 127.0.0.1:{p} max_fails=0; {kept} }}" for name, p in ports.items()]
    locations = [location(prefix, service) for prefix, service in sorted(prefixes(routes).items())]
    locations.append("        location /.well-known/ { proxy_pass http://directory; }")
    values = {"directory": directory, "port": port, "upstreams": "\n".join(upstreams),
              "locations": "\n".join(locations)}
    table = problems()
    values["titles"] = "\n".join(title_map(name, *table[name][2:]) for name, _ in REFUSALS.values())
    values["refusals"] = "\n".join(refusal(statuses, name, headers, *table[name][:2]) for statuses,
                                   (name, headers) in REFUSALS.items())
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text
