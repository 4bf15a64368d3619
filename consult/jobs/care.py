"""Looks for worries and personal details in texts that no machine looked at, beside the runs; it only suggests.

There is no run row: the texts themselves say what is left to do, whoever does it and however often. English that was
made of an answer is a text of its own, and words that were changed are looked at again.
"""

import time
from collections.abc import Callable

import structlog

from consult.analysis import identifiers, worries
from consult.domain.texts import clean
from consult.extensions import db
from consult.queries import redactions as stored
from consult.queries.redactions import Unseen
from consult.services.worries import Look, keep_looks

BATCH = 100
# Runs wait for their sweep while a turn lasts, so a large import is done in several.
TURN_S = 10.0
# Answers that were stored at once can become visible in another order than that of their ids: so many are looked at
# again in each turn, and all of them once an hour.
AGAIN, ALL_AGAIN_S = 1000, 3600.0

log = structlog.get_logger()


class CareLooker:
    """Remembers between the turns of one worker how far it looked; another worker may look at the same answers."""

    def __init__(self, is_stopping: Callable[[], bool] = bool) -> None:
        """`is_stopping` is asked between batches."""
        self._is_stopping = is_stopping
        self._seen, self._began_at = 0, -ALL_AGAIN_S

    def turn(self) -> int:
        """Look at texts that nobody looked at, for TURN_S at most; return how many.

        Runs inside an application's context. No transaction is open while the words are read.
        """
        started, count = time.monotonic(), 0
        after, newest = self._start(started), stored.newest(db.session())
        while not self._is_stopping() and time.monotonic() - started < TURN_S:
            batch = stored.unseen(db.session(), after, BATCH)
            db.session.rollback()
            if not batch:
                after = max(after, newest)
                break
            keep_looks([look(text) for text in batch])
            after = batch[-1].answer_id
            count += len(batch)
        self._seen = after
        count += self._english()
        if count:
            log.info("care-looked", texts=count)
        return count

    def _english(self) -> int:
        batch = stored.unseen_english(db.session(), BATCH)
        db.session.rollback()
        if batch:
            keep_looks([look(text) for text in batch])
        return len(batch)

    def _start(self, now: float) -> int:
        if now - self._began_at > ALL_AGAIN_S:
            self._began_at = now
            return 0
        return max(0, self._seen - AGAIN)


def look(unseen: Unseen) -> Look:
    """Return what the rules find in one text."""
    try:
        found = tuple((worry.kind, tuple(clean(words) for words in worry.words_of(unseen.text)))
                      for worry in worries.suggest(unseen.text))
        return Look(unseen.answer_id, unseen.of_english, unseen.text, found, identifiers.suggest(unseen.text))
    except Exception as error:
        # One text that cannot be read must not hold up all the others; people read it all the same.
        log.warning("care-not-looked", answer=unseen.answer_id, kind=type(error).__name__)
        return Look(unseen.answer_id, unseen.of_english, unseen.text, (), ())
