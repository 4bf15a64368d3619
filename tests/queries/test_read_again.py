"""Editions that are read again: what may be printed no more is in none of them, and their numbers stand."""

from dataclasses import replace

import pytest

from consult.domain.report_findings import ReportedEvidence, ReportedFinding
from consult.domain.report_json import digest, from_json, to_json
from consult.domain.report_organisations import ReportedOrganisation
from consult.domain.reports import Report
from consult.extensions import db
from consult.models.reports import Edition
from consult.models.responses import Answer, RespondingBody, Response
from consult.queries import reports
from consult.services import organisation_summaries, redactions, report_organisations, taking_back, worries
from consult.services.transaction import writing
from tests import coded
from tests.worlds import World

WORDS = "More officers on foot near my corner shop in the evening."


def test_a_quote_that_somebody_worries_about_since_is_held_back_until_they_looked(world: World) -> None:
    answer = quoted(world)
    assert printed(world) == [WORDS]
    worries.flag(consultation_id=world.consultation.id, answer_id=answer.public_id or "", kind="abuse",
                 by_id=world.staff["coder"].id)
    assert printed(world) == [] and read(world).themes[0].respondents == 1


def test_words_that_were_taken_out_since_are_in_no_edition(world: World) -> None:
    answer = quoted(world)
    redactions.add(consultation_id=world.consultation.id, answer_id=answer.public_id or "", words="my corner shop",
                   kind="name", by_id=world.staff["safeguarding"].id)
    assert printed(world) == []


def test_what_was_taken_out_elsewhere_in_the_answer_leaves_the_quote(world: World) -> None:
    answer = world.respond(WORDS + " Ask the barber there.", quotes=True)
    coded.code(world, answer, coded.theme(world), span=(0, len(WORDS)))
    coded.publish(world)
    redactions.add(consultation_id=world.consultation.id, answer_id=answer.public_id or "", words="the barber",
                   kind="name", by_id=world.staff["safeguarding"].id)
    assert printed(world) == [WORDS]


def test_an_organisation_that_took_its_answer_back_is_named_in_no_edition(world: World, body: Response) -> None:
    other = ReportedOrganisation("", "", "council")
    publish(world, (ReportedOrganisation(body.public_id, "Lights for All", "charity", "They want lights."), other), (
        ReportedEvidence("organisation", body.public_id, {"en": "Lights for All"}),
        ReportedEvidence("organisation", "", {"en": "An organisation that is not named here"})))
    assert len(read(world).organisations) == 2
    taking_back.withdraw(public_id=body.public_id)
    found = read(world)
    assert found.organisations == (other,) and [row.ref for row in found.findings[0].evidence] == [""]
    assert "Lights for All" not in to_json(found)


def test_checked_words_of_one_that_is_not_named_go_with_its_answer(world: World, body: Response) -> None:
    with writing() as session:
        session.get_one(RespondingBody, body.id).may_be_named = False
    place = {"consultation_id": world.consultation.id, "response": body.public_id, "by_id": world.staff["lead"].id}
    row = organisation_summaries.write(summary="They want lights.", kind="charity", position={}, revision=0, **place)
    organisation_summaries.send(**place)
    organisation_summaries.agree(public_id=row.public_id, revision=1)
    publish(world, report_organisations.organisations(db.session(), world.consultation))
    assert [one.summary for one in read(world).organisations] == ["They want lights."]
    assert body.public_id not in to_json(read(world))
    taking_back.withdraw(public_id=body.public_id)
    assert read(world).organisations == ()


@pytest.mark.parametrize("number", [0, -1, 2**40, 2**70])
def test_a_number_that_no_edition_has_finds_none(world: World, number: int) -> None:
    assert reports.report(db.session(), world.consultation.id, number, with_recalled=True) is None
    assert reports.recalled(db.session(), world.consultation.id, number) is None


def quoted(world: World) -> Answer:
    answer = world.respond(WORDS, quotes=True)
    coded.code(world, answer, coded.theme(world))
    coded.publish(world)
    return answer


def publish(world: World, organisations: tuple[ReportedOrganisation, ...],
            evidence: tuple[ReportedEvidence, ...] = ()) -> None:
    """Freeze an edition that names these organisations, and lets a finding rest on this."""
    coded.code(world, world.respond("More buses."), coded.theme(world))
    first = from_json(coded.publish(world).snapshot)
    finding = ReportedFinding("f", 1, {"en": "People want lights."}, "fair", evidence=evidence)
    report = replace(first, edition=2, organisations=organisations, findings=(finding,) if evidence else ())
    with writing() as session:
        session.add(Edition(consultation_id=world.consultation.id, number=2, snapshot=to_json(report),
                            digest=digest(report), published_by_id=world.staff["lead"].id))


def read(world: World) -> Report:
    db.session.rollback()
    found = reports.report(db.session(), world.consultation.id)
    assert found is not None
    return found


def printed(world: World) -> list[str]:
    return [quote.text for theme in read(world).themes for quote in theme.quotes]


@pytest.fixture
def body(world: World) -> Response:
    """An organisation that answered and may be named."""
    world.respond("More lights on our estate.")
    with writing() as session:
        response = session.get_one(Response, world.responses[-1].id)
        response.on_behalf_of = "organisation"
        session.add(RespondingBody(response_id=response.id, name="Lights for All", may_be_named=True))
        return response
