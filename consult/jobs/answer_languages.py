"""Finds the languages of answers in own words, beside the runs: what has none yet is looked for at each turn.

There is no run row: the answers themselves say what is left to do, whoever does it and however often.
"""

import time
from collections.abc import Callable

import structlog

from consult.analysis.languages import Detector, Found
from consult.extensions import db
from consult.queries import answer_words as stored
from consult.queries.answer_words import Unfound
from consult.services import answer_words
from consult.services.answer_words import Find

BATCH = 200
# Runs wait for their sweep while a turn lasts, so a large import is done in several.
TURN_S = 10.0
# Answers that were stored at once can become visible in another order than that of their ids: so many are looked at
# again in each turn, and all of them once an hour.
AGAIN, ALL_AGAIN_S = 1000, 3600.0
# The models stay in memory this long after the last answer that needed them.
IDLE_S = 600.0

log = structlog.get_logger()


class LanguageFinder:
    """Remembers between the turns of one worker how far it looked; another worker may look at the same answers."""

    def __init__(self, is_stopping: Callable[[], bool] = bool) -> None:
        """`is_stopping` is asked between batches."""
        self._is_stopping = is_stopping
        self._detector = Detector()
        self._seen, self._began_at, self._found_at = 0, -ALL_AGAIN_S, 0.0

    def turn(self) -> int:
        """Look for the languages of answers that have none, for TURN_S at most; return how many were looked at.

        Runs inside an application's context. No transaction is open while the words are read.
        """
        started, count = time.monotonic(), 0
        after, newest = self._start(started), stored.newest(db.session())
        while not self._is_stopping() and time.monotonic() - started < TURN_S:
            batch = stored.unfound(db.session(), after, BATCH)
            db.session.rollback()
            if not batch:
                after = max(after, newest)
                break
            answer_words.keep_found([self._find(answer) for answer in batch])
            after, self._found_at = batch[-1].answer_id, time.monotonic()
            count += len(batch)
        self._seen = after
        if count:
            log.info("languages-found", answers=count)
        elif started - self._found_at > IDLE_S:
            self._detector.forget()
        return count

    def _start(self, now: float) -> int:
        if now - self._began_at > ALL_AGAIN_S:
            self._began_at = now
            return 0
        return max(0, self._seen - AGAIN)

    def _find(self, answer: Unfound) -> Find:
        found = self._look(answer)
        return Find(answer.answer_id, found.found, found.language, found.has_letters)

    def _look(self, answer: Unfound) -> Found:
        try:
            return self._detector.find(answer.text, answer.page)
        except Exception as error:
            # One answer that cannot be read must not hold up all the others; a person can set its language.
            log.warning("language-not-found", answer=answer.answer_id, kind=type(error).__name__)
            return Found(None, answer.page)
