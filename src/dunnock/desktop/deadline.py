"""However the closing goes, the program ends."""

import logging
import os
import sys
import threading

_log = logging.getLogger(__name__)

_SECONDS = 3.0


class Deadline:
    """Once armed, ends the process after three seconds if it has not ended by itself.

    A thread that hangs on a network folder that has gone away cannot be stopped from Python, and nobody
    should have to kill a player by hand.
    """

    def arm(self, code: int) -> None:
        """Start the clock.

        Args:
            code: the exit code the process ends with when it has to be ended.
        """
        timer = threading.Timer(_SECONDS, self._end, (code,))
        timer.daemon = True
        timer.start()

    @staticmethod
    def _end(code: int) -> None:
        names = sorted(thread.name for thread in threading.enumerate() if not thread.daemon)
        _log.warning("closing took more than %g seconds; still running: %s", _SECONDS, ", ".join(names))
        logging.shutdown()
        sys.stdout.flush()
        os._exit(code)
