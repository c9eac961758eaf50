"""The server's process: python -m benchmarks.events.baseline HOME PAGE, driven through its input."""

import sys
import threading
from pathlib import Path

from benchmarks.events.acts import Acts, CommitClock
from benchmarks.events.baseline.server import Server
from benchmarks.events.remote import serve
from dunnock.desktop.deadline import Deadline


def main() -> None:
    """Serve until the input ends."""
    home, page = map(Path, sys.argv[1:])
    clock = CommitClock()
    server = Server(home, page, clock)
    commands = {"port": lambda: server.port, **Acts(server.backend, clock).commands}

    def driven() -> None:
        serve(commands)
        Deadline().arm(0)  # a socket that takes nothing more must not keep the server
        server.stop()

    threading.Thread(target=driven, name="driven").start()
    server.run()


if __name__ == "__main__":
    main()
