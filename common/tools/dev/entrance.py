# SPDX-License-Identifier: MIT
"""Which service a path belongs to, from the routes the programs print; nginx's configuration, and the lookup of the tests."""
import pathlib

BASE = "/v1"
TEMPLATE = pathlib.Path(__file__).with_name("nginx.conf.in")


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


def nginx_configuration(directory, port, ports, routes):
    """`ports` and `routes` are {service: port} and {service: paths}."""
    upstreams = [f"    upstream {name} {{ server 127.0.0.1:{p} max_fails=0; keepalive 32; }}" for name, p in ports.items()]
    locations = [location(prefix, service) for prefix, service in sorted(prefixes(routes).items())]
    locations.append("        location /.well-known/ { proxy_pass http://directory; }")
    values = {"directory": directory, "port": port, "upstreams": "\n".join(upstreams), "locations": "\n".join(locations)}
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text
