"""Sends the letters that say that something has come, one after the other; what they say is the services'."""

from collections.abc import Callable

import structlog

from consult.clients.mail import Mailer
from consult.services import acknowledgements, notices

log = structlog.get_logger()


class AcknowledgementSender:
    """Sends what is due at each turn of a worker, until it is told to stop."""

    def __init__(self, is_stopping: Callable[[], bool]) -> None:
        """`is_stopping` is asked before each letter."""
        self._is_stopping = is_stopping

    def turn(self, mailer: Mailer | None = None) -> int:
        """Send what is due and return how many letters were handed over; `mailer` is that of the settings by default.

        No transaction is open while a letter is on its way. The log holds a number and never an address.
        """
        mailer = mailer or notices.mailer()
        sent = 0
        for submission_id in acknowledgements.due() if mailer.is_there else ():
            if self._is_stopping():
                break
            outgoing = acknowledgements.take(submission_id)
            if outgoing is not None:
                outcome = mailer.send(outgoing.letter)
                acknowledgements.settle(outgoing, outcome)
                sent += outcome == "sent"
        if sent:
            log.info("acknowledgements-sent", count=sent)
        return sent
