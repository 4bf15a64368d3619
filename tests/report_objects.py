"""One of everything that addresses of findings, the report and what became of what I said name, in a test world."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from consult.domain.figures import Figure
from consult.domain.report_chapters import TEXT
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.answers_to_people import HostCheck, HostRemark
from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.recommendations import CommitteeResponse, RecommendationAsk
from consult.models.responses import RespondingBody, Response
from consult.queries import plan_changes as compared_by
from consult.services import (
    data_releases,
    event_codings,
    figures,
    host_checks,
    organisation_summaries,
    plan_changes,
    plans,
    reach_actions,
    recommendations,
    report_blocks,
    report_texts,
)
from consult.services.transaction import writing
from tests import coded, finding_worlds
from tests.event_worlds import EventWorld
from tests.worlds import PLAN, World

LIGHTS = "Lights for All"
COMMITTEE = Path(__file__).parent / "small_committee.yaml"
TRUST = Figure("", "Londoners who trust the police", "trust", "all Londoners", "June 2026", "month", 71.0, "percent",
               "A dashboard", base="3,200 people")


def report_objects(world: World, theme: Theme) -> dict[str, str]:
    """Make one of each, and publish an edition; return what names them, by the name or the noun in the address."""
    made = {
        **found_and_decided(world, theme), **asked_by_the_committee(world), **written(world), **shown(world),
        **hosted(world), **compared(world), **of_who_answered(world), "staff_timeline.key": "draft-sent",
        "staff_checklists.key": "gunning-1"}
    coded.publish(world)
    return {**made, "staff_releases": released(world)}


def found_and_decided(world: World, theme: Theme) -> dict[str, str]:
    """Write a finding that rests on a theme, and propose a decision on it."""
    finding = finding_worlds.drafted(world, theme)
    [evidence] = finding_worlds.view(world, finding).evidence
    return {"finding_id": finding.public_id, "evidence_id": str(evidence.id),
            "decision_id": finding_worlds.proposed(world, finding).public_id}


def asked_by_the_committee(world: World) -> dict[str, str]:
    """Take in a committee's report."""
    recommendations.import_report(**_by(world), data=COMMITTEE.read_bytes())
    return {"staff_recommendations": db.session.scalars(select(RecommendationAsk.public_id).limit(1)).one(),
            "report_id": db.session.scalars(select(CommitteeResponse.public_id)).one()}


def written(world: World) -> dict[str, str]:
    """Add words to two chapters of the report, and put those of one into Urdu: words are taken out with their block."""
    place: dict[str, Any] = {"kind": TEXT, "ref": "", "order": (), "words": "Read on."}
    alone, spoken = (report_blocks.add_block(**_by(world), **place, chapter=key) for key in ("scrutiny", "victims"))
    report_texts.translate(**_by(world), key=spoken, language="ur", words="پڑھیں۔", before="")
    return {"block_key": alone, "staff_report_words.block_key": spoken, "staff_report_words.form": "plain",
            "staff_report_chapters.key": "scrutiny"}


def shown(world: World) -> dict[str, str]:
    """Let an organisation answer, write what the report says of it, and make the code that opens it."""
    world.respond("More lights on our estate.")
    with writing() as session:
        response = session.get_one(Response, world.responses[-1].id)
        response.on_behalf_of = "organisation"
        session.add(RespondingBody(response_id=response.id, name=LIGHTS, may_be_named=True))
    organisation_summaries.write(**_by(world), response=response.public_id, summary="They want more lights.",
                                 kind="charity", position={}, revision=0)
    return {"staff_organisations": response.public_id,
            "summary_code": organisation_summaries.send(**_by(world), response=response.public_id)}


def hosted(world: World) -> dict[str, str]:
    """Hold an event of a charity, give it our notes as we read them, and let it say what is missing."""
    events = EventWorld(world)
    event = events.held(host_kind="charity", host="A charity", title="Tea in Peckham")
    [note] = events.noted(event, "The buses are dark.")
    event_codings.mark_read(consultation_id=world.consultation.id, note_id=note.public_id, by_id=events.coder)
    code = host_checks.give(**_by(world), event_id=event.public_id)
    check = db.session.scalars(select(HostCheck).where(HostCheck.event_id == event.id)).one()
    host_checks.say(public_id=check.public_id, kind="missing", said="And the bus stops.")
    remark = db.session.scalars(select(HostRemark.public_id).where(HostRemark.check_id == check.id)).one()
    return {"staff_host_checks": check.public_id, "staff_host_checks.remark_id": remark,
            "staff_host_checks.event_id": event.public_id, "notes_code": code}


def compared(world: World) -> dict[str, str]:
    """Compare the plan with a second version of it in which one promise reads otherwise."""
    words = PLAN.read_text().replace("Put more officers on foot", "Put more officers on foot and on bicycles")
    newer = plans.import_plan(data=words.encode())
    session = db.session()
    old, new = (compared_by.of_id(session, one) for one in (world.consultation.plan_version_id or 0, newer.id))
    plan_changes.begin(**_by(world), old=old.ref, new=new.ref)
    [pair, *_others] = compared_by.compared(session, old, new).waiting
    plan_changes.decide(**_by(world), pair_id=pair.id, is_right=True)
    return {"old": old.ref, "new": new.ref, "pair": str(pair.id)}


def of_who_answered(world: World) -> dict[str, str]:
    """Write down what was done to reach people, and a figure from outside."""
    done = reach_actions.Facts("Held a stall.", london_day(utc_now()), "victim", "reported")
    return {"characteristic": "victim", "action_id": reach_actions.log(**_by(world), facts=done),
            "figure_id": figures.add(**_by(world), figure=TRUST)}


def released(world: World) -> str:
    """Announce a day on which data come out; return the public id of the release."""
    return data_releases.plan(**_by(world), title="The data", planned_on=london_day(utc_now()) + timedelta(days=7)
                              ).public_id


def _by(world: World) -> dict[str, Any]:
    return {"consultation_id": world.consultation.id, "by_id": world.staff["lead"].id}
