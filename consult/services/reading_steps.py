"""What else happens when an answer was read, coded or a coding taken back: one line for each, in the same transaction.

Each is a function of another service that takes plain values and decides for itself whether it has anything to do.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.models.codebooks import Coding
from consult.models.responses import Answer
from consult.services import accepting, campaign_copies, double_coding, suggestion_outcomes

# (session, consultation's row id, the answer, the person's row id), in this order.
AFTER_READING: tuple[Callable[[Session, int, Answer, int], None], ...] = (
    suggestion_outcomes.keep, accepting.check, double_coding.draw, campaign_copies.after_reading,
)
# (session, consultation's row id, the coding).
AFTER_CODING: tuple[Callable[[Session, int, Coding], None], ...] = (campaign_copies.after_coding,)
AFTER_WITHDRAWAL: tuple[Callable[[Session, int, Coding], None], ...] = (campaign_copies.after_withdrawal,)


def after_reading(session: Session, consultation_id: int, answer: Answer, by_id: int) -> None:
    """A person has read an answer to the end."""
    for step in AFTER_READING:
        step(session, consultation_id, answer, by_id)


def after_coding(session: Session, consultation_id: int, coding: Coding) -> None:
    """A person gave a theme to a passage."""
    for step in AFTER_CODING:
        step(session, consultation_id, coding)


def after_withdrawal(session: Session, consultation_id: int, coding: Coding) -> None:
    """A person took a coding back."""
    for step in AFTER_WITHDRAWAL:
        step(session, consultation_id, coding)
