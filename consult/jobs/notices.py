"""Sends the notices whose time has come, one after the other; what they say and to whom is the services'."""

from collections.abc import Callable

import structlog

from consult.clients.mail import Mailer
from consult.services import notices

log = structlog.get_logger()


class NoticeSender:
    """Sends what is due at each turn of a worker, until it is told to stop."""

    def __init__(self, is_stopping: Callable[[], bool]) -> None:
        """`is_stopping` is asked before each letter."""
        self._is_stopping = is_stopping

    def turn(self, mailer: Mailer | None = None) -> int:
        """Send what is due and return how many letters were handed over; `mailer` is that of the settings by default.

        The log holds a number and never an address: not even who was told is to be read there.
        """
        mailer = mailer or notices.mailer()
        sent = 0
        for notice_id in notices.due() if mailer.is_there else ():
            if self._is_stopping():
                break
            outgoing = notices.take(notice_id)
            if outgoing is not None:
                outcome = mailer.send(outgoing.letter)
                notices.settle(outgoing, outcome)
                sent += outcome == "sent"
        if sent:
            log.info("notices-sent", count=sent)
        return sent
