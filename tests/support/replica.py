# SPDX-License-Identifier: MIT
"""A second process of a service beside the stack's own, on a port of its own: `with Replica(stack) as other:
other.api(...)`."""
import servers

from support.api import Api
from support.stack import BUILD, free_ports


class Replica:
    """What the stack is to its callers, but for one service; everything else is asked of the stack."""

    def __init__(self, stack, name="issues"):
        directory = stack.directory / f"second-{name}"
        directory.mkdir(exist_ok=True)
        self.stack, self.name = stack, name
        self.process = servers.Service(name, directory, BUILD,
                                       stack.environment | {"BIHUAN_PORT": str(free_ports(1)[0])})

    def __enter__(self):
        self.process.launch()
        self.process.wait_ready(self.process.ready)
        return self

    def __exit__(self, *_):
        self.process.stop(seconds=15)

    def __getattr__(self, name):
        return getattr(self.stack, name)

    def service(self, name):
        return self.process if name == self.name else self.stack.service(name)

    def api(self, tenant=None, *roles):
        return Api(self, (lambda: self.stack.token(tenant, *roles)) if tenant else None)
