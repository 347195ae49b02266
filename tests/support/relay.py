# SPDX-License-Identifier: MIT
"""A TCP relay in front of a unix socket that can turn into a black hole: it takes what it is sent and passes nothing
on."""
import socket
import threading


class Relay:
    """Listens on a free port of 127.0.0.1; `silent` set, it still accepts and acknowledges, and nothing comes of it.
    With `mute`, a connection falls silent by itself when it says that, as a pooler that has no server behind it."""

    def __init__(self, path, mute=None):
        self.path, self.mute = str(path), mute
        self.silent = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port = self.listener.getsockname()[1]
        self.open, self.muted = [], 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.path)
            self.open += [client, server]
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.carry, args=(source, target), daemon=True).start()

    def carry(self, source, target):
        """What comes in while it is silent is swallowed for good, as a path that is cut swallows it; so is the
        goodbye."""
        try:
            while data := source.recv(65536):
                if self.mute and self.mute in data:
                    self.muted += 1
                    return
                if not self.silent.is_set():
                    target.sendall(data)
            if not self.silent.is_set():
                target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.listener.close()
        for each in self.open:
            each.close()
