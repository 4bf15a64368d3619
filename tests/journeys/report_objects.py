"""One of everything that pages of findings, of the report and of what became of what I said show, found or made."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask, current_app
from playwright.sync_api import Page
from sqlalchemy import select

from consult.domain.claims import DRAFT
from consult.domain.data_releases import PLANNED
from consult.domain.report_chapters import TEXT
from consult.domain.report_editing import CHOICES
from consult.extensions import db
from consult.models.answers_to_people import HostCheck, HostRemark, NewsSubscriber
from consult.models.codebooks import Coding, Passage
from consult.models.consultations import Consultation
from consult.models.events import Event
from consult.models.findings import Decision, Finding, FindingEvidence
from consult.models.people import Person
from consult.models.recommendations import CommitteeResponse, RecommendationAsk
from consult.models.reports import DataRelease, ReportBlock
from consult.models.representation import OutsideFigure, ReachAction
from consult.models.responses import Answer, RespondingBody, Response
from consult.queries import plan_changes, reports
from consult.services import host_checks, news, organisation_summaries
from consult.services.secrets import keyed_hash, new_token, printed, receipt_code
from consult.services.transaction import writing
from tests.journeys.site import Site
from tests.report_objects import LIGHTS, released, shown
from tests.worlds import World

BY_EMAIL = {"mail": "smtp://127.0.0.1:1", "mail_from": "news@letters.example"}


def report_values() -> dict[str, str]:
    """Return what stands in these addresses: by its name, by `noun:name` or by `endpoint:name` where others differ."""
    world = _world()
    if db.session.scalar(select(RespondingBody.name).where(RespondingBody.name == LIGHTS)) is None:
        _make(world)
    session = db.session()
    report = reports.report(session, world.consultation.id, 1)
    [(old, new), *_others] = plan_changes.begun(session, world.consultation.plan_version_id or 0)
    assert report is not None
    return {
        **_findings(), **_checked(), "old": old.ref, "new": new.ref, "characteristic": "victim",
        "public_report_parts.finding:key": report.findings[0].key, "public_report_parts.chapter:key": "objectives",
        "staff_recommendations:public_id": _first(RecommendationAsk.public_id),
        "report_id": _first(CommitteeResponse.public_id), "figure_id": _first(OutsideFigure.public_id),
        "action_id": _first(ReachAction.public_id),
        "staff_releases:public_id": _first(DataRelease.public_id, DataRelease.state == PLANNED),
        "staff_timeline:key": "draft-sent", "staff_checklists:key": "gunning-1",
        "staff_report_chapters:key": "how-to-read", "block_key": _first(ReportBlock.key, ReportBlock.kind == TEXT),
        "staff_report_words:language": "ur", "staff_report_words:form": "plain",
        "staff_report_quotes:theme_id": _first(ReportBlock.ref, ReportBlock.kind == CHOICES),
        "staff_packs.show:item": report.themes[0].key, "code": news.code_of(_first(NewsSubscriber.public_id)),
    }


def open_by_code(page: Page, site: Site, language: str, of: str) -> None:
    """Type the code of a letter or of a receipt: what we wrote of an organisation (`summary`) or at an event (`notes`),
    or what became of an answer whose theme a decision speaks to (`receipt`). The code is a new one."""
    with site.app.app_context():
        world = _world()
        ids = {"consultation_id": world.consultation.id, "by_id": world.staff["lead"].id}
        if of == "summary":
            code = organisation_summaries.send(**ids, response=_checked()["staff_organisations:public_id"])
        elif of == "notes":
            code = host_checks.give(**ids, event_id=_hosted())
        else:
            code = _receipt()
        db.session.remove()
    where = "receipt" if of == "receipt" else "check"
    page.goto(f"{site.address}/{language}/{where}")
    page.fill("input[name=code]", printed(code))
    with page.expect_navigation():
        page.click(f"form[action$='/{where}'] button")


@contextmanager
def letters_can_go(app: Flask) -> Iterator[None]:
    """Let the site have a mail server: it offers news by email only where it has one. Nothing is sent."""
    before = app.config["CONSULT_SETTINGS"]
    app.config["CONSULT_SETTINGS"] = replace(before, **BY_EMAIL)
    try:
        yield
    finally:
        app.config["CONSULT_SETTINGS"] = before


def _make(world: World) -> None:
    shown(world)
    with letters_can_go(current_app._get_current_object()):  # type: ignore[attr-defined]
        news.ask(consultation_id=world.consultation.id, address="me@example.org", wishes=["report"], language="en",
                 network="198.51.100.1")
    released(world)


def _findings() -> dict[str, str]:
    return {"finding_id": _first(Finding.public_id, Finding.id.in_(select(Decision.finding_id))),
            "staff_findings.change:finding_id": _first(Finding.public_id, Finding.state == DRAFT)}


def _checked() -> dict[str, str]:
    waiting = select(RespondingBody.response_id).where(RespondingBody.name == LIGHTS)
    remark, check = db.session.execute(
        select(HostRemark.public_id, HostCheck.public_id).join(HostCheck, HostCheck.id == HostRemark.check_id)
        .order_by(HostRemark.id).limit(1)).one()
    return {"staff_organisations:public_id": _first(Response.public_id, Response.id.in_(waiting)),
            "staff_host_checks:public_id": check, "staff_host_checks:remark_id": remark}


def _hosted() -> str:
    return str(_first(Event.public_id, Event.id.in_(select(HostCheck.event_id))))


def _receipt() -> str:
    """Give an answer a new receipt code: those of the example are known to nobody."""
    code = receipt_code(new_token())
    with writing() as session:
        spoken_of = (
            select(Answer.response_id).join(Passage, Passage.answer_id == Answer.id)
            .join(Coding, Coding.passage_id == Passage.id)
            .join(FindingEvidence, FindingEvidence.theme_id == Coding.theme_id)
            .join(Decision, Decision.finding_id == FindingEvidence.finding_id))
        row = session.scalars(select(Response).where(Response.id.in_(spoken_of), Response.language == "en")
                              .order_by(Response.id).limit(1)).one()
        row.receipt_hash = keyed_hash("receipt", code)
    return code


def _world() -> World:
    """Return the example as a small world is: its consultation, and staff by role."""
    session = db.session()
    staff = {person.email.partition("@")[0]: person for person in session.scalars(select(Person).order_by(Person.id))}
    return World(session.scalars(select(Consultation)).one(), staff)


def _first(column: Any, *where: Any) -> Any:
    return db.session.scalars(select(column).where(*where).order_by(column.class_.id).limit(1)).one()
