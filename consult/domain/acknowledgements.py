"""When somebody who wrote to us hears that it has come, and when they do not; what is said stands in services.

One letter for one submission, once (security case R56), and none that two machines could answer each other with
(RFC 3834, 2 and 4).
"""

from datetime import datetime, timedelta

WAITING, SENT, REFUSED, NOT_WANTED = "waiting", "sent", "refused", "not-wanted"
# While a letter is on its way nobody else sends it; a worker that died on the way leaves it to the next one after this.
ON_ITS_WAY = timedelta(minutes=30)
# How long after each try that failed the next one waits.
PAUSES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8), timedelta(days=1))
MOST_TRIES = len(PAUSES) + 1
# More letters to one address in a day would be two machines that answer each other.
MOST_IN_A_DAY = 3
A_DAY = timedelta(days=1)
# What a machine took for one of these is only acknowledged once a person said that it is an answer.
WAITS_FOR_A_PERSON = ("auto-reply", "spam")


def next_try(now: datetime, tries: int) -> datetime | None:
    """Return when the letter is tried again after `tries` that failed; None once it is given up."""
    return now + PAUSES[tries - 1] if tries < MOST_TRIES else None
