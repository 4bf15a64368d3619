"""Findings as they are read: numbers that are counted anew, the ledger without a gap, and what a report freezes."""

import pytest
from sqlalchemy import update

from consult.domain import ledgers as points
from consult.domain import report_findings
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.responses import RespondingBody, Response
from consult.queries import ledgers, plans, reports, unspoken
from consult.services import findings, responses
from consult.services.report_facts import Facts
from consult.services.report_findings import findings as frozen
from consult.services.transaction import writing
from tests import coded, finding_worlds
from tests.event_worlds import EventWorld
from tests.finding_worlds import CHANGE
from tests.worlds import World


def test_a_response_that_counts_no_more_is_in_no_finding(world: World, officers: Theme) -> None:
    second = world.respond("Officers, please.")
    coded.code(world, second, officers)
    found = finding_worlds.drafted(world, officers)
    assert finding_worlds.view(world, found).weight.respondents == 2
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[-1].public_id, reason="spam",
                      by_id=world.staff["lead"].id)
    assert finding_worlds.view(world, found).weight.respondents == 1


def test_a_theme_narrowed_to_a_question_counts_its_answers_and_out_of_those_read_on_it(world: World, officers: Theme
                                                                                     ) -> None:
    coded.code(world, world.respond("Officers are missing.", question="missing-words"), officers)
    found = finding_worlds.drafted(world)
    finding_worlds.rest(world, found, "theme", officers.public_id, question="missing-words")
    weight = finding_worlds.view(world, found).weight
    assert (weight.respondents, weight.base) == (1, 1)


def test_an_organisation_counts_once_whether_it_is_named_or_spoke_of_the_theme(world: World, officers: Theme) -> None:
    as_organisation(world, world.responses[-1].public_id, "Safe Streets", may_be_named=True)
    found = finding_worlds.drafted(world, officers)
    finding_worlds.rest(world, found, "organisation", world.responses[-1].public_id)
    assert finding_worlds.view(world, found).weight.organisations == 1


def test_an_organisation_that_is_not_to_be_named_is_frozen_without_its_name(world: World, officers: Theme) -> None:
    as_organisation(world, world.responses[-1].public_id, "Quiet Shelter", may_be_named=False)
    found = finding_worlds.drafted(world, officers)
    finding_worlds.rest(world, found, "organisation", world.responses[-1].public_id)
    finding_worlds.confirm(world, found)
    row = freeze(world)[0].evidence[-1]
    assert (row.kind, row.ref) == ("organisation", "") and "Quiet" not in row.label["en"]


def test_what_an_organisation_said_and_took_back_is_not_frozen(world: World, officers: Theme) -> None:
    as_organisation(world, world.responses[-1].public_id, "Safe Streets", may_be_named=True)
    found = finding_worlds.drafted(world, officers)
    finding_worlds.rest(world, found, "organisation", world.responses[-1].public_id)
    finding_worlds.confirm(world, found)
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[-1].public_id,
                      reason="duplicate", by_id=world.staff["lead"].id)
    assert [row.kind for row in freeze(world)[0].evidence] == ["theme"]


def test_a_finding_on_nothing_that_counts_any_more_is_not_confirmed(world: World, officers: Theme) -> None:
    as_organisation(world, world.responses[-1].public_id, "Safe Streets", may_be_named=True)
    found = finding_worlds.drafted(world)
    finding_worlds.rest(world, found, "organisation", world.responses[-1].public_id)
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[-1].public_id,
                      reason="duplicate", by_id=world.staff["lead"].id)
    with pytest.raises(Refused, match="finding-no-evidence"):
        finding_worlds.confirm(world, found)


def test_a_published_edition_keeps_its_findings_when_they_change_later(world: World, officers: Theme) -> None:
    found = finding_worlds.confirmed(world, officers)
    finding_worlds.decided(world, found, changes=(CHANGE,))
    before = freeze(world)
    coded.publish(world)
    finding_worlds.decided(world, found, "not")
    edition = reports.report(db.session(), world.consultation.id)
    assert edition is not None and edition.findings == before != freeze(world)


def test_only_confirmed_findings_and_confirmed_decisions_are_frozen(world: World, officers: Theme) -> None:
    finding_worlds.drafted(world, officers)
    kept = finding_worlds.confirmed(world, officers)
    finding_worlds.proposed(world, kept)
    [found] = freeze(world)
    assert (found.label, found.decision, found.earlier) == ("F2", None, ())
    findings.set_aside(consultation_id=world.consultation.id, public_id=kept.public_id, reason="Twice.",
                       by_id=world.staff["lead"].id)
    assert freeze(world) == ()


