"""Two coders in a test world: answers that were read, coded for the second time, and compared."""


from sqlalchemy import select

from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.coding_settings import CodingSettings
from consult.models.double_coding import DoubleReading
from consult.models.people import Person
from consult.models.responses import Answer
from consult.services import codings, double_coding, people
from consult.services.codings import Code
from consult.services.double_coding import Given
from consult.services.transaction import writing
from tests.worlds import PASSWORD, World


def second_coder(world: World, name: str = "second") -> Person:
    """Add a coder beside the one that the world has."""
    with writing():
        person = people.add(email=f"{name}@example.org", name=f"A {name}", password=PASSWORD)
        people.grant(person_id=person.id, consultation_id=world.consultation.id, role="coder")
    return person


def choose(world: World, *, first: int = 50, share: int = 10) -> None:
    """Choose which answers are coded twice."""
    with writing() as session:
        row = session.get(CodingSettings, world.consultation.id)
        if row is None:
            row = CodingSettings(consultation_id=world.consultation.id)
            session.add(row)
        row.double_first, row.double_share = first, share


def read(world: World, answer: Answer, *codes: tuple[Theme, str], by: Person | None = None) -> None:
    """Let a coder give themes to a whole answer and read it to the end."""
    by_id = (by or world.staff["coder"]).id
    for theme, stance in codes:
        codings.confirm(consultation_id=world.consultation.id, answer_id=answer.public_id or "", span=None,
                        code=Code(theme.public_id, stance), by_id=by_id)
    codings.mark_read(consultation_id=world.consultation.id, answer_id=answer.public_id or "", by_id=by_id)


def waiting(answer: Answer) -> DoubleReading | None:
    """Return the second coding of an answer, or None where it is coded once."""
    session = db.session()
    session.expire_all()
    return session.scalar(select(DoubleReading).where(DoubleReading.answer_id == answer.id))


def code_again(world: World, answer: Answer, *codes: tuple[Theme, str], by: Person) -> DoubleReading:
    """Let a second coder give themes to a whole answer and be done."""
    row = waiting(answer)
    assert row is not None
    for theme, stance in codes:
        double_coding.give(consultation_id=world.consultation.id, reading_id=row.public_id,
                           given=Given(theme.public_id, stance), by_id=by.id)
    double_coding.finish(consultation_id=world.consultation.id, reading_id=row.public_id, by_id=by.id)
    found = waiting(answer)
    assert found is not None
    return found
