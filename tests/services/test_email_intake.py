"""An e-mail is taken in once and whole: words, files and sender each to its place, for a person to decide on."""

from dataclasses import replace
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.errors import NotAllowed, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.submissions import Acknowledgement, Sender, Submission, SubmissionFile
from consult.services import attachments, email_intake, senders
from tests.worlds import World

PDF_WORDS = "The path by the canal needs light."


def test_words_files_and_sender_each_have_their_place(world: World) -> None:
    message = letter("More light, please.\n\nKind regards\nAnn Example\n020 7946 0000\n")
    message.add_attachment(PDF_WORDS.encode(), maintype="text", subtype="plain", filename="../my view.txt")
    submission = taken(world, message)
    assert (submission.channel, submission.format, submission.state) == ("email", "e-mail", "waiting")
    assert [(part["anchor"], part["kind"], part["text"]) for part in submission.parts] == [
        ("1", "text", "More light, please."), ("", "signature", "Kind regards\nAnn Example\n020 7946 0000"),
        ("1/1", "text", PDF_WORDS)]
    assert [(file.role, file.name, file.media_type) for file in files(submission)] == [
        ("source", "e-mail.eml", "message/rfc822"), ("attachment", "my view.txt", "text/plain")]


def test_the_email_is_kept_byte_for_byte(world: World) -> None:
    message = letter("More light.\n")
    submission = taken(world, message)
    with attachments.store().open(files(submission)[0].stored_as) as stored:
        assert stored.read() == message.as_bytes()


def test_who_sent_it_stands_nowhere_but_sealed(world: World) -> None:
    submission = taken(world, letter("More light.\n", subject="Light: Ann Example, ann@example.org, 020 7946 0000"))
    sender = db.session.get_one(Sender, submission.id)
    assert senders.address_of(sender) == "ann@example.org" and b"ann" not in (sender.address or b"")
    told = " ".join([submission.label, submission.text, str(submission.parts), str(submission.signs)]
                    + [str(event.facts) for event in db.session.scalars(select(AuditEvent))])
    assert submission.label == "Light: … …, … …"
    assert not any(word in told.lower() for word in ("ann example", "ann@", "7946"))


def test_the_same_email_by_another_way_is_taken_in_once(world: World) -> None:
    message = letter("More light.\n")
    first = email_intake.take_in(consultation_id=world.consultation.id, data=message.as_bytes(), by_id=None)
    again = b"X-Kept: elsewhere\nReceived: by b; Mon, 3 Nov 2025 10:04:00 +0000\n" + message.as_bytes()
    second = email_intake.take_in(consultation_id=world.consultation.id, data=again, by_id=None)
    assert (first.is_new, second.is_new, second.public_id) == (True, False, first.public_id)
    assert count(Submission) == 1 and len(list(attachments.store().folder.iterdir())) == 1


def test_another_letter_cannot_hide_behind_the_number_of_a_known_one(world: World) -> None:
    taken(world, letter("More light.\n"))
    taken(world, letter("No more light.\n", sender="bo@example.org"))
    assert count(Submission) == 2


def test_an_email_within_it_is_a_file_whose_words_are_read(world: World) -> None:
    message = letter("See below.\n")
    message.add_attachment(letter("The park is dark.\n\nVery dark.\n", sender="bo@example.org"))
    submission = taken(world, message)
    assert [(part["anchor"], part["text"]) for part in submission.parts] == [
        ("1", "See below."), ("1/1", "The park is dark."), ("1/2", "Very dark.")]
    assert [file.name for file in files(submission)] == ["e-mail.eml", "e-mail-1.eml"] and \
        "holds-emails" in submission.signs


