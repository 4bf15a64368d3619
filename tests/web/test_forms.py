"""Paper forms in the browser: anyone makes one or takes a copy; staff print many and ask what a code was printed on."""

import io
import re
from datetime import timedelta

import pytest
from docx import Document
from sqlalchemy import func, select

from consult.domain.instants import utc_now
from consult.extensions import db
from consult.models.responses import FormCode
from consult.services import surveys
from consult.services.forms import recognise
from consult.services.transaction import writing
from consult.web.form_files import DOCX
from tests.form_surveys import URDU, every_kind
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HERE = "/en/consultations/small-plan/form"
STAFF = "/staff/consultations/small-plan/survey/forms"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}\b")


@pytest.mark.parametrize("path", [HERE, f"{HERE}/print", f"{HERE}/word", f"{HERE}/print?size=large&age=13-15",
                                  "/ur/consultations/small-plan/form/print", "/ur/consultations/small-plan/form"])
def test_a_visit_shows_forms_without_codes_and_stores_nothing(client: LintingClient, every: World, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    if page.mimetype == "text/html":
        assert not CODE.search(page.text)
    assert stored() == 0


def test_whoever_asks_for_a_form_gets_one_with_two_codes_on_two_sheets(client: LintingClient, every: World) -> None:
    client.get(HERE)
    page = client.send(HERE, {"language": "en", "age": "adult", "size": "normal", "kind": "page"}).text
    first, second = page.split('<div class="app-form__sheet">')[1:]
    [form], [sheet] = set(CODE.findall(first)), set(CODE.findall(second))
    kinds = [found.kind for code in (form, sheet) if (found := recognise(code)) is not None]
    assert kinds == ["form", "equality"] and stored() == 2


def test_a_word_file_is_in_the_language_that_was_chosen(client: LintingClient, every: World) -> None:
    client.get(HERE)
    answer = client.send(HERE, {"language": "ur", "age": "adult", "size": "large", "kind": "word"})
    assert answer.content_type == DOCX and "small-plan-form-ur-large.docx" in answer.headers["Content-Disposition"]
    document = Document(io.BytesIO(answer.data))
    assert document.core_properties.language == "ur"
    assert any(f"{URDU} (Lights)" in paragraph.text for paragraph in document.paragraphs)


def test_a_page_to_print_is_in_its_own_language_and_direction(client: LintingClient, every: World) -> None:
    page = client.get("/ur/consultations/small-plan/form/print?size=large").text
    assert '<html lang="ur" dir="rtl">' in page and "app-form--large" in page and f"{URDU} (" in page
    assert "app-form--large" not in client.get(f"{HERE}/print").text


def test_the_form_for_13_to_15_asks_only_what_they_are_asked(client: LintingClient, every: World) -> None:
    short, whole = client.get(f"{HERE}/print?age=13-15").text, client.get(f"{HERE}/print").text
    assert "About lights?" in short and "About rank?" not in short and "Tear this sheet off" not in short
    assert "About rank?" in whole and "Tear this sheet off" in whole


def test_too_many_forms_from_one_network_are_refused_with_a_way_on(client: LintingClient, world: World) -> None:
    client.get(HERE)
    for _ in range(20):
        assert client.send(HERE, {"kind": "page"}).status_code == 200
    answer = client.send(HERE, {"kind": "page"})
    assert answer.status_code == 422 and "use a form without a code" in answer.text
    assert client.get(f"{HERE}/word").status_code == 200 and stored() == 40


@pytest.mark.parametrize(("opens_in", "closes_in", "words"), [
    (-10, -5, "This consultation has closed"), (5, 10, "This consultation has not opened yet")])
def test_codes_are_made_only_while_people_can_answer(
    client: LintingClient, world: World, opens_in: int, closes_in: int, words: str
) -> None:
    with writing():
        world.consultation.opens_at = utc_now() + timedelta(days=opens_in)
        world.consultation.closes_at = utc_now() + timedelta(days=closes_in)
    assert "Make a form" not in client.get(HERE).text
    answer = client.send(HERE, {"kind": "page"})
    assert answer.status_code == 422 and words in answer.text and stored() == 0


def test_what_is_not_offered_becomes_the_first_of_the_list(client: LintingClient, every: World) -> None:
    client.get(HERE)
    answer = client.send(HERE, {"language": "xx", "age": "7", "size": "huge", "kind": "clay"})
    assert answer.status_code == 200 and "small-plan-form-en.docx" in answer.headers["Content-Disposition"]


def test_a_stale_page_makes_no_form_and_says_so(client: LintingClient, world: World) -> None:
    client.get(HERE)
    answer = client.post(HERE, data={"csrf_token": "old", "kind": "page"})
    assert answer.status_code == 422 and "This page was open for a long time" in answer.text and stored() == 0


def test_there_is_no_form_of_a_consultation_that_is_not_shown_or_has_no_survey(client: LintingClient) -> None:
    assert client.get("/en/consultations/no-such-plan/form").status_code == 404


def test_staff_print_many_forms_each_with_its_own_codes(lead: LintingClient, every: World) -> None:
    lead.get(STAFF)
    page = lead.send(STAFF, {"version": "2", "count": "3", "language": "ur", "kind": "page"}).text
    assert '<html lang="ur" dir="rtl">' in page
    sheets = [set(CODE.findall(sheet)) for sheet in page.split('<div class="app-form__sheet">')[1:]]
    assert [len(codes) for codes in sheets] == [1] * 6 and len(set.union(*sheets)) == 6


def test_staff_print_an_earlier_version(lead: LintingClient, every: World) -> None:
    lead.get(STAFF)
    page = lead.send(STAFF, {"version": "1", "count": "1", "kind": "page"}).text
    assert "What would you change?" in page and "About lights?" not in page


@pytest.mark.parametrize("count", ["", "0", "201", "many", "-1", "9" * 400, "1.5"])
def test_a_number_of_forms_that_cannot_be_is_told(lead: LintingClient, world: World, count: str) -> None:
    lead.get(STAFF)
    answer = lead.send(STAFF, {"version": "1", "count": count, "kind": "page"})
    assert answer.status_code == 422 and "Enter a whole number from 1 to 200" in answer.text
    assert 'href="#count"' in answer.text and stored() == 0


def test_staff_learn_what_a_code_was_printed_on(lead: LintingClient, world: World) -> None:
    lead.get(STAFF)
    page = lead.send(STAFF, {"version": "1", "count": "1", "kind": "page"}).text
    form, sheet = dict.fromkeys(CODE.findall(page))
    lead.get(STAFF)
    assert "This is the code of a form." in lead.send(f"{STAFF}/check", {"code": form.lower()}).text
    assert "a sheet with questions about the person" in lead.send(f"{STAFF}/check", {"code": sheet}).text
    answer = lead.send(f"{STAFF}/check", {"code": form[:-1]})
    assert answer.status_code == 422 and "We printed no form of this consultation with this code" in answer.text


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(FormCode)) or 0


@pytest.fixture
def every(world: World) -> World:
    """The small consultation with a second version of its survey that asks in every way."""
    surveys.store(consultation_id=world.consultation.id, survey=every_kind())
    return world


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("lead"), PASSWORD)
    return client
