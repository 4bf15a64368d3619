"""Files of e-mails are taken in by a worker, e-mail by e-mail, and nothing twice, however often it is stopped."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.jobs import emails, running
from consult.models.runs import Run
from consult.models.submissions import Submission, SubmissionFile
from consult.services import attachments, email_imports, email_intake, runs
from consult.services.email_imports import Sent, outcome_of
from tests.worlds import World


def test_files_of_both_kinds_come_in_and_are_then_deleted(app: Flask, world: World) -> None:
    run = start(world, mbox(3), letter(9))
    running.execute(app, run.id)
    run = again(run)
    outcome = outcome_of(run.facts)
    assert (run.state, outcome.taken, outcome.known, outcome.refused) == ("done", 4, 0, [])
    assert sorted(path.name for path in attachments.store().folder.iterdir()) == sorted(
        db.session.scalars(select(SubmissionFile.stored_as)))


def test_the_same_file_again_brings_nothing_new(app: Flask, world: World) -> None:
    for _time in range(2):
        run = start(world, mbox(3))
        running.execute(app, run.id)
    assert (outcome_of(again(run).facts).known, submissions()) == (3, 3)


def test_what_could_not_be_taken_in_is_named_by_file_and_number(app: Flask, world: World) -> None:
    run = start(world, mbox(1) + b"From x Mon Nov  3 10:02:00 2025\nno e-mail at all\n\n" + mbox(1, first=5))
    running.execute(app, run.id)
    [refused] = outcome_of(again(run).facts).refused
    assert (refused.name, refused.number, refused.code, submissions()) == ("mails 0.mbox", 2, "email-other", 2)


def test_one_email_on_which_our_reading_breaks_stops_no_others(
        app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run, real, count = start(world, mbox(3)), email_intake.take_in, iter(range(3))

    def take_in(**asked: object) -> object:
        if next(count) == 1:
            raise ValueError("very secret words")
        return real(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(email_intake, "take_in", take_in)
    running.execute(app, run.id)
    facts = again(run).facts
    assert (run.state, facts["taken"], [row["code"] for row in facts["refused"]]) == ("done", 2, ["email-broken"])
    assert "secret" not in str(facts)


def test_a_run_goes_on_where_another_worker_died(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emails, "NOTED_EVERY", 2)
    run = start(world, mbox(7))
    dying(app, run, monkeypatch, after=5)
    assert (again(run).facts["number"], again(run).facts["taken"], submissions()) == (4, 4, 5)
    runs.give_back(run.id, 1)
    running.execute(app, run.id)
    outcome = outcome_of(again(run).facts)
    assert (outcome.taken + outcome.known, submissions(), again(run).state) == (7, 7, "done")


def test_a_run_that_is_stopped_keeps_what_came_in(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start(world, mbox(5))
    dying(app, run, monkeypatch, after=2)
    email_imports.cancel(consultation_id=world.consultation.id, public_id=run.public_id,
                         by_id=world.staff["intake-officer"].id)
    assert (again(run).state, submissions()) == ("cancelled", 2)
    with pytest.raises(FileNotFoundError):
        attachments.store().open(run.facts["files"][0]["stored_as"])
    with pytest.raises(Conflict):
        email_imports.cancel(consultation_id=world.consultation.id, public_id=run.public_id,
                             by_id=world.staff["intake-officer"].id)


@pytest.mark.parametrize(("data", "code"), [
    (b"PK\x03\x04" + bytes(50), "emails-file-other"), (b"", "emails-file-other"),
    (b"\xd0\xcf\x11\xe0" + bytes(50), "email-outlook"),
    (b"Dear all\n", "emails-file-other"),
])
def test_a_file_that_holds_no_emails_is_refused_whole(world: World, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        start(world, letter(1), data)
    assert refused.value.code == code and not list(attachments.store().folder.iterdir())
    assert db.session.scalar(select(func.count()).select_from(Run)) == 0


def test_too_many_and_too_large_files_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_imports, "MOST_FILES", 1)
    monkeypatch.setattr(email_imports, "MOST_FILE", 100)
    for files, code in (((), "file-missing"), ((letter(1), letter(2)), "emails-files-many"),
                        ((mbox(9),), "emails-file-large")):
        with pytest.raises(Refused) as refused:
            start(world, *files)
        assert refused.value.code == code


def test_one_import_at_a_time(world: World) -> None:
    start(world, mbox(1))
    with pytest.raises(Conflict) as conflict:
        start(world, mbox(1))
    assert conflict.value.code == "run-standing" and len(list(attachments.store().folder.iterdir())) == 1


def test_who_may_not_take_in_starts_and_stops_nothing(world: World) -> None:
    run = start(world, mbox(1))
    with pytest.raises(NotAllowed):
        start(world, mbox(1), role="coder")
    with pytest.raises(NotAllowed):
        email_imports.cancel(consultation_id=world.consultation.id, public_id=run.public_id,
                             by_id=world.staff["coder"].id)
    with pytest.raises(NotFound):
        email_imports.cancel(consultation_id=world.consultation.id, public_id="none",
                             by_id=world.staff["intake-officer"].id)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finder of languages that needs no models: what it finds is tested with it."""
    monkeypatch.setattr(emails, "language_finder", lambda _detector: lambda _words: "en")


def start(world: World, *files: bytes, role: str = "intake-officer") -> Run:
    return email_imports.start(
        consultation_id=world.consultation.id, is_acknowledged=False, by_id=world.staff[role].id,
        files=[Sent(io.BytesIO(data), f"mails {place}.mbox") for place, data in enumerate(files)])


def dying(app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """Let a worker take so many e-mails in, and die without a word."""
    class Killed(BaseException):
        """As kill -9: nothing catches it."""

    real, count = email_intake.take_in, iter(range(after))

    def take_in(**asked: object) -> object:
        if next(count, None) is None:
            raise Killed
        return real(**asked)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(email_intake, "take_in", take_in)
        with pytest.raises(Killed):
            running.execute(app, run.id)


def again(run: Run) -> Run:
    db.session.rollback()
    db.session.refresh(run)
    return run


def submissions() -> int:
    return db.session.scalar(select(func.count()).select_from(Submission)) or 0


def letter(number: int) -> bytes:
    return (f"From: Ann <ann@example.org>\nTo: plan@example.gov.uk\nSubject: Letter {number}\n"
            f"Message-ID: <{number}@example.org>\n\nMore light in street {number}.\n").encode()


def mbox(count: int, first: int = 0) -> bytes:
    return b"".join(b"From x Mon Nov  3 10:02:00 2025\n" + letter(first + number) + b"\n" for number in range(count))
