"""The report in the browser: how far it is, publishing, signing off, taking back, and the editor of its chapters."""

import pytest

from consult.extensions import db
from consult.models.codebooks import Theme
from consult.queries import reports
from consult.services import consultations, report_blocks
from consult.services import reports as writing_reports
from tests import coded
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan/report"


def test_a_lead_sees_what_is_not_done_and_publishes(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    page = client.get(HOME).text
    assert "still open" in page and "3 responses have words that nobody has read" in page
    assert "1 theme has no place in the plan" in page
    assert client.send(f"{HOME}/publish", {"summary": "What people said."}).status_code == 303
    [edition] = reports.editions(db.session(), world.consultation.id)
    after = client.get(HOME).text
    assert edition.digest in after and "Edition 1 is published." in after and "Interim" in after


def test_quotes_that_nobody_has_read_are_not_printed(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    client.send(f"{HOME}/publish", {"summary": "What people said."})
    report = reports.report(db.session(), world.consultation.id)
    assert report is not None and not any(theme.quotes for theme in report.themes)


def test_quotes_that_a_person_let_through_are_printed(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    address = f"{HOME}/quotes/{officers.public_id}"
    page = client.get(address).text
    ref = page.split('name="picks" type="checkbox" value="')[1].split('"')[0]
    assert "More officers on foot, now." in page and "To read" in client.get(f"{HOME}/quotes").text
    assert client.send(address, {"picks": ref, "revision": "0"}).status_code == 303
    client.send(f"{HOME}/publish", {"summary": "What people said."})
    report = reports.report(db.session(), world.consultation.id)
    assert report is not None and [quote.text for quote in report.themes[0].quotes] == ["More officers on foot, now."]


def test_a_choice_of_quotes_of_before_takes_no_newer_one_away(client: LintingClient, world: World,
                                                              officers: Theme) -> None:
    sign_in(client, world, "lead")
    address = f"{HOME}/quotes/{officers.public_id}"
    assert client.send(address, {"revision": "0"}).status_code == 303
    answer = client.send(address, {"revision": "0"})
    assert answer.status_code == 409 and 'name="revision" value="1"' in answer.text


def test_a_summary_that_is_missing_is_asked_for(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    answer = client.send(f"{HOME}/publish", {"summary": " "})
    assert answer.status_code == 422 and "Write a summary" in answer.text


def test_a_second_edition_says_what_changed(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    client.send(f"{HOME}/publish", {"summary": "What people said."})
    assert client.send(f"{HOME}/publish", {"summary": "And more."}).status_code == 422
    assert client.send(f"{HOME}/publish", {"summary": "And more.", "changes": "One typing error."}).status_code == 303


def test_a_sign_off_with_open_work_asks_for_a_reason(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    form = {"summary": "All of it.", "kind": "signed-off", "name": "Alex Doe", "office": "Deputy Mayor"}
    answer = client.send(f"{HOME}/publish", form)
    assert answer.status_code == 422 and 'value="Alex Doe"' in answer.text
    assert client.send(f"{HOME}/publish", {**form, "why": "The law sets the day."}).status_code == 303
    assert "Signed off by Alex Doe" in client.get(HOME).text


def test_a_draft_of_a_consultation_without_any_coding_can_be_read(client: LintingClient, world: World) -> None:
    sign_in(client, world, "reader")
    page = client.get(HOME).text
    assert "Nothing is coded yet" in page and 'name="summary"' not in page


def test_a_form_that_is_sent_twice_publishes_one_edition(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    assert 'name="edition" value="1"' in client.get(HOME).text
    form = {"summary": "What people said.", "edition": "1"}
    assert client.send(f"{HOME}/publish", form).status_code == 303
    again = client.send(f"{HOME}/publish", form)
    assert again.status_code == 422 and 'name="edition" value="2"' in again.text
    assert len(reports.editions(db.session(), world.consultation.id)) == 1


def test_a_reader_previews_and_does_not_publish(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "reader")
    page = client.get(f"{HOME}/preview").text
    assert "Draft, not published" in page and "/passages" not in page
    assert 'name="summary"' not in client.get(HOME).text and "/chapters/" not in client.get(HOME).text
    assert client.get(f"{HOME}/preview?version=summary").status_code == 200
    assert client.send(f"{HOME}/publish", {"summary": "Mine."}).status_code == 403


def test_an_edition_that_was_taken_back_stays_for_staff(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    coded.publish(world)
    address = f"{HOME}/editions/1/recall"
    assert client.get(address).status_code == 200
    assert client.send(address, {"reason": " "}).status_code == 422
    assert client.send(address, {"reason": "A quote was taken back."}).status_code == 303
    assert "A quote was taken back." in client.get(HOME).text
    assert "frozen" in client.get(f"{HOME}/preview?edition=1").text
    assert client.send(address, {"reason": "Once more."}).status_code == 422


@pytest.mark.parametrize("path", ["report", "report/editions/1", "report.csv", "report.docx?edition=1", "report.json",
                                  "report.xlsx"])
def test_pages_and_files_of_a_recalled_edition_say_why(client: LintingClient, world: World, officers: Theme, path: str
                                                       ) -> None:
    consultations.show(consultation_id=world.consultation.id)
    coded.publish(world)
    writing_reports.recall(consultation_id=world.consultation.id, number=1, reason="A quote was taken back.",
                              by_id=world.staff["lead"].id)
    answer = client.get(f"/en/consultations/small-plan/{path}")
    assert answer.status_code == 410 and "A quote was taken back." in answer.text


@pytest.mark.parametrize("path", ["/preview?edition=9", "/preview?edition=x", "/editions/9/recall", "/chapters/no-such",
                                  "/blocks/no-such", "/quotes/no-such", "/words/xx"])
def test_what_is_not_there_is_not_found(client: LintingClient, world: World, officers: Theme, path: str) -> None:
    sign_in(client, world, "lead")
    assert client.get(HOME + path).status_code == 404


def test_an_author_adds_words_moves_them_and_takes_them_out(client: LintingClient, world: World,
                                                            officers: Theme) -> None:
    sign_in(client, world, "lead")
    address = f"{HOME}/chapters/data"
    assert client.send(f"{address}/add", {"what": "text", "words": ""}).status_code == 422
    assert client.send(f"{address}/add", {"what": "text", "words": "Read this first."}).status_code == 303
    key = client.get(address).text.split('/blocks/text:')[1].split('"')[0]
    assert client.send(f"{address}/move", {"block": f"text:{key}", "step": "up"}).status_code == 303
    preview = client.get(f"{HOME}/preview").text
    assert "Read this first." in preview
    assert client.send(f"{HOME}/blocks/text:{key}/remove", {}).status_code == 303
    assert "Read this first." not in client.get(f"{HOME}/preview").text


def test_two_authors_of_one_block_lose_nothing(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    address = f"{HOME}/blocks/caveats"
    form = {"chapter": "how-to-read", "version": "both", "revision": "0"}
    assert 'name="revision" value="0"' in client.get(address).text
    assert client.send(address, {**form, "words": "The first author."}).status_code == 303
    answer = client.send(address, {**form, "words": "The second author."})
    assert answer.status_code == 409
    assert "The first author." in answer.text and "The second author." in answer.text
    assert client.send(address, {**form, "revision": "1", "words": "Both authors."}).status_code == 303
    assert "Both authors." in client.get(f"{HOME}/preview").text


def test_two_authors_of_one_chapter_lose_nothing(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    address = f"{HOME}/chapters/victims/words"
    assert client.get(address).status_code == 200
    assert client.send(address, {"words": "First.", "easy": "One.", "revision": "0"}).status_code == 303
    answer = client.send(address, {"words": "Second.", "revision": "0"})
    assert answer.status_code == 409 and "First." in answer.text and "Second." in answer.text
    assert "One." in client.get(address).text


def test_a_word_of_the_scale_is_changed_with_a_note_alone(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    client.send(f"{HOME}/chapters/cross-cutting/add", {"what": f"theme:{officers.public_id}"})
    address = f"{HOME}/blocks/theme:{officers.public_id}+"
    form = {"chapter": "cross-cutting", "version": "full", "revision": "1", "scale_word": "most"}
    assert client.send(address, form).status_code == 422
    assert client.send(address, {**form, "note": "Nearly all of the letters too."}).status_code == 303


def test_a_needed_statement_is_left_out_with_a_note_alone(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    form = {"chapter": "how-to-read", "version": "both", "revision": "0", "is_hidden": "y"}
    assert client.send(f"{HOME}/blocks/caveats", form).status_code == 422
    assert client.send(f"{HOME}/blocks/caveats", {**form, "note": "It stands in chapter 1."}).status_code == 303
    assert "It stands in chapter 1." in client.get(f"{HOME}/chapters/how-to-read").text


@pytest.mark.parametrize(("role", "status"), [("translator", 200), ("lead", 200), ("coder", 403), ("reader", 403)])
def test_words_in_other_languages_are_for_translators_and_authors(client: LintingClient, world: World, officers: Theme,
                                                                 role: str, status: int) -> None:
    sign_in(client, world, role)
    assert client.get(f"{HOME}/words").status_code == status
    assert client.get(f"{HOME}/words/ur").status_code == status


def test_words_are_translated_and_checked_by_another_person(client: LintingClient, world: World,
                                                            officers: Theme) -> None:
    key = report_blocks.add_block(consultation_id=world.consultation.id, chapter="data", kind="text", ref="", order=(),
                                  by_id=world.staff["lead"].id, title="A heading", words="Some words.\n\nMore.")
    sign_in(client, world, "translator")
    address = f"{HOME}/words/ur/plain/{key}"
    assert "Missing" in client.get(f"{HOME}/words/ur").text and "Some words." in client.get(address).text
    form = {"words": "کچھ الفاظ۔\r\n\r\nمزید۔", "title": "عنوان", "before": ""}
    assert client.send(address, form).status_code == 303
    assert client.send(address, {**form, "words": "دوسرے"}).status_code == 409
    client.send(f"{address}/check", {"before": "کچھ الفاظ۔\r\n\r\nمزید۔"})
    assert "Someone else must check" in client.get(f"{HOME}/words/ur").text
    sign_in(client, world, "lead")
    client.send(f"{address}/check", {"before": "کچھ الفاظ۔\r\n\r\nمزید۔"})
    assert "Checked" in client.get(f"{HOME}/words/ur").text


def sign_in(client: LintingClient, world: World, role: str) -> None:
    client.sign_in(world.email(role), PASSWORD)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return theme
