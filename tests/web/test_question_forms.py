"""Every kind of question as respondents see and answer it: the right is kept, the wrong is named, nothing is lost."""

import io

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.extensions import db
from consult.models.responses import Draft
from tests import every_kind
from tests.linting import LintingClient
from tests.worlds import World

HOME = "/en/consultations/small-plan/respond"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

RIGHT = [
    ("travel", {"travel": "bus"}, ["bus"]),
    ("travel-list", {"travel-list": "train"}, ["train"]),
    ("worries", {"worries": ["knives", "burglary"]}, ["burglary", "knives"]),
    ("agree", {"agree": "not-sure"}, ["not-sure"]),
    ("safe", {"safe": "yes"}, ["yes"]),
    ("agreed", {"agreed": "yes"}, ["yes"]),
    ("years", {"years": " ۱۲ "}, ["12"]),
    ("moved", {"moved-day": "٢٧", "moved-month": "3", "moved-year": "2001"}, ["2001-03-27"]),
    ("street", {"street": "Peckham"}, ["Peckham"]),
    ("order", {"order[]": ["2 burglary", "1 noise", "", ""]}, ["noise", "burglary"]),
    ("on-knives", {"on-knives": "Good"}, ["Good"]),
    ("borough", {"borough": "lambeth"}, ["lambeth"]),
    ("district", {"district": "se15 4ab"}, ["SE15"]),
]
WRONG = [
    ("travel", {}, "Answer this question", "#travel"),
    ("travel", {"travel": "other"}, "Answer this question", "#travel-other"),
    ("travel", {"travel": "bus", "travel-other": "By boat"}, "not ticked", "#travel-other"),
    ("worries", {"worries": "knives"}, "at least 2", "#worries"),
    ("worries", {"worries": ["knives", "none"]}, "stands alone", "#worries"),
    ("worries", {"worries": ["knives", "noise", "roads", "burglary"]}, "no more than 3", "#worries"),
    ("years", {"years": "twelve"}, "Enter a number", "#years"),
    ("years", {"years": "121"}, "120 or less", "#years"),
    ("moved", {"moved-day": "27", "moved-month": "", "moved-year": "2001"}, "a day, a month", "#moved-month"),
    ("moved", {"moved-day": "2", "moved-month": "13", "moved-year": "2001"}, "real date", "#moved-month"),
    ("moved", {"moved-day": "2", "moved-month": "3", "moved-year": "1900"}, "1 January 1920", "#moved-day"),
    ("street", {"street": "x" * 31}, "too long", "#street"),
    ("order", {"order[]": ["1 burglary", "1 noise"]}, "same place twice", "#order"),
    ("order", {"order[]": ["1 burglary", "3 noise"]}, "left out a place", "#order"),
    ("district", {"district": "London"}, "postcode", "#district"),
    ("paper", {}, "Choose a file to send", "#paper"),
]


@pytest.mark.parametrize(("page", "form", "kept"), RIGHT, ids=[row[0] for row in RIGHT])
def test_a_right_answer_is_kept_and_shown_again(
    client: LintingClient, asked: World, page: str, form: dict, kept: list[str]
) -> None:
    begin(client)
    assert client.send(f"{HOME}/questions/{page}", form).status_code == 303
    assert draft().answers[page] == kept
    assert client.get(f"{HOME}/questions/{page}").status_code == 200
    assert client.get(f"{HOME}/check").status_code == 200


@pytest.mark.parametrize(("page", "form", "words", "link"), WRONG)
def test_a_wrong_answer_is_named_and_stays_on_the_page(
    client: LintingClient, asked: World, page: str, form: dict, words: str, link: str
) -> None:
    begin(client)
    answer = client.send(f"{HOME}/questions/{page}", form)
    assert answer.status_code == 422 and words in answer.text and f'href="{link}"' in answer.text
    typed = [value for values in form.values() for value in (values if isinstance(values, list) else [values])]
    assert all(value in answer.text for value in typed)
    assert page not in draft().answers


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_passes_the_lint_in_both_languages(client: LintingClient, asked: World, language: str) -> None:
    begin(client)
    pages = [*(q.key for q in every_kind.QUESTIONS.values()), "rates", "borough", "district"]
    for page in pages:
        answer = client.get(f"{HOME}/questions/{page}".replace("/en/", f"/{language}/"))
        assert answer.status_code == 200, page


def test_statements_to_rate_are_questions_of_their_own_under_one_heading(client: LintingClient, asked: World) -> None:
    begin(client)
    page = client.get(f"{HOME}/questions/rates").text
    assert page.count("<fieldset") == 2 and "<table" not in page
    assert "How good are these?</h1>" in page


