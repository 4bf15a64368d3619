"""Staff announce, check and let out data; packs hold what the report has; each page says what went wrong."""

import io
from datetime import timedelta

import pytest
from docx import Document

from consult.domain.intruder_checks import ITEMS
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.queries import data_releases as stored
from consult.queries import edition_files as stored_files
from consult.services import report_quotes, reports
from tests import coded
from tests.worlds import PASSWORD


@pytest.fixture
def edition(world):
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot."), theme)
    coded.link(world, theme, "obj-trust")
    return coded.publish(world)


def test_a_release_is_announced_checked_by_two_and_let_out(client, world, edition):
    as_(client, world, "lead")
    assert client.send(PATH, plan()).status_code == 303
    for role in ("lead", "equality-lead"):
        as_(client, world, role)
        answer = client.send(f"{PATH}/editions/1", {**dict.fromkeys(ITEMS, "safe"), "note": ""})
        assert answer.status_code == 303
    as_(client, world, "lead")
    line, = calendar(world)
    assert client.get(f"{PATH}/{line.public_id}").status_code == 200
    answer = client.send(f"{PATH}/{line.public_id}", {"step": "release", "edition": "1"})
    assert answer.status_code == 303 and calendar(world)[0].state == "released"
    assert "They are out" in client.get(PATH).text


def test_a_release_that_was_not_checked_says_so_on_its_page(client, world, edition):
    as_(client, world, "lead")
    client.send(PATH, plan())
    answer = client.send(f"{PATH}/{calendar(world)[0].public_id}", {"step": "release", "edition": "1"})
    assert answer.status_code == 422 and "Two people must have looked" in answer.text


@pytest.mark.parametrize("changed", [{"title": ""}, {"planned_on-day": "31", "planned_on-month": "2"},
                                     {"planned_on-day": "", "planned_on-month": "", "planned_on-year": ""}])
def test_an_announcement_with_something_missing_is_shown_again(client, world, edition, changed):
    as_(client, world, "lead")
    answer = client.send(PATH, {**plan(), **changed})
    assert answer.status_code == 422 and calendar(world) == []


@pytest.mark.parametrize(("step", "facts", "state"), [
    ("move", {"move_note": "More time is needed."}, "planned"), ("call-off", {"off_note": "Not now."}, "called-off")])
def test_a_release_is_moved_or_called_off_with_a_reason(client, world, edition, step, facts, state):
    as_(client, world, "lead")
    client.send(PATH, plan())
    address = f"{PATH}/{calendar(world)[0].public_id}"
    assert client.send(address, {**plan(day=9), "step": step}).status_code == 422
    assert client.send(address, {**plan(day=9), "step": step, **facts}).status_code == 303
    assert (calendar(world)[0].state, calendar(world)[0].note) == (state, *facts.values())


def test_a_check_with_a_line_left_out_names_the_line(client, world, edition):
    as_(client, world, "equality-lead")
    answers = dict.fromkeys(ITEMS, "safe")
    del answers["quotes"]
    answer = client.send(f"{PATH}/editions/1", answers)
    assert answer.status_code == 422 and 'href="#quotes' in answer.text


def test_an_edition_that_never_was_is_not_found(client, world, edition):
    as_(client, world, "lead")
    for address in (f"{PATH}/editions/2", f"{PATH}/editions/99999999999", f"{PATH}/editions/2/files"):
        assert client.get(address).status_code == 404


def test_files_that_wait_are_listed_and_can_be_asked_for_again(client, world, edition):
    as_(client, world, "lead")
    assert "Is being made" in client.get(f"{PATH}/editions/1/files").text
    assert client.send(f"{PATH}/editions/1/files").status_code == 303
    assert stored_files.waiting(db.session(), world.consultation.id) == 4


@pytest.mark.parametrize("audience", ["committee", "officers"])
def test_a_pack_by_theme_holds_its_numbers_on_the_page_and_in_word(client, world, edition, audience):
    as_(client, world, "reader")
    asked = {"audience": audience, "order": "theme"}
    key = key_of(client.get(PACKS, query_string=asked).text)
    page = client.get(f"{PACKS}/pack", query_string={**asked, "item": key})
    assert page.status_code == 200 and "1 of 1" in page.text and "Officers on foot" in page.text
    word = client.get(f"{PACKS}/pack", query_string={**asked, "item": key, "form": "word"})
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(word.data)).paragraphs)
    assert "Officers on foot" in said and ("Do not hand it on" in said) is (audience == "officers")


def test_a_pack_for_officers_quotes_only_what_a_person_let_through(client, world, edition):
    as_(client, world, "lead")
    asked = {"audience": "officers", "order": "theme"}
    asked["item"] = key_of(client.get(PACKS, query_string=asked).text)
    assert "More officers on foot." not in client.get(f"{PACKS}/pack", query_string=asked).text
    quote = reports.build_draft(db.session(), world.consultation).themes[0].quotes[0]
    report_quotes.choose(consultation_id=world.consultation.id, theme=quote.theme_key, picks=[quote.passage_ref],
                         seen=[], revision=0, by_id=world.staff["lead"].id)
    assert "More officers on foot." in client.get(f"{PACKS}/pack", query_string=asked).text


@pytest.mark.parametrize(("method", "address"), [
    ("get", "report/preview?edition={}"), ("post", "report/editions/{}/recall"),
    ("post", "releases/editions/{}/files")])
def test_a_number_larger_than_any_is_no_edition(client, world, edition, method, address):
    as_(client, world, "lead")
    call = client.get if method == "get" else client.send
    for number in (2**40, 2**70):
        answer = call("/staff/consultations/small-plan/" + address.format(number), **(
            {} if method == "get" else {"data": {"reason": "A slip."}}))
        assert answer.status_code == 404


def test_a_pack_of_nothing_asks_for_something(client, world, edition):
    as_(client, world, "lead")
    assert client.get(f"{PACKS}/pack", query_string={"item": "unknown"}).status_code == 422
    assert client.get(f"{PACKS}/pack", query_string={"audience": "everyone"}).status_code == 404


PATH = "/staff/consultations/small-plan/releases"
PACKS = "/staff/consultations/small-plan/packs"


def as_(client, world, role):
    client.sign_in(world.email(role), PASSWORD)


def plan(day=0):
    on = london_day(utc_now()) + timedelta(days=day)
    return {"title": "The data", "planned_on-day": on.day, "planned_on-month": on.month, "planned_on-year": on.year,
            "corrects": "", "note": ""}


def calendar(world):
    db.session.rollback()
    return stored.calendar(db.session(), world.consultation.id)


def key_of(page):
    return page.partition('name="item" type="checkbox" value="')[2].partition('"')[0]
