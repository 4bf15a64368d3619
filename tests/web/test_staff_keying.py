"""Paper forms in the browser: taken in with a scan, typed by two people beside it, settled, and counted."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from consult.extensions import db
from consult.models.keyings import Keying
from consult.models.responses import Answer
from consult.models.submissions import Submission
from consult.queries import surveys
from consult.services import forms, keyings
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

DESK = "/staff/consultations/small-plan/keying"
TYPED = {"support-knife-crime": "agree", "violence-words": "More [unclear] lights", ":consent": "yes", ":quotes": "yes"}


def test_a_form_is_taken_in_by_its_code_and_only_once(officer: LintingClient, world: World) -> None:
    code = printed(world)
    assert take_in(officer, code=code).status_code == 303
    again = take_in(officer, code=code.lower())
    assert again.status_code == 422 and "A form with this code came before" in again.text
    assert f"{DESK}/{form_of(world).public_id}" in again.text
    assert take_in(officer, code=code, is_copy="y").status_code == 303
    assert db.session().query(Submission).count() == 2


@pytest.mark.parametrize(("wrong", "words"), [
    ({"code": "0000"}, "We printed no form"), ({"channel": "online"}, "Choose one of the answers in the list"),
    ({"received-day": ""}, "Enter a day, a month and a year"), ({"received-year": "2999"}, "cannot be in the future"),
])
def test_a_form_that_cannot_be_taken_in_says_why(officer: LintingClient, wrong: dict[str, str], words: str) -> None:
    page = take_in(officer, **wrong)
    assert page.status_code == 422 and words in page.text


def test_the_scan_stands_beside_what_is_typed(officer: LintingClient, world: World) -> None:
    take_in(officer, scans=(picture(), "page.png"))
    page = begin(officer, world)
    [address] = re.findall(r'src="([^"]+/files/[^"]+)"', page)
    shown = officer.get(address)
    assert shown.status_code == 200 and shown.mimetype == "image/jpeg"


def test_a_form_is_typed_in_the_order_of_the_paper(officer: LintingClient, world: World) -> None:
    take_in(officer)
    page = begin(officer, world)
    places = [page.index(words) for words in ("1. How old are you?", "2. Who are you answering for?", "3. Did someone",
                                              "4. Fewer knives", "6. What would you change?", "Agreement to send")]
    assert places == sorted(places)


def test_what_was_typed_is_kept_for_later(officer: LintingClient, world: World) -> None:
    take_in(officer)
    begin(officer, world)
    here = f"{DESK}/{form_of(world).public_id}/first"
    sent = officer.send(here, {**TYPED, "k:revision": "1", "k:unclear:why-disagree": "y", "k:do": "save"})
    assert sent.status_code == 303
    page = officer.get(here).text
    assert "More [unclear] lights" in page and 'name="k:revision" value="2"' in page
    assert re.search(r'name="k:unclear:why-disagree" type="checkbox" value="y" data-unclear checked', page)


def test_what_cannot_be_is_said_beside_its_question_and_nothing_is_lost(officer: LintingClient, world: World) -> None:
    take_in(officer)
    begin(officer, world)
    here = f"{DESK}/{form_of(world).public_id}/first"
    sent = officer.send(here, {**TYPED, ":speaks_for": "many", "k:revision": "1", "k:do": "finish"})
    assert sent.status_code == 422 and "Enter a number in digits" in sent.text
    assert "More [unclear] lights" in sent.text and 'name="k:revision" value="2"' in sent.text


def test_a_page_that_is_out_of_date_keeps_what_was_typed_on_it(officer: LintingClient, world: World) -> None:
    take_in(officer)
    begin(officer, world)
    here = f"{DESK}/{form_of(world).public_id}/first"
    officer.send(here, {**TYPED, "k:revision": "1", "k:do": "save"})
    sent = officer.send(here, {"violence-words": "Something else", "k:revision": "1", "k:do": "save"})
    assert sent.status_code == 422 and "Something else" in sent.text and "in another window" in sent.text
    assert db.session().scalars(select(Keying)).one().answers["violence-words"] == ["More [unclear] lights"]


def test_the_second_person_sees_nothing_of_the_first(app: Flask, officer: LintingClient, world: World) -> None:
    take_in(officer)
    begin(officer, world)
    finish(officer, world, "first", TYPED)
    lead = signed_in(app, world, "lead")
    lead.get(f"{DESK}/{form_of(world).public_id}")
    lead.send(f"{DESK}/{form_of(world).public_id}/again", {})
    page = lead.get(f"{DESK}/{form_of(world).public_id}/second").text
    assert "More [unclear] lights" not in page and 'value="agree" checked' not in page


def test_who_typed_first_is_not_offered_the_second_typing(officer: LintingClient, world: World) -> None:
    take_in(officer)
    begin(officer, world)
    finish(officer, world, "first", TYPED)
    page = officer.get(f"{DESK}/{form_of(world).public_id}").text
    assert "another person does this" in page and "/again" not in page
    officer.send(f"{DESK}/{form_of(world).public_id}/again", {})
    assert db.session().query(Keying).count() == 1


def test_two_typings_are_settled_by_the_paper_and_become_one_response(
    app: Flask, officer: LintingClient, world: World
) -> None:
    lead, here = twice(app, officer, world, {**TYPED, "support-knife-crime": "disagree"})
    page = lead.get(f"{here}/settle").text
    assert "As the first person typed" in page and "Disagree" in page
    missing = lead.send(f"{here}/settle", {})
    assert missing.status_code == 422 and "Choose what stands on the paper" in missing.text
    sent = lead.send(f"{here}/settle", {"as:support-knife-crime": "other", "support-knife-crime": "strongly-disagree"})
    assert sent.status_code == 303 and "part of the answers now" in lead.get(sent.location).text
    response_id = form_of(world).response_id
    found = db.session().scalars(select(Answer).where(Answer.response_id == response_id)).all()
    assert {answer.choice or answer.text for answer in found} == {"strongly-disagree", "More [unclear] lights"}
    assert "50%" not in lead.get(DESK).text and "33.3%" in lead.get(DESK).text


def test_words_are_laid_side_by_side(app: Flask, officer: LintingClient, world: World) -> None:
    lead, here = twice(app, officer, world, {**TYPED, "violence-words": "More [unclear] lamps"})
    page = lead.get(f"{here}/settle").text
    assert "<del>lights</del>" in page and "<ins>lamps</ins>" in page


def test_an_equality_sheet_is_typed_and_never_shown_again(officer: LintingClient, world: World) -> None:
    officer.get(f"{DESK}/sheets")
    sent = officer.send(f"{DESK}/sheets", {"version": "1", "victim": "reported", "borough": "lambeth"})
    assert sent.status_code == 303
    page = officer.get(sent.location).text
    assert "1 sheet was typed so far." in page and "checked" not in page.split("<main")[1]
    empty = officer.send(f"{DESK}/sheets", {"version": "1"})
    assert empty.status_code == 422 and "A sheet with nothing on it is not counted" in empty.text


def test_a_form_that_somebody_left_is_taken_over(app: Flask, officer: LintingClient, world: World) -> None:
    take_in(officer)
    begin(officer, world)
    form_id = form_of(world).public_id
    lead = signed_in(app, world, "lead")
    assert "They stopped: go on with it" in lead.get(f"{DESK}/{form_id}").text
    assert lead.get(f"{DESK}/{form_id}/first").status_code == 303
    lead.send(f"{DESK}/{form_id}/take-over/1", {})
    assert lead.get(f"{DESK}/{form_id}/first").status_code == 200
    assert lead.send(f"{DESK}/{form_id}/take-over/3", {}).status_code == 404


def take_in(client: LintingClient, *, scans: tuple[bytes, str] | None = None, **others: str) -> object:
    """Send the page on which a form is taken in."""
    today = date.today()
    client.get(f"{DESK}/new")
    sent = {"code": "", "channel": "post", "language": "en", "received-day": "1", "received-month": str(today.month),
            "received-year": str(today.year), **others}
    if scans is not None:
        return client.send(f"{DESK}/new", {**sent, "scans": (io.BytesIO(scans[0]), scans[1])},
                           content_type="multipart/form-data")
    return client.send(f"{DESK}/new", sent)


def form_of(world: World) -> Submission:
    """Return the form that was taken in first."""
    db.session().expire_all()
    return db.session().scalars(select(Submission).order_by(Submission.id)).first()


def begin(client: LintingClient, world: World) -> str:
    """Begin to type the form and return the page."""
    here = f"{DESK}/{form_of(world).public_id}"
    client.get(here)
    sent = client.send(f"{here}/begin", {"version": "1", "age": "adult"})
    return client.get(sent.location).text


def finish(client: LintingClient, world: World, which: str, typed: dict[str, str]) -> None:
    """Send everything that was typed as done."""
    here = f"{DESK}/{form_of(world).public_id}/{which}"
    client.get(here)
    assert client.send(here, {**typed, "k:revision": "1", "k:do": "finish"}).status_code == 303


def twice(app: Flask, officer: LintingClient, world: World, second: dict[str, str]) -> tuple[LintingClient, str]:
    """Let two people type one form; return the second one's browser and the address of the form."""
    take_in(officer)
    begin(officer, world)
    finish(officer, world, "first", TYPED)
    with writing():
        keyings.begin_again(consultation_id=world.consultation.id, submission_id=form_of(world).public_id,
                            by_id=world.staff["lead"].id)
    lead = signed_in(app, world, "lead")
    finish(lead, world, "second", second)
    return lead, f"{DESK}/{form_of(world).public_id}"


def printed(world: World) -> str:
    """Print a form and return its code."""
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    [codes] = forms.issue(consultation_id=world.consultation.id, version=version, count=1,
                          by_id=world.staff["lead"].id)
    return codes.form


def picture() -> bytes:
    """Return a small picture as a scanner makes it."""
    target = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(target, "PNG")
    return target.getvalue()


def signed_in(app: Flask, world: World, role: str) -> LintingClient:
    """Return a browser in which somebody of that role is signed in."""
    client = app.test_client()
    client.sign_in(world.email(role), PASSWORD)
    return client


@pytest.fixture
def officer(app: Flask, world: World) -> LintingClient:
    """The browser of an intake officer."""
    return signed_in(app, world, "intake-officer")
