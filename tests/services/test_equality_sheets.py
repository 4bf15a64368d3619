"""Equality sheets typed in apart: once each, by their own code, and tied to nothing that was stored with them."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import NotAllowed, Refused
from consult.domain.forms import Codes
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.queries import characteristics, equality_sheets, surveys
from consult.queries.surveys import Version
from consult.services import equality_sheets as sheets
from consult.services import forms
from tests.worlds import World

TICKED = {"victim": ["reported"], "borough": ["lambeth"]}


def test_a_sheet_is_counted_as_somebody_who_answered_on_paper(world: World) -> None:
    before = characteristics.by_question(db.session(), world.consultation.id)["victim"]
    assert add(world, TICKED) == ()
    after = characteristics.by_question(db.session(), world.consultation.id)["victim"]
    assert after.by_choice["reported"] == before.by_choice["reported"] + 1
    assert after.respondents == before.respondents + 1
    assert equality_sheets.count(db.session(), world.consultation.id) == 1


def test_one_sheet_is_not_typed_twice(world: World) -> None:
    code = printed(world).equality
    add(world, TICKED, code=code)
    with pytest.raises(Refused, match="sheet-known"):
        add(world, TICKED, code=code.lower().replace("-", " "))
    assert equality_sheets.count(db.session(), world.consultation.id) == 1


def test_the_code_of_a_form_is_not_that_of_a_sheet(world: World) -> None:
    with pytest.raises(Refused, match="sheet-code-of-form"):
        add(world, TICKED, code=printed(world).form)
    with pytest.raises(Refused, match="form-code-unknown"):
        add(world, TICKED, code="0000-0000-000")


def test_what_cannot_be_an_answer_is_said_and_nothing_is_stored(world: World) -> None:
    problems = add(world, {"victim": ["reported", "no"]})
    assert [refused.code for refused in problems] == ["too-many-choices"]
    with pytest.raises(Refused, match="sheet-blank"):
        add(world, {"victim": []})
    assert db.session().query(EqualitySheet).count() == 0


def test_nothing_shows_the_order_or_the_hour_in_which_sheets_were_typed(world: World) -> None:
    trail = db.session().query(AuditEvent).count()
    for _ in range(8):
        add(world, TICKED)
    assert db.session().query(AuditEvent).count() == trail
    keys = db.session().scalars(select(EqualitySheet.id)).all()
    assert max(keys) > 1000 and len(set(keys)) == 8
    assert max(db.session().scalars(select(EqualitySheetAnswer.id))) > 1000
    columns = EqualitySheet.__table__.columns.keys()
    assert not {"submission_id", "response_id", "typed_at", "created_at"} & set(columns)


def test_who_may_not_take_in_types_no_sheet(world: World) -> None:
    with pytest.raises(NotAllowed):
        add(world, TICKED, by="equality-lead")


def add(world: World, values: dict[str, list[str]], *, code: str = "", by: str = "intake-officer"
        ) -> tuple[Refused, ...]:
    """Type one sheet of the newest version."""
    return sheets.add(consultation_id=world.consultation.id, version_id=version(world).id, code=code, values=values,
                      by_id=world.staff[by].id)


def version(world: World) -> Version:
    """Return the newest version of the survey."""
    found = surveys.current(db.session(), world.consultation.id)
    assert found is not None
    return found


def printed(world: World) -> Codes:
    """Print one form and return both its codes."""
    [codes] = forms.issue(consultation_id=world.consultation.id, version=version(world), count=1,
                          by_id=world.staff["lead"].id)
    return codes


@pytest.fixture(autouse=True)
def _application(app: Flask) -> Flask:
    return app