def test_a_note_asks_nothing_and_leads_on(client: LintingClient, asked: World) -> None:
    begin(client)
    page = client.get(f"{HOME}/questions/thanks").text
    assert "Nearly there</h1>" in page and "A few more questions follow." in page
    assert client.send(f"{HOME}/questions/thanks", {}).headers["Location"].endswith("/questions/rates")


def test_the_second_half_of_a_postcode_is_stored_nowhere(client: LintingClient, asked: World) -> None:
    begin(client)
    client.send(f"{HOME}/questions/district", {"district": "SE15 4AB", "switch-to": "ur"})
    assert "4AB" not in str(draft().unsaved) and "SE15" in str(draft().unsaved)
    client.send(f"{HOME}/questions/district", {"district": "SE154ABX", "switch-to": "ur"})
    assert "4AB" not in str(draft().unsaved)


def test_changing_the_language_keeps_what_was_typed_of_every_kind(client: LintingClient, asked: World) -> None:
    begin(client)
    for page, form, shown in (
        ("moved", {"moved-day": "31", "moved-month": "2", "moved-year": ""}, 'value="31"'),
        ("order", {"order[]": ["2 burglary", "2 noise"]}, '<option value="2 noise" selected>'),
        ("travel", {"travel": "bus", "travel-other": "By boat"}, 'value="By boat"'),
    ):
        answer = client.send(f"{HOME}/questions/{page}", {**form, "switch-to": "ur"})
        assert shown in client.get(answer.headers["Location"]).text


def test_words_beside_an_option_are_shown_with_it_and_gone_with_it(client: LintingClient, asked: World) -> None:
    begin(client)
    client.send(f"{HOME}/questions/travel", {"travel": "other", "travel-other": "By boat"})
    assert "By boat" in client.get(f"{HOME}/check").text
    client.send(f"{HOME}/questions/travel", {"travel": "bus", "travel-other": ""})
    assert "travel-other" not in draft().answers


def test_an_earlier_answer_is_put_into_later_words_and_escaped_everywhere(client: LintingClient, asked: World) -> None:
    begin(client)
    assert "(not answered)" in client.get(f"{HOME}/questions/words").text
    client.send(f"{HOME}/questions/street", {"street": "<b>A & \" 'B'</b>{{7*7}}"})
    page = client.get(f"{HOME}/questions/words").text
    assert "<bdi>&lt;b&gt;A &amp; &#34; &#39;B&#39;&lt;/b&gt;{{7*7}}</bdi>" in page and "<b>A" not in page
    title = page[page.index("<title>"):page.index("</title>")]
    assert "&lt;b&gt;A &amp;" in title and "<b>" not in title and "bdi" not in title


def test_one_persons_answer_is_never_on_the_page_of_another(client: LintingClient, asked: World) -> None:
    begin(client)
    client.send(f"{HOME}/questions/street", {"street": "Secret Gardens"})
    assert "Secret Gardens" in client.get(f"{HOME}/questions/words").text
    other = client.application.test_client()
    begin(other)
    assert "Secret Gardens" not in other.get(f"{HOME}/questions/words").text


def test_options_in_later_words_are_in_the_language_of_the_page(client: LintingClient, asked: World) -> None:
    begin(client)
    client.send(f"{HOME}/questions/travel", {"travel": "other", "travel-other": "By boat"})
    assert "You said Another way. Why?" in client.get(f"{HOME}/questions/why").text
    urdu = client.get(f"{HOME}/questions/why".replace("/en/", "/ur/")).text
    assert "کسی اور طریقے سے" in urdu and "Another way" not in urdu


def test_a_comment_is_put_on_a_part_of_the_plan_and_on_no_other(client: LintingClient, asked: World) -> None:
    begin(client)
    page = f"{HOME}/questions/anywhere@aim-knife"
    assert "/plan/aim-knife" in client.get(page).text
    assert client.send(page, {"anywhere@aim-knife": "More of this"}).status_code == 303
    assert draft().answers["anywhere@aim-knife"] == ["More of this"]
    assert client.get(f"{HOME}/questions/anywhere@no-such-part").status_code == 404


def test_the_words_of_the_surveys_author_say_which_limit_is_broken(client: LintingClient, world: World) -> None:
    import dataclasses

    from consult.services import surveys
    survey = every_kind.survey()
    section = survey.sections[0]
    error = every_kind.both("Nobody is that old", "اتنی عمر نہیں")
    number = dataclasses.replace(every_kind.QUESTIONS["number"], error=error)
    pages = (dataclasses.replace(section.pages[6], questions=(number,)),)
    only = dataclasses.replace(survey, sections=(dataclasses.replace(section, pages=pages),))
    surveys.store(consultation_id=world.consultation.id, survey=only)
    begin(client)
    answer = client.send(f"{HOME}/questions/years", {"years": "500"})
    assert "Nobody is that old" in answer.text and "120 or less" not in answer.text
    assert "Enter a number in digits" in client.send(f"{HOME}/questions/years", {"years": "old"}).text