@pytest.mark.parametrize(("header", "words", "proposal"), [
    (("Auto-Submitted", "auto-replied"), "I am away.", "auto-reply"), (("X-Spam-Flag", "YES"), "Buy.", "spam"),
    (("X-Other", "x"), "\n", "blank"), (("References", "<a@x.org> <b@letters.example>"), "Thank you.", "reply-to-us"),
    (("X-Other", "x"), "More light.", ""),
])
def test_a_machine_proposes_and_nothing_is_decided(app: Flask, world: World, header: tuple[str, str], words: str,
                                                   proposal: str) -> None:
    with_mail(app)
    message = letter(words)
    message[header[0]] = header[1]
    submission = taken(world, message)
    assert (submission.proposal, submission.state) == (proposal, "waiting") and bool(submission.signs) == bool(proposal)


def test_a_file_that_may_not_be_kept_is_named_and_the_rest_is_taken_in(world: World) -> None:
    message = letter("More light.\n")
    message.add_attachment(b"MZ\x90\x00" + bytes(200), maintype="application", subtype="x-msdownload",
                           filename="run.exe")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    submission = taken(world, message)
    assert submission.parts[0]["text"] == "More light." and "document-empty" in submission.signs
    assert files(submission)[1].problem == "document-kind"


def test_what_is_no_email_leaves_nothing_behind(world: World) -> None:
    with pytest.raises(Refused):
        email_intake.take_in(consultation_id=world.consultation.id, data=b"Dear all", by_id=None)
    assert count(Submission) == 0 and not list(attachments.store().older_than(-60))


def test_who_may_not_take_in_takes_in_nothing(world: World) -> None:
    with pytest.raises(NotAllowed):
        email_intake.take_in(consultation_id=world.consultation.id, data=letter("x").as_bytes(),
                             by_id=world.staff["coder"].id)
    assert count(Submission) == 0


def test_the_language_of_the_words_is_asked_for_and_a_sender_is_answered_in_it(app: Flask, world: World) -> None:
    with_mail(app)
    found = email_intake.take_in(consultation_id=world.consultation.id, by_id=None, language_of=lambda _words: "zh",
                                 data=letter("公园里太黑了。\n").as_bytes())
    submission = one(found.public_id)
    assert submission.language == "zh"
    assert db.session.get_one(Acknowledgement, submission.id).language == "zh-Hans"


def test_without_a_mail_server_no_letter_is_noted(world: World) -> None:
    taken(world, letter("More light.\n"))
    assert count(Acknowledgement) == 0


@pytest.mark.parametrize(("sender", "subject"), [
    ("Li Wu <li.wu@example.org>", "From Li Wu: the park"), ("王伟 <w@example.org>", "王伟的意见: the park"),
    ("jane.smith@example.org", "Jane Smith on the park"),
])
def test_no_name_of_a_sender_stands_in_what_the_desk_calls_it(world: World, sender: str, subject: str) -> None:
    label = taken(world, letter("More light.\n", subject=subject, sender=sender)).label
    assert "the park" in label and not any(name in label for name in ("Li", "Wu", "王伟", "Jane", "Smith"))


def test_a_time_that_has_not_come_yet_is_not_believed(world: World) -> None:
    message = letter("More light.\n")
    message.replace_header("Date", "Mon, 3 Nov 2098 10:02:00 +0000")
    submission = taken(world, message)
    assert submission.received_at <= submission.taken_in_at


def taken(world: World, message: EmailMessage) -> Submission:
    found = email_intake.take_in(consultation_id=world.consultation.id, data=message.as_bytes(), by_id=None)
    return one(found.public_id)


def one(public_id: str) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.public_id == public_id)).one()


def files(submission: Submission) -> list[SubmissionFile]:
    return list(db.session.scalars(select(SubmissionFile).where(SubmissionFile.submission_id == submission.id)
                                   .order_by(SubmissionFile.position)))


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def letter(words: str, *, subject: str = "My view", sender: str = "Ann Example <ann@example.org>") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "plan@example.gov.uk", subject
    message["Date"], message["Message-ID"] = "Mon, 3 Nov 2025 10:02:00 +0000", "<one@example.org>"
    message.set_content(words)
    return message


def with_mail(app: Flask) -> None:


    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="smtp://127.0.0.1:1",
                                             mail_from="notes@letters.example")
