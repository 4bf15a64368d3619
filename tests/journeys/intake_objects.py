"""One of everything that the pages of what came in can show, made the first time in the site that is opened."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select

from consult.domain.submissions import Facts
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.events import Event, EventNote
from consult.models.people import Person
from consult.models.responses import Response
from consult.models.samples import ResponseImport, Sample
from consult.models.submissions import SamePerson, Submission, SubmissionFile
from consult.queries import surveys
from consult.services import calls, import_files, keyings, paper_forms, samples, taking_in
from consult.services.keyings import Typed
from consult.services.transaction import writing
from tests.document_files import photo


def intake_values() -> dict[str, str]:
    """Return the public ids of what came in, by the endpoint or the noun of the pages that show it."""
    there = db.session.scalar(select(ResponseImport.public_id).where(ResponseImport.file_name == "in.csv"))
    return _found(there) if there is not None else _made()


def _made() -> dict[str, str]:
    consultation = db.session.scalars(select(Consultation)).one()
    lead, officer = (db.session.scalars(select(Person.id).where(Person.email == f"{role}@example.org")).one()
                     for role in ("lead", "intake-officer"))
    ids: dict[str, Any] = {"consultation_id": consultation.id}
    version = surveys.current(db.session(), consultation.id)
    assert version is not None
    taking_in.take_in(**ids, facts=Facts("post", "letter", "en", label="A photo of a letter"), sender=taking_in.Told(),
                      files=[taking_in.Uploaded("letter.jpg", photo())], by_id=officer)
    came = paper_forms.Came("post", "en", (utc_now() - timedelta(days=2)).date())
    forms = [paper_forms.take_in(**ids, came=came, by_id=officer) for _one in range(3)]
    of = {"version_number": version.number, "age": "adult"}
    # The first form is being typed, the second typed again, the third waits for somebody to settle what differs.
    keyings.begin(**ids, submission_id=forms[0], **of, by_id=lead)
    for form in forms[1:]:
        keyings.begin(**ids, submission_id=form, **of, by_id=officer)
        keyings.finish(**ids, submission_id=form, number=1, typed=_typed("agree"), by_id=officer)
        keyings.begin_again(**ids, submission_id=form, by_id=lead)
    keyings.finish(**ids, submission_id=forms[2], number=2, typed=_typed("disagree"), by_id=lead)
    calls.begin(**ids, age_route="adult", language="en", channel="phone", about={}, by_id=lead)
    samples.add(**ids, name="A panel for pages", method="Asked in May.", by_id=lead)
    with writing() as session:
        pair = session.scalars(select(Response.id).where(Response.sample_id.is_(None)).order_by(Response.id).limit(2))
        first, second = pair.all()
        session.add(SamePerson(**ids, first_id=first, second_id=second, basis="words"))
    file = import_files.bring(**ids, stream=BytesIO(b"Ref,Words\n1,More buses\n"), name="in.csv", source="A tool",
                              by_id=lead)
    return _found(file.public_id)


def _typed(choice: str) -> Typed:
    return Typed({"support-knife-crime": [choice], ":consent": ["yes"]}, revision=1)


def _found(file_id: str) -> dict[str, str]:
    def first(column: Any, *where: Any) -> str:
        return str(db.session.scalars(select(column).where(*where).order_by(column.class_.id).limit(1)).one())

    letter = first(Submission.id, Submission.label == "A photo of a letter")
    form_ids = db.session.scalars(
        select(Submission.public_id).where(Submission.format == "form").order_by(Submission.id)).all()
    call = first(Submission.public_id, Submission.format == "call")
    note = db.session.execute(select(Event.public_id, EventNote.public_id).join(
        Event, Event.id == EventNote.event_id).order_by(EventNote.id).limit(1)).one()
    return {
        "staff_imports": file_id, "staff_import_mappings": file_id,
        "staff_samples": first(Sample.public_id), "staff_same_people": first(SamePerson.public_id),
        "staff_submissions": first(Submission.public_id, Submission.id == int(letter)),
        "staff_documents": first(Submission.public_id, Submission.id == int(letter)),
        "staff_senders": first(Submission.public_id, Submission.id == int(letter)),
        "file_id": first(SubmissionFile.public_id, SubmissionFile.submission_id == int(letter)),
        "staff_keying": form_ids[0], "staff_keying.second": form_ids[1], "staff_keying.settle": form_ids[2],
        "staff_calls": call, "event_id": note[0], "event_note_id": note[1],
    }