def test_a_file_is_kept_named_replaced_and_removed(client: LintingClient, asked: World) -> None:
    begin(client)
    page = f"{HOME}/questions/paper"
    assert client.send(page, {"paper": (io.BytesIO(PDF), "../../my plan.pdf", "application/pdf")}).status_code == 303
    first = draft().answers["paper"]
    shown = client.get(page).text
    assert "my plan.pdf" in shown and "../" not in shown.split("<main")[1].split("href")[0]
    with client.get(f"{HOME}/files/{first[0]}") as own:
        assert own.data == PDF and own.headers["Content-Disposition"].startswith("attachment")
        assert own.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    client.send(page, {"paper": (io.BytesIO(PDF + b"\n"), "other.pdf", "application/pdf")})
    assert draft().answers["paper"] != first and client.get(f"{HOME}/files/{first[0]}").status_code == 404
    client.send(page, {"remove:file": draft().answers["paper"][0]})
    assert "paper" not in draft().answers


def test_a_wrong_file_is_refused_and_the_earlier_one_stays(client: LintingClient, asked: World) -> None:
    begin(client)
    page = f"{HOME}/questions/paper"
    client.send(page, {"paper": (io.BytesIO(PDF), "plan.pdf", "application/pdf")})
    before = draft().answers["paper"]
    for data, name, declared, words in (
        (b"", "a.pdf", "application/pdf", "empty"), (b"<svg onload=alert(1)>", "a.svg", "image/svg+xml", "this kind"),
        (PDF, "plan.pdf.exe", "application/pdf", "this kind"), (b"MZ\x90\x00", "a.pdf", "application/pdf", "this kind"),
    ):
        answer = client.send(page, {"paper": (io.BytesIO(data), name, declared)})
        assert answer.status_code == 422 and words in answer.text and draft().answers["paper"] == before


def test_a_file_that_is_too_big_gets_its_page_again_with_the_rest(client: LintingClient, asked: World) -> None:
    begin(client)
    client.send(f"{HOME}/questions/street", {"street": "Peckham"})
    page = f"{HOME}/questions/paper"
    over = send_bytes(client, page, "paper", PDF + b" " * 10_000_001)
    assert over.status_code == 422 and "up to 10 MB" in over.text
    far = send_bytes(client, page, "paper", b"x" * 16_000_000)
    assert far.status_code == 413 and "up to 10 MB" in far.text and 'name="paper"' in far.text
    assert draft().answers == {"street": ["Peckham"]}


def test_only_a_page_that_asks_for_a_file_takes_the_bytes_of_one(client: LintingClient, asked: World) -> None:
    begin(client)
    assert send_bytes(client, f"{HOME}/questions/street", "street", b"x" * 6_000_000).status_code == 413


def test_a_file_of_another_person_does_not_exist(client: LintingClient, asked: World) -> None:
    begin(client)
    client.send(f"{HOME}/questions/paper", {"paper": (io.BytesIO(PDF), "plan.pdf", "application/pdf")})
    path = f"{HOME}/files/{draft().answers['paper'][0]}"
    other = client.application.test_client()
    assert other.get(path).status_code == 404
    begin(other)
    assert other.get(path).status_code == 404
    with client.get(path) as own:
        assert own.status_code == 200


def test_what_is_typed_for_a_file_is_no_file(client: LintingClient, asked: World) -> None:
    begin(client)
    assert client.send(f"{HOME}/questions/paper", {"paper": "someone-elses-id"}).status_code == 422
    assert "paper" not in draft().answers


def begin(client: LintingClient, age: str = "adult") -> None:
    """Start a draft and take its browser past the first questions."""
    from consult.services import drafts

    client.get(HOME)
    token = drafts.begin(consultation_id=1, age_route=age)
    db.session.rollback()
    with client.session_transaction() as kept:
        kept["drafts"] = {"small-plan": token}


def send_bytes(client: LintingClient, page: str, name: str, data: bytes) -> TestResponse:
    """Post one big file; written out by hand, for the client would leave a temporary file open."""
    client.get(page)
    head = "--X\r\nContent-Disposition: form-data; name="
    parts = (f'{head}"csrf_token"\r\n\r\n{client.token}\r\n{head}"{name}"; filename="a.pdf"\r\n'
             "Content-Type: application/pdf\r\n\r\n")
    return client.post(page, data=parts.encode() + data + b"\r\n--X--\r\n",
                       content_type="multipart/form-data; boundary=X")


def draft() -> Draft:
    db.session.rollback()
    found = db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert found is not None
    return found


@pytest.fixture
def asked(world: World) -> World:
    every_kind.ask(world)
    return world
