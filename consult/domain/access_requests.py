"""Requests for formats and adjustments and reports of barriers: their kinds, their outcomes, when an answer is due."""

from datetime import date, timedelta

FORMAT, ADJUSTMENT, BARRIER = "format", "adjustment", "barrier"
KINDS = (FORMAT, ADJUSTMENT, BARRIER)
# What can be asked for; the words for them are the web's.
FORMATS = ("easy-read", "bsl", "audio", "large-print", "braille", "paper", "language", "other")
MET, PARTLY, NOT_MET = "met", "partly", "not-met"
OUTCOMES = (MET, PARTLY, NOT_MET)
# Paper is sent within two working days (practice.md, story of the person without internet); the rest within five.
WORKING_DAYS = {FORMAT: 2, ADJUSTMENT: 2, BARRIER: 5}


def due_on(kind: str, today: date) -> date:
    """Return the day by which the person has an answer, in working days (weekends do not count)."""
    day, left = today, WORKING_DAYS[kind]
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5:
            left -= 1
    return day
