"""Files of what was taken in: kept as they came, read into words, and handed out with nothing else in them."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from consult.clients import scanning
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.submissions import Facts, letter_of, parts_from
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.care import AnswerOriginal, Worry
from consult.models.responses import Answer
from consult.models.submissions import Sender, Submission, SubmissionFile
from consult.services import attachments, documents, other_worries, source_copies, submissions, taking_in
from consult.services.taking_in import TakenIn, Told, Uploaded
from consult.services.transaction import writing
from tests.document_files import AUTHOR, LETTER, docx, inside, letter_pdf, locked_pdf, photo, rtf, scanned_pdf
from tests.worlds import World

FACTS = Facts(channel="email", format="document", language="en")


class FakeScanner:
    """A scanner that can be stopped; it finds QUIBBLE harmful and nothing else."""

    is_there = True

    def __init__(self) -> None:
        self.is_stopped = False

    def verdict(self, stream: io.BytesIO) -> str:
        if self.is_stopped:
            return scanning.UNKNOWN
        return scanning.HARMFUL if b"QUIBBLE" in stream.read() else scanning.CLEAN


def test_a_document_becomes_what_is_read_and_its_file_stays_as_it_came(world: World) -> None:
    data = docx(table=(("Borough", "2024"), ("Camden", "12")))
    taken = take_in(world, data)
    submission, file = only(), only_file()
    assert [part.text for part in parts_from(submission.parts)] == [*LETTER, "Borough | 2024", "Camden | 12"]
    assert (file.role, file.state, file.problem, taken.needs_typing) == ("source", "held", "", False)
    with attachments.store().open(file.stored_as) as stream:
        assert stream.read() == data


def test_what_came_with_it_is_read_after_it_and_its_paragraphs_name_their_file(world: World) -> None:
    take_in(world, docx(["The letter."]), letter_pdf(["The annex."]), photo())
    assert [(part.anchor, part.text) for part in parts_from(only().parts)] == [("1", "The letter."),
                                                                              ("1/1.1", "The annex.")]
    assert not only().needs_typing


def test_a_scan_waits_for_someone_to_type_it(world: World) -> None:
    assert take_in(world, scanned_pdf()).needs_typing
    assert only().needs_typing and only().parts == []


def test_a_pasted_letter_stays_when_a_file_comes_to_it(world: World) -> None:
    taking_in.take_in(consultation_id=world.consultation.id, facts=Facts("post", "letter", "en", text="One.\n\nTwo."),
                      files=[Uploaded("a.docx", docx(["Three."]))], sender=Told(), by_id=officer(world))
    assert letter_of(parts_from(only().parts), only().text).text == "One.\n\nTwo.\n\nThree."


@pytest.mark.parametrize(("data", "problem"), [
    (locked_pdf(password="x"), "document-locked"), (letter_pdf()[:100], "document-broken"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "document-old")])
def test_what_cannot_be_read_is_kept_with_the_reason(world: World, data: bytes, problem: str) -> None:
    assert take_in(world, data).problems == (problem,)
    assert (only_file().problem, only().needs_typing) == (problem, True)


def test_a_file_that_may_not_be_kept_leaves_nothing_behind(world: World, scanner: FakeScanner) -> None:
    for data, code in ((b"QUIBBLE", "document-harmful"), (b"", "document-empty"), (b"{\\rtf1" + b"{" * 9999,
                                                                                  "document-bomb")):
        with pytest.raises(Refused, match=code):
            take_in(world, docx(), data)
    assert db.session.scalar(select(Submission.id)) is None and stored() == []


def test_a_harmful_attachment_of_an_email_is_deleted_and_named(world: World, scanner: FakeScanner) -> None:
    with writing() as session:
        submission = submissions.take_in(session, consultation_id=world.consultation.id, facts=FACTS, by_id=None)
        documents.add_file(session, submission, stream=io.BytesIO(b"QUIBBLE"), name="../invoice.exe")
    assert (only_file().state, only_file().problem, only_file().name) == ("refused", "document-harmful", "invoice.exe")
    assert stored() == []
    with pytest.raises(NotFound):
        copied(world)


def test_nothing_is_taken_in_without_words_a_file_or_paper(world: World) -> None:
    with pytest.raises(Refused, match="submission-no-words"):
        take_in(world)
    taking_in.take_in(consultation_id=world.consultation.id, files=[], sender=Told(), by_id=officer(world),
                      facts=Facts("post", "letter", "en", needs_typing=True))
    assert only().needs_typing


def test_the_same_file_is_taken_in_twice_only_for_another_person(world: World) -> None:
    data = docx()
    first = take_in(world, data)
    with pytest.raises(Conflict) as known:
        take_in(world, data)
    assert known.value.facts["public_id"] == first.public_id
    take_in(world, data, is_another=True)
    assert len(db.session.scalars(select(Submission)).all()) == 2


def test_a_copy_that_leaves_does_not_say_who_wrote_it(world: World) -> None:
    take_in(world, docx(picture=photo()), name=f"{AUTHOR}.docx")
    served = copied(world)
    assert served.name == f"{only_file().public_id}.docx" and AUTHOR.encode() not in served.stream.read()
    assert last_act() == ("source-copied", only_file().public_id)


def test_a_rich_text_leaves_as_its_words(world: World) -> None:
    take_in(world, rtf(*LETTER))
    served = copied(world)
    assert (served.media_type, served.stream.read().decode()) == ("text/plain", "\n\n".join(LETTER))


def test_a_file_without_a_safe_copy_stays(world: World) -> None:
    with writing() as session:
        submission = submissions.take_in(session, consultation_id=world.consultation.id, facts=FACTS, by_id=None)
        documents.add_file(session, submission, data=b"From: x\n\nWords", role="source", media_type="message/rfc822")
    assert only().parts == []
    with pytest.raises(Refused, match="copy-impossible"):
        copied(world)


def test_a_page_of_a_scan_is_shown_as_a_picture(world: World) -> None:
    take_in(world, scanned_pdf(2))
    served = source_copies.picture(**asked(world), page=2)
    assert served.media_type == "image/jpeg" and served.stream.read(3) == b"\xff\xd8\xff"
    with pytest.raises(Refused, match="document-kind"):
        source_copies.picture(**asked(world), page=3)


def test_the_file_as_it_came_is_for_few_and_for_a_reason(world: World) -> None:
    take_in(world, docx())
    with pytest.raises(NotAllowed):
        source_copies.as_it_came(**asked(world, "lead"), reason="To call back")
    with pytest.raises(Refused, match="source-reason-missing"):
        source_copies.as_it_came(**asked(world), reason="  ")
    with source_copies.as_it_came(**asked(world), reason="To call back").stream as stream:
        assert AUTHOR.encode() in inside(stream.read())["docProps/core.xml"]
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None and (event.action, event.facts) == ("source-opened", {"reason": "To call back"})


@pytest.mark.parametrize("role", ("coder", "reader", "safeguarding", "survey-editor", "translator"))
def test_files_are_only_for_those_who_take_in(world: World, role: str) -> None:
    take_in(world, docx())
    with pytest.raises(NotAllowed):
        copied(world, role)


def test_a_file_is_found_only_under_what_it_belongs_to(world: World) -> None:
    take_in(world, docx())
    for other in ({"submission_public_id": "nothing"}, {"file_public_id": "nothing"}):
        with pytest.raises(NotFound):
            source_copies.copy(**{**asked(world), **other})


def test_what_somebody_worries_about_is_handed_to_nobody_else(world: World) -> None:
    take_in(world, docx())
    other_worries.flag_submission(consultation_id=world.consultation.id, public_id=only().public_id, kind="harm",
                                  by_id=officer(world))
    with pytest.raises(NotFound):
        copied(world)


def test_a_worry_is_found_in_the_words_of_a_file(world: World) -> None:
    take_in(world, docx(["My husband hits me and I am afraid to go home."]))
    assert db.session.scalars(select(Worry.submission_id)).all() == [only().id]


def test_a_source_is_for_few_once_something_was_taken_out_of_its_words(world: World) -> None:
    take_in(world, docx())
    answer = accepted(world)
    with writing() as session:
        session.add(AnswerOriginal(answer_id=answer.id, of_english=False, text="as it was"))
    with pytest.raises(NotAllowed):
        copied(world)
    assert copied(world, "lead").size


def test_the_files_of_what_was_taken_back_are_gone(world: World) -> None:
    take_in(world, docx())
    accepted(world)
    submissions.withdraw(consultation_id=world.consultation.id, public_id=only().public_id, by_id=officer(world))
    assert stored() == []
    with pytest.raises(NotFound):
        copied(world)


def test_a_file_is_held_while_the_scanner_is_silent(world: World, scanner: FakeScanner) -> None:
    scanner.is_stopped = True
    take_in(world, docx())
    assert only_file().state == "held"
    with pytest.raises(Conflict, match="media-unchecked"):
        copied(world)
    scanner.is_stopped = False
    assert copied(world).size and only_file().state == "clean"


def test_who_sent_it_is_sealed_and_stands_nowhere_else(world: World) -> None:
    taking_in.take_in(consultation_id=world.consultation.id, facts=FACTS, files=[Uploaded("a.docx", docx())],
                      sender=Told(name="Grace Example", address="grace@example.org"), by_id=officer(world))
    row = db.session.scalars(select(Sender)).one()
    assert b"grace" not in (row.address or b"").lower() and row.address_hash
    assert "Grace" not in str(only().parts) + only().label + str(db.session.scalars(select(AuditEvent.facts)).all())


def test_files_in_use_are_no_orphans(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(world, docx())
    monkeypatch.setattr(attachments, "ORPHAN_SECONDS", -1)
    attachments.store().keep(io.BytesIO(b"left behind"), 99)
    with writing() as session:
        assert attachments.sweep(session) == 1
    assert stored() == [only_file().stored_as]


def take_in(world: World, *files: bytes, name: str = "a.docx", is_another: bool = False) -> TakenIn:
    return taking_in.take_in(consultation_id=world.consultation.id, facts=FACTS, sender=Told(), by_id=officer(world),
                             files=[Uploaded(name, data) for data in files], is_another=is_another)


def accepted(world: World) -> Answer:
    response = submissions.accept(consultation_id=world.consultation.id, public_id=only().public_id,
                                  by_id=officer(world))
    assert response is not None
    return db.session.scalars(select(Answer).where(Answer.response_id == response.id)).one()


def officer(world: World) -> int:
    return world.staff["intake-officer"].id


def only() -> Submission:
    return db.session.scalars(select(Submission)).one()


def only_file() -> SubmissionFile:
    return db.session.scalars(select(SubmissionFile)).one()


def stored() -> list[str]:
    return list(attachments.store().older_than(-1))


def asked(world: World, role: str = "intake-officer") -> dict[str, Any]:
    return {"consultation_id": world.consultation.id, "submission_public_id": only().public_id,
            "file_public_id": only_file().public_id, "by_id": world.staff[role].id}


def copied(world: World, role: str = "intake-officer") -> source_copies.Served:
    return source_copies.copy(**asked(world, role))


def last_act() -> tuple[str, str]:
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    return event.action, event.object_id


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> FakeScanner:
    fake = FakeScanner()
    monkeypatch.setattr(attachments, "scanner", lambda: fake)
    return fake
