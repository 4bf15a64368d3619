"""Setting up a consultation in the browser: from nothing to shown, and nothing typed is lost on the way."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from consult.domain.consultations import NEEDED_TO_OPEN
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.queries import consultations, plan_versions
from consult.services import surveys
from consult.services.transaction import writing
from consult.web.staff.london_days import day_of
from consult.web.staff.setup_missing import MISSING
from tests.linting import LintingClient
from tests.worlds import EXAMPLE, PASSWORD, PLAN, SURVEY, World, settle

NEW = "/staff/consultations/new"
SET_UP = "/staff/consultations/small-plan/set-up"
PLANS = "/staff/plans"
FIRST = {
    "title": "A safer London", "summary": "Tell us what you think.", "slug": "safer-london",
    "opens_on-day": "1", "opens_on-month": "7", "opens_on-year": "2030",
    "closes_on-day": "31", "closes_on-month": "10", "closes_on-year": "2030",
}


def test_a_consultation_goes_from_nothing_to_shown(administrator: LintingClient) -> None:
    made = administrator.send(NEW, FIRST)
    assert made.status_code == 303
    there = made.location
    # English alone lacks nothing; that somebody speaks for each format is asked of the lead.
    assert count_missing(administrator, there) == len(NEEDED_TO_OPEN) - 1
    settle(found("safer-london").id, None, ())
    upload(administrator, PLANS, PLAN.read_bytes())
    for page, typed, left in steps():
        assert administrator.send(f"{there}/{page}", typed).status_code == 303
        assert count_missing(administrator, there) == left
    surveys.import_survey(consultation_id=found("safer-london").id, data=SURVEY.read_bytes())
    assert administrator.send(f"{there}/show").status_code == 303
    assert "Londoners can see this consultation" in administrator.get(there).text
    assert administrator.get("/en/consultations/safer-london").status_code == 200


def test_what_is_missing_is_listed_with_the_way_there_and_keeps_it_hidden(administrator: LintingClient) -> None:
    there = administrator.send(NEW, FIRST).location
    answer = administrator.send(f"{there}/show")
    assert answer.status_code == 422 and 'href="#missing"' in answer.text
    assert f'href="{there}/words#privacy_notice-en"' in answer.text
    assert "someone with the role of survey editor" in answer.text
    assert not found("safer-london").is_visible


def test_every_thing_that_can_be_missing_has_its_sentence() -> None:
    assert set(MISSING) == set(NEEDED_TO_OPEN)


def test_days_are_london_days(administrator: LintingClient) -> None:
    administrator.send(NEW, FIRST)
    made = found("safer-london")
    assert made.opens_at == datetime(2030, 6, 30, 23, 0, 0, tzinfo=UTC)
    assert made.closes_at == datetime(2030, 10, 31, 23, 59, 59, tzinfo=UTC)


def test_every_refusal_of_a_new_consultation_stands_on_its_field(administrator: LintingClient) -> None:
    answer = administrator.send(NEW, {"slug": "Safer London!", "opens_on-day": "30", "opens_on-month": "2",
                                      "opens_on-year": "2030", "closes_on-day": "4"})
    assert answer.status_code == 422
    for field in ("title", "summary", "opens_on", "closes_on"):
        assert f'id="{field}-error"' in answer.text
    assert 'href="#closes_on-month"' in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in ("Safer London!", "30", "2030", "4"))


@pytest.mark.parametrize(("changes", "field"), [
    ({"slug": "Safer London!"}, "slug"), ({"slug": "small-plan"}, "slug"), ({"closes_on-year": "2029"}, "closes_on"),
    ({"opens_on-year": "20300"}, "opens_on"), ({"opens_on-year": "1030"}, "opens_on"), ({"title": "x" * 201}, "title"),
])
def test_what_the_rules_refuse_stands_on_its_field(
    administrator: LintingClient, changes: dict[str, str], field: str
) -> None:
    answer = administrator.send(NEW, {**FIRST, **changes})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert "Tell us what you think." in answer.text and found("safer-london") is None


def test_words_are_stored_by_language_and_paragraph(editor: LintingClient) -> None:
    typed = {**words(), "privacy_notice-en": "One\nline.\r\n\r\nTwo.\n \n\n\nThree.",
             "privacy_notice-ur": "ایک۔\n\nدو۔"}
    assert editor.send(f"{SET_UP}/words", typed).status_code == 303
    notice = found("small-plan").privacy_notice
    assert notice == {"en": ["One line.", "Two.", "Three."], "ur": ["ایک۔", "دو۔"]}
    page = editor.get(f"{SET_UP}/words").text
    assert "One line.\n\nTwo.\n\nThree." in page
    assert re.search(r'id="privacy_notice-ur"[^>]*dir="rtl" lang="ur"', page)


def test_words_that_were_left_out_are_gone_and_other_languages_stay(editor: LintingClient, world: World) -> None:
    with_welsh(world)
    editor.send(f"{SET_UP}/words", {**words(), "before_free_text-en": "", "before_free_text-ur": " "})
    now = found("small-plan")
    assert now.title == {"cy": "Cynllun bach", "en": "New title", "ur": "نیا عنوان"}
    assert now.before_free_text == {}


def test_no_words_are_lost_where_one_of_them_is_refused(editor: LintingClient) -> None:
    answer = editor.send(f"{SET_UP}/words", {**words(), "title-en": " ", "under_13-ur": "گروپ کے ساتھ۔"})
    assert answer.status_code == 422
    assert 'id="title-en-error"' in answer.text and "گروپ کے ساتھ۔" in answer.text
    assert found("small-plan").title["en"] == "A small plan"


def test_the_opening_day_is_fixed_once_people_have_answered(editor: LintingClient) -> None:
    before = found("small-plan").opens_at
    answer = editor.send(f"{SET_UP}/dates", {**dates(), "opens_on-day": "1", "opens_on-month": "1"})
    assert answer.status_code == 422 and "opening date cannot change" in answer.text
    assert 'id="opens_on-error"' in answer.text and found("small-plan").opens_at == before


def test_other_dates_change_and_the_same_opening_day_is_the_same_instant(editor: LintingClient) -> None:
    before = found("small-plan").opens_at
    assert editor.send(f"{SET_UP}/dates", {**dates(), "retention_until-year": "2036"}).status_code == 303
    now = found("small-plan")
    assert now.opens_at == before and now.retention_until.year == 2036


@pytest.mark.parametrize(("changes", "field", "sentence"), [
    ({"closes_on-year": "2035", "retention_until-year": "2036"}, "closes_on", "with a reason that everyone can read"),
    ({"late_answers": "kept"}, "late_answers", "cannot change any more"),
    ({"grace_minutes": "5"}, "grace_minutes", "cannot change any more"),
])
def test_what_people_were_told_is_fixed_once_they_can_answer(
    editor: LintingClient, changes: dict[str, str], field: str, sentence: str
) -> None:
    before = found("small-plan").closes_at
    answer = editor.send(f"{SET_UP}/dates", {**dates(), **changes})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and sentence in answer.text
    assert f'href="{SET_UP.removesuffix("/set-up")}/closing"' in answer.text
    now = found("small-plan")
    assert (now.closes_at, now.late_answers, now.grace_minutes) == (before, "counted", 60)


def test_what_happens_to_late_answers_is_chosen_before_the_opening(administrator: LintingClient) -> None:
    there = administrator.send(NEW, FIRST).location
    typed = {**FIRST, "late_answers": "kept", "grace_minutes": "٩٠"}
    assert administrator.send(f"{there}/dates", typed).status_code == 303
    now = found("safer-london")
    assert (now.late_answers, now.grace_minutes) == ("kept", 90)
    page = administrator.get(f"{there}/dates").text
    assert re.search(r'value="kept" checked', page) and 'value="90"' in page


@pytest.mark.parametrize("typed", ["1441", "-1", "an hour", "1.5", "", "9" * 50])
def test_minutes_of_grace_are_a_whole_number_up_to_a_day(administrator: LintingClient, typed: str) -> None:
    there = administrator.send(NEW, FIRST).location
    answer = administrator.send(f"{there}/dates", {**FIRST, "grace_minutes": typed})
    assert answer.status_code == 422 and "from 0 to 1440" in answer.text
    assert found("safer-london").grace_minutes == 60


def test_answers_cannot_be_kept_for_too_short_a_time(editor: LintingClient) -> None:
    answer = editor.send(f"{SET_UP}/dates", {**dates(), "retention_until-year": "2020"})
    assert answer.status_code == 422 and 'id="retention_until-error"' in answer.text


def test_duties_are_added_and_taken_out_without_scripts(editor: LintingClient, world: World) -> None:
    hide(world)
    page = editor.get(f"{SET_UP}/duties").text
    assert page.count("<legend") == 3
    gone = {**duty(0, "", ""), "row-0-title-ur": "", "row-0-text-ur": ""}
    typed = {**gone, **duty(1, "Second", "It is the law.", "An Act"), **duty(2, "Third", "So is this.")}
    assert editor.send(f"{SET_UP}/duties", typed).status_code == 303
    now = consultations.duties_of(db.session(), world.consultation.id)
    assert [(item.title, item.source) for item in now] == [({"en": "Second"}, "An Act"), ({"en": "Third"}, "")]


def test_half_a_duty_is_refused_on_its_empty_box(editor: LintingClient, world: World) -> None:
    answer = editor.send(f"{SET_UP}/duties", {**duty(0, "Ask people", "By law."), **duty(4, "Only a title", "")})
    assert answer.status_code == 422
    assert 'href="#row-4-text-en"' in answer.text and 'value="Only a title"' in answer.text
    assert len(consultations.duties_of(db.session(), world.consultation.id)) == 1


def test_stages_are_stored_in_order(editor: LintingClient, world: World) -> None:
    hide(world)
    typed = {**stage(0, "Open", (1, 3, 2031), (31, 5, 2031)), **stage(2, "Reading", (1, 6, 2031), (1, 6, 2031))}
    assert editor.send(f"{SET_UP}/stages", typed).status_code == 303
    now = consultations.stages_of(db.session(), world.consultation.id)
    assert [(item.title["en"], item.starts_on) for item in now] == [
        ("Open", date(2031, 3, 1)), ("Reading", date(2031, 6, 1))]
    assert 'value="Reading"' in editor.get(f"{SET_UP}/stages").text


@pytest.mark.parametrize(("typed", "field"), [
    (("Open", (2, 3, 2031), (1, 3, 2031)), "ends_on"), (("Open", (31, 2, 2031), (1, 3, 2031)), "starts_on"),
    (("Open", (2, 3, 2031), ("", "", "")), "ends_on"), (("", (2, 3, 2031), (3, 3, 2031)), "title-en"),
])
def test_a_stage_that_cannot_be_is_refused_on_its_field(
    editor: LintingClient, typed: tuple[Any, Any, Any], field: str
) -> None:
    answer = editor.send(f"{SET_UP}/stages", stage(1, *typed))
    assert answer.status_code == 422 and f'id="row-1-{field}-error"' in answer.text
    assert 'value="2031"' in answer.text


def test_details_are_kept_and_languages_chosen(editor: LintingClient, world: World) -> None:
    typed = {"plan": plan_choice(), "languages": "ur", "contact_email": "ask@example.org", "dpia_reference": "D-9",
             "safeguarding_lead": "Someone"}
    assert editor.send(f"{SET_UP}/details", typed).status_code == 303
    now = found("small-plan")
    assert (now.languages, now.dpia_reference, now.contact_email) == (["en", "ur"], "D-9", "ask@example.org")


@pytest.mark.parametrize(("changes", "field"), [
    ({"plan": "no-such/1"}, "plan"), ({"languages": "tlh"}, "languages"),
    ({"contact_email": "nobody"}, "contact_email"), ({"dpia_reference": "x" * 201}, "dpia_reference"),
])
def test_details_that_cannot_be_are_refused_on_their_field(
    editor: LintingClient, changes: dict[str, str], field: str
) -> None:
    answer = editor.send(f"{SET_UP}/details", {"safeguarding_lead": "Kept", **changes})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and 'value="Kept"' in answer.text


def test_both_example_plans_load_and_are_counted(editor: LintingClient) -> None:
    for name in ("pcp_2021_25", "pcp_2025_29"):
        answer = upload(editor, PLANS, (EXAMPLE / "plans" / f"{name}.yaml").read_bytes())
        assert answer.status_code == 303
    page = editor.get(PLANS).text
    assert "202 commitments" in page and "140 commitments" in page and "4 priority areas" in page


def test_a_bad_plan_file_shows_each_line_and_reason_and_stores_nothing(editor: LintingClient) -> None:
    good = PLAN.read_text()
    bad = good.replace("schema:", "colour: blue\nschema:", 1).encode()
    answer = upload(editor, PLANS, bad)
    line = bad[: bad.index(b"colour")].count(b"\n") + 1
    assert answer.status_code == 422
    assert re.search(rf'<th scope="row"[^>]*>{line}</th><td[^>]*>There is no field called “colour” here', answer.text)
    assert len(plan_versions.listed(db.session())) == 1


@pytest.mark.parametrize(("data", "sentence"), [
    (None, "Choose a file"), (b"", "The file is empty"), (b"\xff\xfe", "Save it as UTF-8"), (b"a: [", "is not YAML"),
    (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"), (PLAN.read_bytes(), "loaded before"),
])
def test_a_file_that_is_no_plan_says_why(editor: LintingClient, data: bytes | None, sentence: str) -> None:
    answer = upload(editor, PLANS, data)
    assert answer.status_code == 422 and sentence in answer.text and 'href="#file"' in answer.text


def test_a_body_past_the_limit_is_refused_unread(editor: LintingClient) -> None:
    assert upload(editor, PLANS, b"x" * (6 * 1024 * 1024 + 1)).status_code == 413


@pytest.mark.parametrize(("role", "status"), [
    ("survey-editor", 200), ("administrator", 200), ("coder", 403), ("lead", 403),
    ("equality-lead", 403), ("reader", 403),
])
def test_who_sets_up_a_consultation(client: LintingClient, world: World, role: str, status: int) -> None:
    client.sign_in(world.email(role), PASSWORD)
    for page in ("", "/words", "/dates", "/duties", "/stages", "/details"):
        assert client.get(SET_UP + page).status_code == status
    assert client.get(PLANS).status_code == status
    assert client.get(NEW).status_code == (200 if role == "administrator" else 403)


def found(slug: str) -> Any:
    """Return a consultation as the database has it now."""
    db.session.expire_all()
    return consultations.by_slug(db.session(), slug)


def count_missing(client: LintingClient, there: str) -> int:
    """Return how many things the set-up page says are missing."""
    listed = re.search(r'id="missing".*?</ul>', client.get(there).text, re.S)
    return listed.group().count("<li>") if listed else 0


def steps() -> list[tuple[str, dict[str, str], int]]:
    """Return what is filled in page by page, and how much is missing after each."""
    return [
        ("words", {**words(), "privacy_notice-en": "We read it.", "before_free_text-en": "Call 999.",
                   "what_can_change-en": "Much."}, 6),
        ("dates", {**FIRST, **day("retention_until", 1, 1, 2032)}, 5),
        ("duties", duty(0, "Ask people", "By law."), 4),
        ("details", {"plan": plan_choice(), "dpia_reference": "D-1", "safeguarding_lead": "A person"}, 1),
    ]


def words() -> dict[str, str]:
    """Return the least words of a consultation, as typed."""
    return {"title-en": "New title", "summary-en": "New summary.", "title-ur": "نیا عنوان", "summary-ur": "نیا خلاصہ۔"}


def hide(world: World) -> None:
    """Take the consultation out of sight: while Londoners see it no change may take a language from them."""
    world.consultation.is_visible = False
    db.session().commit()


def duty(number: int, title: str, text: str, source: str = "") -> dict[str, str]:
    """Return one row of duties, as typed."""
    return {f"row-{number}-title-en": title, f"row-{number}-text-en": text, f"row-{number}-source": source}


def stage(number: int, title: str, first: tuple[Any, ...], last: tuple[Any, ...]) -> dict[str, str]:
    """Return one row of stages, as typed; days are (day, month, year)."""
    return {f"row-{number}-title-en": title, **day(f"row-{number}-starts_on", *first),
            **day(f"row-{number}-ends_on", *last)}


def day(name: str, number: Any, month: Any, year: Any) -> dict[str, str]:
    """Return a day, as typed in its three boxes."""
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": str(year)}


def dates() -> dict[str, str]:
    """Return the days of the small consultation as its page shows them."""
    now = found("small-plan")
    days = (("opens_on", day_of(now.opens_at)), ("closes_on", day_of(now.closes_at)),
            ("retention_until", now.retention_until))
    typed: dict[str, str] = {}
    for name, value in days:
        typed |= day(name, value.day, value.month, value.year)
    return typed


def plan_choice() -> str:
    """Return the value that names the newest plan in the form."""
    return plan_versions.listed(db.session())[0].reference


def with_welsh(world: World) -> None:
    """Give the consultation a title in a language that it does not offer."""
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).title = {"en": "A small plan", "cy": "Cynllun bach"}


def upload(client: LintingClient, path: str, data: bytes | None) -> Any:
    """Send a file as a browser does; None sends the form with no file chosen."""
    client.get(path)
    name = b"plan.yaml" if data is not None else b""
    body = b"\r\n".join([
        b"--edge", b'Content-Disposition: form-data; name="csrf_token"', b"", client.token.encode(),
        b"--edge", b'Content-Disposition: form-data; name="file"; filename="' + name + b'"',
        b"Content-Type: application/octet-stream", b"", data or b"", b"--edge--", b""])
    return client.post(path, data=body, content_type="multipart/form-data; boundary=edge")


@pytest.fixture
def administrator(client: LintingClient, world: World) -> LintingClient:
    """A browser in which an administrator is signed in."""
    client.sign_in(world.email("administrator"), PASSWORD)
    return client


@pytest.fixture
def editor(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a survey editor is signed in."""
    client.sign_in(world.email("survey-editor"), PASSWORD)
    return client


def test_words_that_people_agree_to_cannot_go_stale_while_they_can_answer(editor: LintingClient, world: World) -> None:
    answer = editor.send(f"{SET_UP}/words", {**words(), "privacy_notice-en": "We read it twice."})
    assert answer.status_code == 422 and 'id="privacy_notice-en-error"' in answer.text
    assert "We read it twice." in answer.text and found("small-plan").privacy_notice["en"] == ["We read it."]
    both = {**words(), "privacy_notice-en": "We read it twice.", "privacy_notice-ur": "ہم دو بار پڑھتے ہیں۔"}
    assert editor.send(f"{SET_UP}/words", both).status_code == 303
    assert found("small-plan").offered_languages == ["en", "ur"]


def test_a_duty_reworded_in_english_alone_is_refused_where_it_stands(editor: LintingClient, world: World) -> None:
    kept = {"row-0-title-ur": "لوگوں سے پوچھیں", "row-0-text-ur": "قانون کے تحت۔"}
    answer = editor.send(f"{SET_UP}/duties", {**duty(0, "Ask everyone", "By law."), **kept})
    assert answer.status_code == 422 and 'id="row-0-title-en-error"' in answer.text
    assert "Ask everyone" in answer.text
