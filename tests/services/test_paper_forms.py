"""Paper forms that came back: known by their code, taken in once, and nothing left behind where one is not."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.forms import Codes
from consult.extensions import db
from consult.models.submissions import Submission, SubmissionFile
from consult.queries import keyings, surveys
from consult.services import attachments, forms, paper_forms
from consult.services.paper_forms import Came, Scan
from tests.document_files import photo
from tests.worlds import World


def test_a_form_knows_the_survey_that_its_code_was_printed_for(world: World) -> None:
    take_in(world, code=codes(world).form)
    submission = db.session().scalars(select(Submission)).one()
    assert (submission.format, submission.state, submission.needs_typing) == ("form", "waiting", True)
    assert keyings.printed_version(db.session(), submission) == 1


def test_a_form_comes_once_but_a_copy_is_another_persons(world: World) -> None:
    code = codes(world).form
    first = take_in(world, code=code)
    with pytest.raises(Conflict, match="submission-known") as known:
        take_in(world, code=code)
    assert known.value.facts["public_id"] == first
    take_in(world, code=code, is_copy=True)
    assert db.session().query(Submission).count() == 2


def test_the_code_of_the_other_sheet_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="form-code-of-sheet"):
        take_in(world, code=codes(world).equality)


def test_a_scan_is_kept_with_the_form_and_gone_where_the_form_is_refused(world: World) -> None:
    take_in(world, scans=[Scan("page 1.jpg", photo())])
    row = db.session().scalars(select(SubmissionFile)).one()
    assert (row.role, row.media_type) == ("scan", "image/jpeg")
    before = files()
    with pytest.raises(Refused, match="form-code-unknown"):
        take_in(world, code="0000", scans=[Scan("page 1.jpg", photo())])
    assert files() == before


@pytest.mark.parametrize("wrong", [{"channel": "phone"}, {"language": "tlh"}])
def test_what_is_not_in_the_lists_is_refused(world: World, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused, match="option-unknown"):
        take_in(world, **wrong)


def test_who_may_not_take_in_takes_in_no_form(world: World) -> None:
    with pytest.raises(NotAllowed):
        paper_forms.take_in(consultation_id=world.consultation.id, by_id=world.staff["coder"].id,
                            came=Came("post", "en", datetime.now(UTC).date()))


def take_in(world: World, **others: object) -> str:
    """Take in a form that came by post."""
    came = {"channel": "post", "language": "en", "received_on": world.consultation.opens_at.date(), **others}
    return paper_forms.take_in(consultation_id=world.consultation.id, by_id=world.staff["intake-officer"].id,
                               came=Came(**came))


def codes(world: World) -> Codes:
    """Print a form and return both its codes."""
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    [made] = forms.issue(consultation_id=world.consultation.id, version=version, count=1,
                         by_id=world.staff["lead"].id)
    return made


def files() -> list[str]:
    """Return the names of all files that are kept."""
    return sorted(attachments.store().older_than(-60))


@pytest.fixture(autouse=True)
def _application(app: Flask) -> Flask:
    return app
