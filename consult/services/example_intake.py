"""Takes in the example's letters, petition, events and panel through the same services that people use."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from consult.domain.events import Note, Plan, Record
from consult.domain.submissions import Facts
from consult.domain.working_days import LONDON
from consult.domain.worries import Outcome
from consult.models.care import Worry
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.events import Event, EventNote
from consult.models.responses import Answer, Response
from consult.models.samples import ResponseImport
from consult.models.submissions import Submission
from consult.queries import surveys
from consult.services import (
    codings,
    event_codings,
    event_notes,
    events,
    response_batches,
    samples,
    senders,
    submissions,
    worries,
)
from consult.services.clock import now
from consult.services.codings import Code
from consult.services.example_codings import span_of
from consult.services.import_rows import FileOnItsWay, Ready, walk
from consult.services.transaction import writing

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Staff:
    """Who does what in the example (row ids)."""

    intake: int
    coder: int
    lead: int
    safeguarding: int


def load_intake(consultation: Consultation, told: Told, panel: bytes, theme_names: Mapping[str, str], staff: Staff
                ) -> None:
    """Store everything that the example's file of what came in tells, decided on as it says, some of it waiting.

    `panel` is a CSV file whose columns are keys of questions; `theme_names` those of the example's code frame by key.
    """
    loader = _Loader(consultation, theme_names, staff)
    with writing() as session:
        for given in told["letters"]:
            loader.letter(session, given)
        for given in told["waiting"]:
            loader.taken_in(session, given)
        for given in told["left_out"]:
            loader.left_out(session, given)
        for given in told["petitions"]:
            loader.petition(session, given)
        for given in told["events"]:
            loader.event(session, given)
        _panel(session, consultation, told["panel"], panel, staff.lead)
        session.execute(update(Response).where(Response.consultation_id == consultation.id).values(is_example=True))


class _Loader:
    """Puts one thing after the other into one consultation."""

    def __init__(self, consultation: Consultation, theme_names: Mapping[str, str], staff: Staff) -> None:
        self.id, self.theme_names, self.staff = consultation.id, theme_names, staff
        self.opens_on: date = consultation.opens_at.astimezone(LONDON).date()

    def at(self, day: int, hour: int = 10) -> datetime:
        """Return an hour of the day that is so many days after the opening."""
        return datetime.combine(self.opens_on + timedelta(days=day), time(hour), LONDON)

    def taken_in(self, session: Session, given: Told, **more: Any) -> Submission:
        """Take in something that then waits, and keep who sent it apart."""
        sender = given.get("sender", {})
        before = given.get("postmarked_days_before")
        facts = Facts(
            channel=given["channel"], format=given.get("format", "petition"), language=given["language"],
            received_at=self.at(given["day"]), label=given.get("label", ""),
            postmarked_on=self.opens_on + timedelta(days=given["day"] - before) if before else None,
            text="\n\n".join(given["paragraphs"]), needs_typing=given.get("needs_typing", False),
            sender_kind=sender.get("kind", "person"), body=sender.get("body", ""),
            speaks_for=sender.get("speaks_for"), may_be_named=sender.get("may_be_named", False),
            has_quote_consent=given.get("quote_consent", False), proposal=given.get("proposal", ""),
            signs=tuple(given.get("signs", ())), **more)
        submission = submissions.take_in(session, consultation_id=self.id, facts=facts, by_id=self.staff.intake)
        senders.keep(session, submission, address=sender.get("address", ""))
        return submission

    def looked_at(self, session: Session, thing: ColumnElement[bool]) -> None:
        """Close the worries that a rule raised about something of the example: nobody in it exists."""
        open_ones = select(Worry.public_id).where(Worry.consultation_id == self.id, Worry.closed_at.is_(None), thing)
        for public_id in session.scalars(open_ones).all():
            worries.close(consultation_id=self.id, public_id=public_id, by_id=self.staff.safeguarding,
                          outcome=Outcome("no-worry", "An example: nobody in it exists."))

    def letter(self, session: Session, given: Told) -> None:
        """Accept a letter, and code in it what the file says."""
        submission = self.taken_in(session, given)
        self.looked_at(session, Worry.submission_id == submission.id)
        response = submissions.accept(consultation_id=self.id, public_id=submission.public_id, by_id=self.staff.intake)
        assert response is not None
        answer = session.scalars(select(Answer).where(Answer.response_id == response.id)).one()
        for coded in given.get("codings", ()):
            node = coded.get("plan_node")
            code = Code(self.theme(session, coded["theme"]), coded["stance"], (node,) if node else (),
                        questions=tuple(coded.get("questions", ())))
            codings.confirm(consultation_id=self.id, answer_id=answer.public_id or "", code=code,
                            span=span_of(answer.text or "", coded["passage"]), by_id=self.staff.coder)
        if given.get("codings"):
            codings.mark_read(consultation_id=self.id, answer_id=answer.public_id or "", by_id=self.staff.coder)

    def left_out(self, session: Session, given: Told) -> None:
        """Leave out what the file says, for its reason."""
        submission = self.taken_in(session, given)
        whose = {"consultation_id": self.id, "public_id": submission.public_id, "by_id": self.staff.intake}
        if given["as"] == "unreadable":
            submissions.mark_unreadable(**whose)
        else:
            submissions.exclude(**whose, reason=given["as"])

    def petition(self, session: Session, given: Told) -> None:
        """Accept a petition with the number of its signatures."""
        submission = self.taken_in(session, given, signatures=given["signatures"])
        submissions.accept(consultation_id=self.id, public_id=submission.public_id, by_id=self.staff.intake)

    def event(self, session: Session, given: Told) -> None:
        """Plan an event; where it is in the past, write down who came, what access there was and what was said."""
        begins = self.at(given["day"], 18)
        planned = Plan(
            title=given["title"], starts_at=begins, ends_at=begins + timedelta(hours=2), format=given["format"],
            place=given.get("place", ""), host_kind=given["host_kind"], host=given.get("host", ""),
            may_be_named=bool(given.get("host")), access_contact="access@example.org")
        event = events.plan(consultation_id=self.id, planned=planned, by_id=self.staff.intake)
        whose = {"consultation_id": self.id, "public_id": event.public_id, "by_id": self.staff.intake}
        if "participants" in given:
            events.record(**whose, happened=Record(given["participants"], given["tables"], given["make_up"]))
        for key, state in given["access"].items():
            reason = given.get("not_met", "") if state == "not-met" else ""
            events.arrange(**whose, key=key, state=state, reason=reason)
        self.notes(session, event.public_id, given.get("notes", ()))

    def notes(self, session: Session, event_id: str, given: Any) -> None:
        """Take in the notes of an event and give each its theme."""
        notes = [Note(kind=one["kind"], text=one["text"], table=one["table"], has_consent=one.get("consent", False),
                      client_key=f"example-{number:04}") for number, one in enumerate(given, 1)]
        if not notes:
            return
        event_notes.take_in(consultation_id=self.id, event_id=event_id, notes=notes, by_id=self.staff.intake)
        self.looked_at(session, Worry.event_note_id.is_not(None))
        stored = dict(session.execute(
            select(EventNote.client_key, EventNote.public_id).join(Event, Event.id == EventNote.event_id)
            .where(Event.public_id == event_id)).all())
        for note, one in zip(notes, given, strict=True):
            event_codings.give(consultation_id=self.id, note_id=stored[note.client_key], stance=one["stance"],
                               theme=self.theme(session, one["theme"]), by_id=self.staff.coder)

    def theme(self, session: Session, key: str) -> str:
        """Return the public id of the theme that the example's code frame calls so."""
        return session.scalars(select(Theme.public_id).where(
            Theme.consultation_id == self.id, Theme.name == self.theme_names[key])).one()


