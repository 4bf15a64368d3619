"""Responses as analysts read them: pages by key, filters, one response without a word about the person."""

from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.models.responses import Answer, Response
from consult.queries import responses
from consult.queries.responses import Filters
from consult.services import answers, codings
from consult.services import responses as services
from consult.services.codings import Code
from tests.statements import count_statements
from tests.worlds import World


def test_responses_come_the_newest_first(world: World) -> None:
    page = responses.page_of(db.session(), world.consultation.id)
    assert [row.public_id for row in page.rows] == [r.public_id for r in reversed(world.responses)]
    assert [row.channel for row in page.rows] == ["online", "post", "online"]
    assert [row.texts for row in page.rows] == [1, 1, 1]


def test_every_response_is_on_exactly_one_page(world: World, small_pages: None) -> None:
    add(world, 4)
    first = responses.page_of(db.session(), world.consultation.id)
    second = responses.page_of(db.session(), world.consultation.id, before=first.rows[-1].public_id)
    third = responses.page_of(db.session(), world.consultation.id, before=second.rows[-1].public_id)
    seen = [row.public_id for page in (first, second, third) for row in page.rows]
    assert seen == [r.public_id for r in reversed(world.responses)]
    assert [(page.newer, page.older) for page in (first, second, third)] == [(False, True), (True, True), (True, False)]


def test_the_way_back_shows_the_same_pages(world: World, small_pages: None) -> None:
    add(world, 4)
    first = responses.page_of(db.session(), world.consultation.id)
    second = responses.page_of(db.session(), world.consultation.id, before=first.rows[-1].public_id)
    again = responses.page_of(db.session(), world.consultation.id, after=second.rows[0].public_id)
    assert again.rows == first.rows and not again.newer and again.older


def test_a_response_that_comes_in_between_moves_nothing_on_the_next_page(world: World, small_pages: None) -> None:
    add(world, 3)
    first = responses.page_of(db.session(), world.consultation.id)
    before = responses.page_of(db.session(), world.consultation.id, before=first.rows[-1].public_id)
    add(world, 1)
    assert responses.page_of(db.session(), world.consultation.id, before=first.rows[-1].public_id).rows == before.rows


@pytest.mark.parametrize(("filters", "number"), [
    (Filters(channel="post"), 1), (Filters(language="ur"), 1), (Filters(state="counted"), 3),
    (Filters(state="excluded"), 0), (Filters(channel="online", language="en"), 1), (Filters(channel="phone"), 0),
])
def test_filters_narrow_the_list(world: World, filters: Filters, number: int) -> None:
    assert len(responses.page_of(db.session(), world.consultation.id, filters=filters).rows) == number


def test_a_response_left_out_stays_in_the_list_with_its_reason(world: World) -> None:
    exclude(world, world.responses[0])
    page = responses.page_of(db.session(), world.consultation.id, filters=Filters(state="excluded"))
    assert [row.excluded_reason for row in page.rows] == ["spam"]


def test_languages_are_those_that_people_answered_in(world: World) -> None:
    assert responses.languages(db.session(), world.consultation.id) == ["en", "ur"]


def test_a_response_shows_its_answers_in_survey_order_in_its_own_words(world: World) -> None:
    found = responses.detail(db.session(), world.consultation.id, world.responses[0].public_id)
    assert found is not None
    assert [answer.question["en"] for answer in found.answers] == ["Fewer knives is the right aim",
                                                                 "What would you change?"]
    assert [choice["en"] for choice in found.answers[0].choices] == ["Agree"]
    assert found.answers[1].text == "More officers on foot in my street. The buses feel safe."


def test_nothing_about_the_person_is_in_a_response(world: World) -> None:
    found = responses.detail(db.session(), world.consultation.id, world.responses[2].public_id)
    assert found is not None
    told = repr(asdict(found))
    assert "lambeth" not in told.lower() and "victim" not in told and "borough" not in told


def test_a_response_shows_what_was_coded_and_not_what_was_taken_back(world: World) -> None:
    code(world, 0, (0, 35), "Officers")
    taken_back = code(world, 0, None, "Buses")
    codings.withdraw(consultation_id=world.consultation.id, coding_id=taken_back, by_id=world.staff["coder"].id)
    found = responses.detail(db.session(), world.consultation.id, world.responses[0].public_id)
    assert found is not None
    assert [(said.theme, said.start, said.end) for said in found.answers[1].said] == [("Officers", 0, 35)]


def test_a_response_is_not_found_from_another_consultation(world: World) -> None:
    assert responses.detail(db.session(), world.consultation.id + 1, world.responses[0].public_id) is None


def test_statements_do_not_grow_with_responses(world: World) -> None:
    def asked() -> tuple[int, int]:
        session = db.session()
        session.expire_all()
        with count_statements() as page:
            responses.page_of(session, world.consultation.id, before=world.responses[-1].public_id)
        with count_statements() as detail:
            responses.detail(session, world.consultation.id, world.responses[0].public_id)
        return len(page), len(detail)

    code(world, 0, None, "Officers")
    asked()  # The survey version is read once and kept.
    few = asked()
    add(world, 12)
    for number in range(8):
        code(world, 0, (number, number + 5), f"Theme {number}")
    assert asked() == few


def add(world: World, number: int) -> None:
    for place in range(number):
        world.respond(f"Answer {place}")


def exclude(world: World, response: Response) -> None:
    services.exclude(consultation_id=world.consultation.id, public_id=response.public_id, reason="spam",
                     by_id=world.staff["lead"].id)


def code(world: World, place: int, span: tuple[int, int] | None, theme: str) -> str:
    public_id = db.session().scalar(select(Answer.public_id).where(
        Answer.response_id == world.responses[place].id, Answer.text.is_not(None)))
    return answers.code(consultation_id=world.consultation.id, answer_id=public_id or "", span=span, new_theme=theme,
                        codes=[Code("", "support")], by_id=world.staff["coder"].id).codings[0].public_id


@pytest.fixture
def small_pages(monkeypatch: Any) -> None:
    monkeypatch.setattr(responses, "PAGE", 3)
