"""The age group that somebody under 18 gave when they answered, only to ask them the same questions again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.routing import AGE_ROUTES
from consult.models.responses import CharacteristicAnswer
from consult.models.surveys import Question

ADULT = "adult"


def of_response(session: Session, response_id: int) -> str:
    """Return one of AGE_ROUTES; adults' own ages are not looked at, and who said nothing answered as an adult."""
    under_18 = [route for route in AGE_ROUTES if route != ADULT]
    found = session.scalar(
        select(CharacteristicAnswer.choice).join(Question, Question.id == CharacteristicAnswer.question_id)
        .where(CharacteristicAnswer.response_id == response_id, Question.key == "age",
               CharacteristicAnswer.choice.in_(under_18)))
    return found or ADULT
