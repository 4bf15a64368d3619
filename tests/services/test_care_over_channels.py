"""Whatever way words come by: worries and details are looked for in them, and copies of files tell of nobody."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from consult.domain.errors import Conflict, Refused
from consult.domain.worries import Outcome
from consult.extensions import db
from consult.jobs.care import CareLooker
from consult.models.care import Redaction, Worry
from consult.models.responses import Answer
from consult.models.submissions import Submission, SubmissionFile
from consult.queries import surveys
from consult.services import source_copies, worries
from tests.imap_server import Box, serving
from tests.intake60 import files, voices
from tests.intake60.submissions import BY_NUMBER, by_route
from tests.intake60.walk import Walk
from tests.worlds import World

WORDS = "I want to kill myself and nobody from the council listens. My number is 07700 900123."
OUTCOME = Outcome()

# What is stored as a response at once, by the number of a submission that comes by that way.
AT_ONCE: dict[int, Callable[[Walk], object]] = {
    5: lambda walk: walk.send(BY_NUMBER[5]),
    7: lambda walk: list(walk.survey_file()),
    44: lambda walk: (codes(walk), walk.come_back(BY_NUMBER[44]), walk.type_twice(BY_NUMBER[44], 1)),
    50: lambda walk: list(walk.talks()),
    53: lambda walk: list(walk.talks()),
    55: lambda walk: list(walk.panel()),
}
# What waits for a person first.
WAITING = {25: "mail", 41: "uploads", 43: "letters"}


@pytest.mark.parametrize("number", AT_ONCE)
def test_a_worry_and_a_detail_are_found_in_what_is_a_response_at_once(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setitem(voices.OWN, number, WORDS)
    AT_ONCE[number](walk)
    assert found() == (1, 1)


@pytest.mark.parametrize("number", WAITING)
def test_what_waits_is_held_back_until_someone_looked_and_coded_after(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    for kept in (voices.OWN, voices.CHANGED):
        if number in kept:
            monkeypatch.setitem(kept, number, WORDS)
    with pytest.raises(Conflict, match="submission-withheld"):
        for _step in getattr(walk, WAITING[number])():
            pass
        walk.accept(BY_NUMBER[number])
    db.session.rollback()
    worry = db.session().query(Worry).one()
    worries.close(consultation_id=walk.consultation_id, public_id=worry.public_id, outcome=OUTCOME,
                  by_id=walk.world.staff["safeguarding"].id)
    walk.accept(BY_NUMBER[number])
    assert found()[1] == 1
    assert db.session().query(Answer).filter(Answer.text.contains("07700 900123")).count() == 1
    assert db.session().query(Submission).filter(Submission.text.contains("07700 900123")).count() == 0


def test_no_copy_that_leaves_tells_who_made_it(walk: Walk) -> None:
    for steps in (walk.mail, walk.uploads, walk.paper):
        for _step in steps():
            pass
    db.session.rollback()
    rows = db.session().query(SubmissionFile, Submission.public_id).join(
        Submission, Submission.id == SubmissionFile.submission_id).all()
    kinds = {row.media_type.rpartition("/")[2]: copied(walk, row, public_id) for row, public_id in rows}
    assert len(rows) >= len(by_route("imap")) + len(by_route("upload")) + len(by_route("paper"))
    assert {"pdf", "jpeg", "vnd.openxmlformats-officedocument.wordprocessingml.document"} <= {
        kind for kind, is_copied in kinds.items() if is_copied}


def copied(walk: Walk, row: SubmissionFile, public_id: str) -> bool:
    """Say whether a file can leave as a copy; whoever made it is nowhere in that."""
    try:
        served = source_copies.copy(consultation_id=walk.consultation_id, submission_public_id=public_id,
                                    file_public_id=row.public_id, by_id=walk.officer)
    except Refused:
        return False
    for inside in opened(served.stream.read()):
        for telling in (files.AUTHOR, files.COMPANY, "Pocket 5"):
            assert telling.encode() not in inside and telling.encode("utf-16-le") not in inside, row.name
    return True


def opened(data: bytes) -> list[bytes]:
    """Return a file and, where it is a package, every part of it."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [data, *(package.read(name) for name in package.namelist())]


def codes(walk: Walk) -> None:
    """Print a form."""
    version = surveys.current(db.session(), walk.consultation_id)
    walk.codes = {44: walk.issue(version, 1)[0]}


def found() -> tuple[int, int]:
    """Let the worker look, and return how many worries are open and how many answers have a detail in them."""
    db.session.rollback()
    CareLooker().turn()
    details = db.session().query(Redaction.answer_id).distinct().count()
    return db.session().query(Worry).filter(Worry.closed_at.is_(None)).count(), details


@pytest.fixture
def walk(app: Flask, world: World):
    """The walk before its first step, with a mailbox on this machine."""
    with serving(Box()) as server:
        yield Walk(app, world, server)