def test_a_frozen_finding_leads_to_its_themes_its_parts_and_the_changed_words(world: World, officers: Theme) -> None:
    finding_worlds.decided(world, finding_worlds.confirmed(world, officers), changes=(CHANGE,))
    found = freeze(world)
    assert report_findings.of_theme(found, officers.public_id) == report_findings.at_node(found, "c-officers") == found
    assert report_findings.by_outcome(found)["accepted"] == 1
    [change] = found[0].decision.changes
    assert (change.title["en"], change.after["en"]) == (
        "Put more officers on foot.", "Put 100 more officers on foot.")


def test_the_numbers_of_a_frozen_finding_are_those_of_its_theme(world: World, officers: Theme) -> None:
    finding_worlds.confirmed(world, officers)
    [found] = freeze(world)
    [row] = found.evidence
    assert (found.respondents, found.base, row.unit, row.count, row.base) == (1, 1, "respondents", 1, 1)


def test_the_ledger_has_every_finding_and_every_theme_that_is_in_none(world: World, officers: Theme) -> None:
    buses, nobody = coded.theme(world, "Buses"), coded.theme(world, "Unspoken")
    coded.code(world, world.respond("Buses."), buses)
    finding_worlds.decided(world, finding_worlds.confirmed(world, officers))
    finding_worlds.drafted(world, officers)
    lines = ledger(world).lines
    assert [(line.kind, line.number, line.standing) for line in lines] == [
        ("finding", "F1", "decided"), ("finding", "F2", "draft"), ("theme", "", "no-finding")]
    assert nobody.name not in [line.said["en"] for line in lines]
    assert points.outcomes(lines) == {"accepted": 1}


def test_a_theme_comes_back_into_the_ledger_when_its_finding_is_set_aside(world: World, officers: Theme) -> None:
    found = finding_worlds.confirmed(world, officers)
    assert [line.kind for line in ledger(world).lines] == ["finding"]
    findings.set_aside(consultation_id=world.consultation.id, public_id=found.public_id, reason="Wrong.",
                       by_id=world.staff["lead"].id)
    assert [(line.kind, line.note) for line in ledger(world).lines] == [("finding", "Wrong."), ("theme", "")]


def test_a_theme_raised_at_events_counts_events_and_no_people(world: World) -> None:
    events = EventWorld(world)
    theme = events.theme("Lights")
    for note in events.noted(events.held(), "Light at night.", "Lights in parks."):
        events.coded(note, theme)
    found = finding_worlds.drafted(world)
    finding_worlds.rest(world, found, "events", theme.public_id)
    seen = finding_worlds.view(world, found)
    assert (seen.weight.events, seen.weight.respondents) == (1, 0)
    assert [(row.unit, row.count) for row in seen.evidence] == [("events", 1)]


def test_a_part_is_spoken_to_by_a_theme_a_passage_or_a_finding_and_else_it_is_listed(world: World, officers: Theme
                                                                                    ) -> None:
    assert silent(world) == {"obj-violence", "aim-knife", "will-prevent", "sub-streets", "obj-trust", "aim-trust"}
    coded.link(world, officers, "aim-knife")
    finding_worlds.drafted(world, nodes=("aim-trust",))
    assert silent(world) == {"will-prevent", "sub-streets"}
    coded.code(world, world.respond("Streets."), officers, node="sub-streets")
    assert silent(world) == set()


def silent(world: World) -> set[str]:
    """Return the keys of the parts that nothing speaks to."""
    session = db.session()
    consultation = session.get_one(Consultation, world.consultation.id)
    return {node.key for node in unspoken.unspoken(session, consultation, plans.nodes(
        session, consultation.plan_version_id or 0))}


def ledger(world: World) -> points.Ledger:
    """Return the ledger of today."""
    return ledgers.ledger(db.session(), db.session().get_one(Consultation, world.consultation.id),
                          finding_worlds.today())


def freeze(world: World) -> tuple[report_findings.ReportedFinding, ...]:
    """Return the findings as a report of now would freeze them."""
    return frozen(Facts(db.session(), db.session().get_one(Consultation, world.consultation.id)))


def as_organisation(world: World, public_id: str, name: str, *, may_be_named: bool) -> None:
    """Make a response one of an organisation."""
    with writing() as session:
        session.execute(update(Response).where(Response.public_id == public_id).values(on_behalf_of="organisation"))
        row = session.query(Response).filter(Response.public_id == public_id).one()
        session.add(RespondingBody(response_id=row.id, name=name, may_be_named=may_be_named))


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return theme
