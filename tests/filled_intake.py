"""A row in every table of what is taken in, put there past the services: to carry through migrations."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from consult.models.base import Base, new_public_id, utc_now
from consult.models.care import Worry
from consult.models.codebooks import Coding, CodingQuestion
from consult.models.events import Event, EventAccess, EventNote, EventNoteCoding, EventNoteOriginal
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer, Keying, KeyingDifference
from consult.models.responses import Response
from consult.models.runs import Run
from consult.models.samples import ImportSource, RefusedImportRow, ResponseImport, Sample
from consult.models.submissions import (
    Acknowledgement,
    MailboxState,
    SamePerson,
    Sender,
    Submission,
    SubmissionFile,
)
from consult.models.surveys import Question
from consult.services.transaction import writing
from tests.worlds import World

DAY = date(2026, 3, 2)


def fill_intake(world: World, *, with_panel: bool = True) -> None:
    """Put something into each table; a panel's response only where it is wanted, for nothing older can hold one."""
    with writing() as session:
        def put(row: Base) -> Any:
            session.add(row)
            session.flush()
            return row

        ids = {"consultation_id": world.consultation.id}
        by = world.staff["lead"].id
        version_id = world.responses[0].survey_version_id
        question_id = session.scalars(select(Question.id).where(Question.survey_version_id == version_id)).first()
        _imports(put, ids, version_id, with_panel)
        letter = _submissions(put, ids, world.responses[1].id, by)
        put(SamePerson(**ids, first_id=world.responses[0].id, second_id=world.responses[1].id, basis="words"))
        session.get_one(Response, world.responses[1].id).counts_with_id = world.responses[0].id
        for coding_id in session.scalars(select(Coding.id).limit(1)):
            put(CodingQuestion(coding_id=coding_id, question_key="violence-words"))
            theme_id = session.get_one(Coding, coding_id).theme_id
            note, event = _events(put, ids, by, theme_id)
            put(Worry(**ids, event_note_id=note.id, kind="danger", source="rule", due_at=utc_now()))
            sheet = put(EqualitySheet(**ids, survey_version_id=version_id, event_id=event.id, typed_on=DAY, by_id=by))
            put(EqualitySheetAnswer(sheet_id=sheet.id, question_id=question_id, choice="25-34"))
        put(Worry(**ids, submission_id=letter.id, kind="danger", source="rule", due_at=utc_now()))
        put(Keying(submission_id=letter.id, survey_version_id=version_id, number=1, by_id=by))
        put(KeyingDifference(submission_id=letter.id, question_key="support", kind="closed"))


def _imports(put: Any, ids: dict[str, int], version_id: int, with_panel: bool) -> None:
    panel = put(Sample(**ids, key="panel-1", name="A panel"))
    source = put(ImportSource(**ids, name="The agency", sample_id=panel.id))
    run = put(Run(**ids, kind="import", state="done", finished_at=utc_now()))
    brought = put(ResponseImport(**ids, source_id=source.id, sample_id=panel.id, run_id=run.id, file_name="panel.csv",
                                 size=3, digest="d" * 64, state="done"))
    put(RefusedImportRow(import_id=brought.id, number=7, code="import-no-consent"))
    if with_panel:
        put(Response(**ids, survey_version_id=version_id, channel="panel", language="en", sample_id=panel.id,
                     weight=1.2, import_id=brought.id, submission_hash=new_public_id(), receipt_hash=new_public_id()))


def _submissions(put: Any, ids: dict[str, int], response_id: int, by: int) -> Submission:
    usual: dict[str, Any] = {**ids, "language": "en", "channel": "post"}
    put(Submission(**usual, format="letter", state="accepted", response_id=response_id, decided_at=utc_now(),
                   decided_by_id=by, text="We need lights."))
    put(Submission(**usual, format="petition", signatures=312, label="Lights at the stops"))
    letter: Submission = put(Submission(**usual, format="e-mail", source_hash="s" * 64, thread_hash="t" * 64,
                                        proposal="auto-reply", signs=["says-automatic"]))
    put(SubmissionFile(submission_id=letter.id, position=1, role="source", name="letter.eml", size=3, digest="d" * 64,
                       media_type="message/rfc822", stored_as="f" * 43))
    put(Sender(submission_id=letter.id, address_hash="a" * 64, address=b"sealed"))
    put(Acknowledgement(submission_id=letter.id, language="ur"))
    put(MailboxState(**ids, folder="INBOX", uid_validity=7, last_uid=12))
    return letter


def _events(put: Any, ids: dict[str, int], by: int, theme_id: int) -> tuple[EventNote, Event]:
    begins = utc_now() - timedelta(days=3)
    event = put(Event(**ids, title="Talk at the library", format="in-person", host_kind="team", starts_at=begins,
                      ends_at=begins + timedelta(hours=2), state="held", participants=14, held_at=utc_now()))
    put(EventAccess(event_id=event.id, key="bsl", state="booked"))
    note = put(EventNote(event_id=event.id, kind="statement", text="The last bus feels unsafe.", table_label="2"))
    put(EventNoteOriginal(note_id=note.id, text="The last bus feels unsafe, said Jo."))
    put(EventNoteCoding(note_id=note.id, theme_id=theme_id, by_id=by))
    return note, event
