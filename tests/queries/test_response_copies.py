"""What was sent comes back as it was sent: every kind of question, each in the wording that was answered."""

import pytest
from sqlalchemy import select

from consult.domain.surveys import Option, Page, Question, Section, Survey
from consult.extensions import db
from consult.models.responses import Attachment, Draft, Response
from consult.queries import response_copies
from consult.services import drafts, responses, surveys, taking_back
from consult.services.secrets import new_token
from consult.services.transaction import writing
from tests.worlds import World, only_english

ANSWERS = {
    "one": ["b"], "other-words": ["My own words"], "several": ["a", "c"], "ranked": ["c", "a"], "count": ["12.5"],
    "when": ["2026-03-27"], "words": ["Two\nlines"], "part@obj-violence": ["On violence"], "part@aim-knife": ["Knives"],
    "statement-1": ["agree"], "statement-2": ["disagree"], "photo": ["kept-under-this-name"],
}


@pytest.fixture
def response(world: World) -> Response:
    """A response that answers a question of every kind."""
    only_english(world)
    surveys.store(consultation_id=world.consultation.id, survey=every_kind())
    return sent(world, ANSWERS)


def test_every_kind_is_read_back_as_it_is_kept(response: Response) -> None:
    assert response_copies.values_of(db.session(), response) == ANSWERS


def test_a_change_starts_from_every_answer_and_sending_it_unchanged_changes_nothing(
    world: World, response: Response,
) -> None:
    token = taking_back.begin_correction(public_id=response.public_id)
    draft = db.session.scalars(select(Draft).where(Draft.token_hash == drafts.hash_of(token))).one()
    assert draft.answers == ANSWERS
    send(world, token)
    db.session.expire_all()
    again = newest()
    assert again.id != response.id and response_copies.values_of(db.session(), again) == ANSWERS


def test_a_file_goes_over_to_the_change_unless_it_was_taken_out(world: World, response: Response) -> None:
    with writing() as session:
        session.add(Attachment(
            public_id="kept-under-this-name", response_id=response.id, question_key="photo", name="street.jpg",
            media_type="image/jpeg", size=10, digest="0" * 64, stored_as="a-name-in-the-store"))
    send(world, taking_back.begin_correction(public_id=response.public_id))
    kept = db.session.scalars(select(Attachment)).one()
    assert kept.response_id == newest().id
    assert "street.jpg" in [answer.value for answer in answers_of(newest())]
    token = taking_back.begin_correction(public_id=newest().public_id)
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key="photo", values={"photo": []})
    send(world, token)
    assert db.session.scalars(select(Attachment)).all() == []


def test_a_copy_gives_labels_in_order_and_says_what_a_comment_is_about(response: Response) -> None:
    found = {str(answer.question["en"]): answer for answer in answers_of(response)}
    assert [label["en"] for label in found["Rank these"].choices] == ["C", "A"]
    assert [label["en"] for label in found["Choose some"].choices] == ["A", "C"]
    assert found["Statement 1"].stem == {"en": "How far do you agree?"}
    assert found["Your comment"].about and found["Other: what?"].text == "My own words"
    assert len([answer for answer in answers_of(response) if answer.kind == "plan-comment"]) == 2


def test_a_copy_keeps_the_wording_that_was_answered(world: World, response: Response) -> None:
    reworded = every_kind(words="Asked in new words?")
    surveys.store(consultation_id=world.consultation.id, survey=reworded)
    questions = [answer.question["en"] for answer in answers_of(response)]
    assert "Say it in words" in questions and "Asked in new words?" not in questions


def answers_of(response: Response) -> list:
    """Return the answers of a response's copy."""
    return [answer for section in response_copies.copy_of(db.session(), response).sections
            for answer in section.answers]


def sent(world: World, answers: dict[str, list[str]]) -> Response:
    """Send answers as a person does."""
    token = drafts.begin(consultation_id=world.consultation.id, age_route="adult")
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key="all", values=answers)
    send(world, token)
    return newest()


def send(world: World, token: str) -> None:
    """Send a draft."""
    responses.submit(consultation_id=world.consultation.id, draft_token=token, submission_token=new_token(),
                     language="en", has_consent=True, has_quote_consent=True)
    db.session.rollback()


def newest() -> Response:
    """Return the response that came last."""
    return db.session.scalars(select(Response).order_by(Response.id.desc())).first()


def every_kind(words: str = "Say it in words") -> Survey:
    """Return a survey with a question of every kind that is answered."""
    def options(*codes: str, last: Question | None = None) -> tuple[Option, ...]:
        return tuple(Option(code, {"en": code.upper()}, asks=last if code == codes[-1] else None) for code in codes)

    def asked(key: str, kind: str, text: str, **more: object) -> Question:
        return Question(key, kind, {"en": text}, **more)

    other = asked("other-words", "short-text", "Other: what?")
    statements = tuple(asked(f"statement-{n}", "agree-scale", f"Statement {n}") for n in (1, 2))
    single = (
        asked("one", "one-choice", "Choose one", options=options("a", "b", last=other)),
        asked("several", "several-choices", "Choose some", options=options("a", "b", "c")),
        asked("ranked", "ranking", "Rank these", options=options("a", "b", "c")),
        asked("count", "number", "How many?", is_decimal=True), asked("when", "date", "When?"),
        asked("words", "long-text", words), asked("part", "plan-comment", "Your comment"),
        asked("photo", "file", "A picture"),
    )
    pages = (*(Page(question.key, None, (question,)) for question in single),
             Page("statements", {"en": "How far do you agree?"}, statements))
    return Survey("every-kind", {"en": "Every kind"}, ("en",), (Section("all", {"en": "All"}, pages=pages),))
