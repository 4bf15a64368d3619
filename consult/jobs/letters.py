"""Hands letters to a mail server, one after the other; which are due, and what they say, is the services'."""

from collections.abc import Callable
from typing import Any, ClassVar

import structlog

from consult.clients.mail import Mailer
from consult.services import notices

log = structlog.get_logger()


class LetterSender:
    """Sends what is due at each turn of a worker, until it is told to stop.

    `letters` is the module of services that has them: `due()` gives row ids, `take(id)` one that goes out or None,
    `settle(taken, outcome)` keeps what became of it. `sent_event` is the log's word for it.
    """

    letters: ClassVar[Any]
    sent_event: ClassVar[str]

    def __init__(self, is_stopping: Callable[[], bool]) -> None:
        """`is_stopping` is asked before each letter."""
        self._is_stopping = is_stopping

    def turn(self, mailer: Mailer | None = None) -> int:
        """Send what is due and return how many letters were handed over; `mailer` is that of the settings by default.

        No transaction is open while a letter is on its way. The log holds a number and never an address: not even who
        was told is to be read there.
        """
        mailer = mailer or notices.mailer()
        sent = 0
        for letter_id in self.letters.due() if mailer.is_there else ():
            if self._is_stopping():
                break
            outgoing = self.letters.take(letter_id)
            if outgoing is not None:
                outcome = mailer.send(outgoing.letter)
                self.letters.settle(outgoing, outcome)
                sent += outcome == "sent"
        if sent:
            log.info(self.sent_event, count=sent)
        return sent