def _panel(session: Session, consultation: Consultation, told: Told, rows: bytes, by_id: int) -> None:
    """Bring in the example's panel by the checks of every file, in the example's own transaction and without a run."""
    sample = samples.add(consultation_id=consultation.id, name=told["name"], method=told["method"], by_id=by_id)
    headers = rows.partition(b"\n")[0].decode().strip().split(",")
    mapping = {"sample": sample.key, "id": "id", "weight": "weight", "consent": {"column": "agreed"},
               "columns": {name: name for name in headers if name not in ("id", "weight", "agreed")}}
    digest, at = sha256(rows).hexdigest(), now(session)
    brought = ResponseImport(consultation_id=consultation.id, sample_id=sample.id, file_name="panel.csv",
                             size=len(rows), digest=digest, mapping=json.dumps(mapping), state="storing",
                             created_at=at, created_by_id=by_id)
    session.add(brought)
    session.flush()
    ready: list[Ready] = []
    way = FileOnItsWay(mapping, digest, at, sample=sample.key)
    version_id = 0
    for checker, outcomes in walk(session, BytesIO(rows), consultation, way):
        ready += [one for one in outcomes if isinstance(one, Ready)]
        brought.rows_read += len(outcomes)
        version_id = checker.version.id
    response_batches.store(session, ready, row=brought, version_id=version_id,
                           question_ids=surveys.question_ids(session, version_id))
    brought.taken = response_batches.bring_in(session, brought.id, keeps_late=False)
    brought.state, brought.finished_at = "done", at
    if brought.taken != rows.count(b"\n") - 1:
        raise ValueError("the example's panel breaks a rule of the survey")
