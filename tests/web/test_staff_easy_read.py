"""Writing Easy Read: the form keeps what was typed, the steps show in order, and a changed English is pointed out."""

import re
from datetime import date

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.responses import Response
from consult.models.variants import Variant
from consult.services import report_building
from consult.services.report_building import Imprint
from consult.services.transaction import writing
from tests import easy_worlds as easy
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan/easy-read"
PART = "question/support-knife-crime"
TYPED = {
    "revision": "0", "p1-picture": "no-knife", "p1-sentences": "Knives hurt people.\nDo you want fewer knives?",
    "p1-hard": "Knife: a thing that cuts", "p2-picture": "", "p2-sentences": "", "p2-hard": "", "kind": "faces",
    "face-happy-code": "agree", "face-happy-words": "Yes", "face-middle-code": "neither",
    "face-middle-words": "I do not know", "face-sad-code": "disagree", "face-sad-words": "No",
}


def test_a_part_is_written_checked_by_two_and_approved_on_its_page(client: LintingClient, world: World) -> None:
    as_role(client, "translator")
    page = client.get(f"{HOME}/part/{PART}").text
    assert "Fewer knives is the right aim" in page and 'value="neither" selected' in page
    assert client.send(f"{HOME}/part/{PART}", TYPED).status_code == 303
    as_role(client, "translation-checker")
    assert step(client, "check").status_code == 303
    assert step(client, "group", group="The test group", **day(date(2026, 3, 2))).status_code == 303
    as_role(client, "lead")
    assert step(client, "approve").status_code == 303
    listed = client.get(HOME).text
    assert "The test group" in listed and "Approved" in listed and "Easy Read is not ready" in listed
    assert easy.row_of(world, PART).content["answer"]["faces"]["sad"] == {"code": "disagree", "words": "No"}


def test_it_cannot_be_approved_without_a_group_and_the_page_says_why(client: LintingClient, world: World) -> None:
    easy.write(world, PART)
    easy.check(world, PART)
    as_role(client, "lead")
    answer = step(client, "approve")
    assert answer.status_code == 422 and "Name the group of people with learning disabilities" in answer.text


def test_what_is_wrong_is_said_on_its_field_and_nothing_typed_is_lost(client: LintingClient, world: World) -> None:
    as_role(client, "translator")
    client.get(f"{HOME}/part/{PART}")
    long = {**TYPED, "p2-picture": "plan", "p2-sentences": "word " * 26}
    answer = client.send(f"{HOME}/part/{PART}", long)
    assert answer.status_code == 422 and 'href="#p2-sentences"' in answer.text and "has 26 words" in answer.text
    assert "Knife: a thing that cuts" in answer.text
    twice = client.send(f"{HOME}/part/{PART}", {**TYPED, "face-sad-code": "agree"})
    assert 'href="#face-sad-code"' in twice.text and "Another face counts as the same answer" in twice.text


def test_a_long_sentence_is_kept_and_pointed_at(client: LintingClient, world: World) -> None:
    as_role(client, "translator")
    client.get(f"{HOME}/part/{PART}")
    client.send(f"{HOME}/part/{PART}", {**TYPED, "p1-sentences": "word " * 20})
    assert "a sentence of 20 words" in client.get(f"{HOME}/part/{PART}").text


def test_a_changed_english_is_shown_with_what_changed(client: LintingClient, world: World) -> None:
    easy.write(world, PART)
    with writing() as session:
        session.query(Variant).filter(Variant.unit_key == PART, Variant.form == "easy-read").one(
            ).source = "Fewer guns is the right aim"
    as_role(client, "survey-editor")
    page = client.get(f"{HOME}/part/{PART}").text
    assert "English changed" in page and re.search(r"<del>.*guns", page) and re.search(r"<ins>.*knives", page)
    assert "I have read it and it is right" not in page


def test_two_writers_do_not_overwrite_each_other(client: LintingClient, world: World) -> None:
    easy.write(world, PART)
    as_role(client, "translator")
    client.get(f"{HOME}/part/{PART}")
    answer = client.send(f"{HOME}/part/{PART}", TYPED)
    assert answer.status_code == 422 and "Someone else changed this" in answer.text


def test_the_preview_shows_pictures_faces_and_that_no_group_has_checked_it(
        client: LintingClient, world: World) -> None:
    easy.write(world, PART)
    as_role(client, "translator")
    page = client.get(f"{HOME}/preview/{PART}").text
    assert 'alt="Sad face"' in page and "Not yet checked by a group" in page and "Knives hurt people." in page


def test_a_part_that_is_not_shown_leads_to_the_list_and_an_unknown_one_nowhere(
        client: LintingClient, world: World) -> None:
    as_role(client, "translator")
    assert client.get(f"{HOME}/part/plan/obj-trust").headers["Location"] == HOME
    assert client.get(f"{HOME}/part/question/never").status_code == 404


def test_the_draft_of_the_report_shows_answers_by_wording_and_the_rule(client: LintingClient, world: World) -> None:
    easy.make_ready(world)
    with writing() as session:
        session.query(Response).filter(Response.channel == "post").one().answered_as = "easy-read"
    assert report_building.build(db.session(), world.consultation, Imprint(1, utc_now(), "draft")).tables
    as_role(client, "lead")
    page = client.get("/staff/consultations/small-plan/report/preview").text
    assert "Forms of the survey that people answered" in page and "a sad face as “Disagree”" in page


def as_role(client: LintingClient, role: str) -> None:
    """Sign in as someone else with the same browser."""
    with client.session_transaction() as kept:
        kept.clear()
    client.token = ""
    client.sign_in(f"{role}@example.org", PASSWORD)


def step(client: LintingClient, name: str, **typed: str):
    page = client.get(f"{HOME}/part/{PART}").text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    return client.send(f"{HOME}/{name}/{PART}", {"revision": revision[1], **typed})


def day(on: date) -> dict[str, str]:
    return {"checked_on-day": str(on.day), "checked_on-month": str(on.month), "checked_on-year": str(on.year)}
