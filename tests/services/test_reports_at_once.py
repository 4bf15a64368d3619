"""Authors, organisations and subscribers at the same moment: one is first, the others are told, and nothing fails."""

import pytest
from sqlalchemy import func, select

from consult.domain.intruder_checks import ITEMS
from consult.domain.report_chapters import Block
from consult.extensions import db
from consult.models.answers_to_people import NewsSubscriber
from consult.models.responses import RespondingBody, Response
from consult.services import data_releases, news, organisation_summaries, report_blocks, report_quotes, reports
from consult.services.transaction import writing
from tests import coded
from tests.services.test_at_once import at_once


def test_a_block_that_two_write_first_is_written_by_one(app, world):
    block = Block("caveats", "caveats", words={"en": "Read this."})
    outcome = at_once(app, *[lambda: report_blocks.write_block(
        chapter="how-to-read", block=block, order=(), revision=0, **place(world))] * 3)
    assert outcome == {"done": 1, "report-changed-meanwhile": 2}


def test_quotes_that_two_choose_first_are_chosen_by_one(app, world, edition):
    theme = edition.themes[0].key
    outcome = at_once(app, *[lambda: report_quotes.choose(
        theme=theme, picks=[], seen=[], revision=0, **place(world))] * 3)
    assert outcome == {"done": 1, "report-changed-meanwhile": 2}


def test_a_summary_that_two_write_first_is_written_by_one(app, world):
    world.respond("More lights on our estate.")
    with writing() as session:
        body = session.get_one(Response, world.responses[-1].id)
        body.on_behalf_of = "organisation"
        session.add(RespondingBody(response_id=body.id, name="Lights for All", may_be_named=True))
    facts = {"response": body.public_id, "summary": "Lights.", "kind": "charity", "position": {}, "revision": 0}
    outcome = at_once(app, *[lambda: organisation_summaries.write(**facts, **place(world))] * 3)
    assert outcome == {"done": 1, "summary-changed": 2}


def test_an_edition_is_recalled_once(app, world, edition):
    outcome = at_once(app, *[lambda: reports.recall(number=1, reason="A slip.", **place(world))] * 3)
    assert outcome == {"done": 1, "edition-recalled": 2}


def test_one_person_who_signs_a_check_twice_signs_it(app, world, edition):
    answers = dict.fromkeys(ITEMS, "safe")
    outcome = at_once(app, *[lambda: data_releases.sign_check(
        number=1, answers=answers, note="", **place(world))] * 3)
    assert outcome == {"done": 3}


def test_one_address_that_asks_twice_at_once_asks_once(app, world, monkeypatch):
    monkeypatch.setattr(news, "can_tell", lambda: True)
    asked = {"consultation_id": world.consultation.id, "address": "a@example.org", "wishes": ["report"],
             "language": "en", "network": "192.0.2.1"}
    assert at_once(app, *[lambda: news.ask(**asked)] * 3) == {"done": 3}
    assert db.session.scalar(select(func.count()).select_from(NewsSubscriber)) == 1


def place(world):
    return {"consultation_id": world.consultation.id, "by_id": world.staff["lead"].id}


@pytest.fixture
def edition(world):
    coded.code(world, world.respond("More officers on foot."), coded.theme(world))
    coded.publish(world)
    return reports.build_draft(db.session(), world.consultation)
