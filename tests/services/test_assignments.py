"""The lead gives people answers to read, and takes them away; work goes to who codes here, in languages that came."""

import pytest

from consult.domain.assignments import Assignment
from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.queries import coding_progress
from consult.services import assignments
from tests.worlds import World

QUESTION = "violence-words"


def test_what_was_given_stands_until_it_is_taken_away(world: World) -> None:
    give(world, language="ur")
    assert standing(world) == [Assignment(world.staff["coder"].id, QUESTION, "ur")]
    assignments.take(consultation_id=world.consultation.id, person=world.staff["coder"].public_id, question=QUESTION,
                     language="ur", by_id=world.staff["lead"].id)
    assert standing(world) == []


@pytest.mark.parametrize("wrong, field, code", [
    ({"person": "reader"}, "person", "person-not-on-team"), ({"question": "victim"}, "question", "question-unknown"),
    ({"language": "xx"}, "language", "work-language-unknown")])
def test_what_cannot_be_given_is_refused_on_its_field(world: World, wrong: dict[str, str], field: str, code: str
                                                      ) -> None:
    with pytest.raises(Refused) as refused:
        give(world, **wrong)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_what_somebody_has_already_is_not_given_twice(world: World) -> None:
    give(world, question="", language="")
    with pytest.raises(Refused) as refused:
        give(world, language="ur")
    assert refused.value.code == "assignment-stands"


def test_nobody_but_the_lead_gives_or_takes(world: World) -> None:
    give(world)
    for by in ("coder", "reader"):
        with pytest.raises(NotAllowed):
            give(world, language="ur", by=by)
        with pytest.raises(NotAllowed):
            assignments.take(consultation_id=world.consultation.id, person=world.staff["coder"].public_id,
                             question=QUESTION, language="en", by_id=world.staff[by].id)


def test_what_does_not_stand_cannot_be_taken_away(world: World) -> None:
    with pytest.raises(NotFound):
        assignments.take(consultation_id=world.consultation.id, person=world.staff["coder"].public_id,
                         question=QUESTION, language="en", by_id=world.staff["lead"].id)


def give(world: World, *, person: str = "coder", question: str = QUESTION, language: str = "en", by: str = "lead"
         ) -> None:
    assignments.give(consultation_id=world.consultation.id, person=world.staff[person].public_id, question=question,
                     language=language, by_id=world.staff[by].id)


def standing(world: World) -> list[Assignment]:
    return [one.assignment for one in coding_progress.given(db.session(), world.consultation.id)]
