"""The pages of the code frame: names asked about, themes merged, split, moved, brought back; files, checks, history."""

from typing import Any

import pytest
from lxml import html
from sqlalchemy import select

from consult.domain.code_frames import CodeFrame, FrameTheme
from consult.exports.codebook_qdc import to_qdc
from consult.exports.codebook_tables import to_csv
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.responses import Answer
from consult.queries import codebooks as frame
from consult.services import codebooks, codings
from consult.services.codings import Code
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

HERE = "/staff/consultations/small-plan"


# names

@pytest.mark.parametrize("address", ["themes", "themes/{}/change"])
def test_a_name_that_may_not_be_neutral_is_asked_about_and_nothing_typed_is_lost(
        coder: LintingClient, world: World, address: str) -> None:
    address = f"{HERE}/{address.format(theme(world, 'Officers'))}"
    asked = coder.send(address, {"name": "Poor response", "definition": "Kept words"})
    assert asked.status_code == 422 and "“poor” is a judgement" in asked.text and "Kept words" in asked.text
    [box] = html.document_fromstring(asked.text).xpath("//input[@name='keep_name']")
    assert coder.send(address, {"name": "Poor response", "keep_name": box.get("value")}).status_code == 303
    assert "Poor response" in names()


def test_another_name_than_the_one_that_was_kept_is_asked_about_again(coder: LintingClient) -> None:
    answer = coder.send(f"{HERE}/themes", {"name": "Bad buses", "keep_name": "Poor response"})
    assert answer.status_code == 422 and "“bad” is a judgement" in answer.text


def test_a_name_that_stays_is_not_asked_about_when_notes_are_rewritten(coder: LintingClient, world: World) -> None:
    one = theme(world, "Poor response")
    assert coder.send(f"{HERE}/themes/{one}/change", {"name": "Poor response"}).status_code == 303


def test_a_name_is_held_against_the_one_of_the_theme_above(coder: LintingClient, world: World) -> None:
    above = theme(world, "Buses")
    answer = coder.send(f"{HERE}/themes", {"name": "Buses at night", "parent": above})
    assert answer.status_code == 422 and "stands in the name of the theme above it" in answer.text


# the frame

def test_the_outline_shows_two_levels_and_the_people_of_both(coder: LintingClient, world: World) -> None:
    above = theme(world, "Transport")
    typed = {"name": "Buses", "parent": above, "examples": "It came late"}
    assert coder.send(f"{HERE}/themes", typed).status_code == 303
    below = db.session().scalars(select(Theme).where(Theme.name == "Buses")).one()
    code(world, texts()[0], below.public_id)
    rows = html.document_fromstring(coder.get(f"{HERE}/themes").text).xpath("//tbody/tr")
    said = [" ".join(row.text_content().split()) for row in rows]
    assert said == ["Transport 0 0 1", "Second level: Buses 1 1"]
    assert below.examples == "It came late"


def test_themes_are_found_by_their_words_with_the_one_above(coder: LintingClient, world: World) -> None:
    above = theme(world, "Transport")
    coder.send(f"{HERE}/themes", {"name": "Buses", "parent": above, "definition": "Night service"})
    theme(world, "Officers")
    page = html.document_fromstring(coder.get(f"{HERE}/themes?find=NIGHT").text)
    assert page.xpath("//tbody/tr/th/a/text()") == ["Transport", "Buses"]
    assert "No theme holds these words." in coder.get(f"{HERE}/themes?find=zebra").text


def test_five_hundred_themes_are_shown_with_as_many_statements_as_five(coder: LintingClient, world: World) -> None:
    def taken() -> int:
        db.session.expire_all()
        with count_statements() as sent:
            assert coder.get(f"{HERE}/themes").status_code == 200
        return len(sent)

    for number in range(5):
        theme(world, f"T {number}")
    few = (taken(), taken())[1]
    themes = tuple(FrameTheme(f"k{number}", f"Place {number}", position=number) for number in range(495))
    send_file(coder, to_csv(CodeFrame("", themes)), step="take")
    assert (taken(), taken())[1] == few and len(names()) == 500


def test_checks_name_themes_with_the_reason_and_a_link(coder: LintingClient, world: World) -> None:
    one = theme(world, "Poor response")
    page = coder.get(f"{HERE}/themes/checks").text
    assert "Themes without a definition" in page and "“poor” is a judgement" in page
    assert f"{HERE}/themes/{one}" in page
    assert "3 things to look at" in coder.get(f"{HERE}/themes").text


# changes

def test_a_merge_is_shown_before_it_is_done(coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police")
    for answer in texts()[:2]:
        code(world, answer, one)
    code(world, texts()[0], other)
    page = " ".join(coder.get(f"{HERE}/themes/{one}/merge?into={other}").text.split())
    assert "1 passage moves to “Police”" in page and "1 passage has both themes" in page
    assert "2 answers come up again" in page
    assert frame.theme(db.session(), world.consultation.id, one).state == "active"  # type: ignore[union-attr]


def test_a_preview_without_another_theme_asks_for_one(coder: LintingClient, world: World) -> None:
    one = theme(world, "Officers")
    assert coder.get(f"{HERE}/themes/{one}/merge").status_code == 200
    answer = coder.get(f"{HERE}/themes/{one}/merge?into={one}")
    assert answer.status_code == 422 and "cannot be merged with itself" in answer.text


def test_passages_move_to_a_theme_that_there_is_already(coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    for answer in texts():
        code(world, answer, one)
    ticked = ticks(coder, one)[:2]
    both = coder.send(f"{HERE}/themes/{one}/split", {"codings": ticked, "into": other, "name": "Trams"})
    assert both.status_code == 422 and "not both" in both.text
    done = coder.send(f"{HERE}/themes/{one}/split", {"codings": ticked, "into": other})
    assert done.location == f"{HERE}/themes/{one}#passages"
    assert counts(world) == {"Officers": 1, "Buses": 2}


def test_the_passages_of_a_theme_are_narrowed_by_words_and_stance(coder: LintingClient, world: World) -> None:
    one = theme(world, "Officers")
    for answer, stance in zip(texts(), ("support", "oppose", "support"), strict=True):
        code(world, answer, one, stance)
    assert len(ticks(coder, one, "?stance=support")) == 2
    assert len(ticks(coder, one, "?find=MY STREET")) == 1
    assert "No passage is like that." in coder.get(f"{HERE}/themes/{one}?find=zebra").text
    assert len(ticks(coder, one, "?stance=nonsense")) == 3


def test_a_theme_moves_under_another_and_a_third_level_is_refused(coder: LintingClient, world: World) -> None:
    top, middle, low = theme(world, "Transport"), theme(world, "Buses"), theme(world, "Trams")
    assert coder.send(f"{HERE}/themes/{middle}/place", {"parent": top}).location == f"{HERE}/themes/{middle}"
    refused = coder.send(f"{HERE}/themes/{low}/place", {"parent": middle})
    assert refused.status_code == 422 and "two levels" in refused.text
    assert "moved from the top to Transport" in " ".join(coder.get(f"{HERE}/themes/{middle}").text.split())


def test_a_theme_moves_one_place_up(coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Buses"), theme(world, "Trams")
    assert coder.send(f"{HERE}/themes/{other}/shift", {"step": "up"}).location == f"{HERE}/themes/{other}#place"
    page = html.document_fromstring(coder.get(f"{HERE}/themes").text)
    assert page.xpath("//tbody/tr/th/a/text()") == ["Trams", "Buses"]
    assert coder.send(f"{HERE}/themes/{one}/shift", {"step": "sideways"}).status_code == 404


def test_a_retired_theme_is_brought_back_with_its_codings_unless_its_name_is_taken(
        coder: LintingClient, world: World) -> None:
    one = theme(world, "Officers")
    code(world, texts()[0], one)
    coder.send(f"{HERE}/themes/{one}/retire")
    assert "1 theme out of use" in coder.get(f"{HERE}/themes").text
    other = theme(world, "officers")
    refused = coder.send(f"{HERE}/themes/{one}/bring-back")
    assert refused.status_code == 422 and "Another theme has this name" in refused.text
    coder.send(f"{HERE}/themes/{other}/retire")
    assert coder.send(f"{HERE}/themes/{one}/bring-back").location == f"{HERE}/themes/{one}"
    assert counts(world) == {"Officers": 1}


# files

@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbfkey,name"), ("xlsx", b"PK"), ("qdc", b"<?xml")])
def test_the_frame_is_handed_out_as_a_file(coder: LintingClient, world: World, kind: str, start: bytes) -> None:
    theme(world, "Officers")
    answer = coder.get(f"{HERE}/themes/files/{kind}")
    assert answer.data.startswith(start)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="small-plan-themes.{kind}"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_another_kind_is_not_there(coder: LintingClient) -> None:
    assert coder.get(f"{HERE}/themes/files/exe").status_code == 404


def test_a_file_is_shown_first_and_taken_in_second(coder: LintingClient, world: World) -> None:
    theme(world, "Officers")
    shown = send_file(coder, b"name,definition,colour\nOfficers,Police on foot,red\nBad buses,\n")
    page = " ".join(html.document_fromstring(shown.text).text_content().split())
    assert "Bad buses New “bad” is a judgement" in page and "Officers Changed definition" in page
    assert "The column “colour” was left out." in page and names() == ["Officers"]
    taken = coder.send(f"{HERE}/themes/import", hidden(shown.text) | {"step": "take"})
    assert taken.location == f"{HERE}/themes" and names() == ["Bad buses", "Officers"]
    assert "2 themes were made or changed." in coder.get(f"{HERE}/themes").text


def test_a_file_of_another_program_says_what_changed_in_it(coder: LintingClient) -> None:
    codes = "<Code guid='a' name='A'><Code guid='b' name='B'><Code guid='c' name='C'/></Code></Code>"
    page = send_file(coder, f"<CodeBook><Codes>{codes}</Codes></CodeBook>".encode()).text
    assert "It stood deeper than two levels (A &gt; B &gt; C). It stands under “A” now." in page


def test_a_frame_that_changed_meanwhile_is_not_overwritten(coder: LintingClient, world: World) -> None:
    shown = send_file(coder, to_qdc(CodeFrame("", (FrameTheme("a", "Buses"),))))
    theme(world, "Officers")
    answer = coder.send(f"{HERE}/themes/import", hidden(shown.text) | {"step": "take"})
    assert answer.status_code == 422 and "Someone changed the themes" in answer.text
    assert names() == ["Officers"]


@pytest.mark.parametrize(("data", "words"), [
    (b"", "There is no theme in the file"), (b"<html></html>", "This is not a REFI-QDA codebook"),
    (b"a,b\n1,2\n", "The columns are: a, b"), (b"<!DOCTYPE a [<!ENTITY b 'c'>]><CodeBook/>", "document type"),
    (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"), (b"name\n\xff\n", "not text in UTF-8"),
])
def test_a_file_that_cannot_be_read_says_why(coder: LintingClient, data: bytes, words: str) -> None:
    answer = send_file(coder, data)
    assert answer.status_code == 422 and words in answer.text


@pytest.mark.parametrize("kept", ["", "no base64!", "AAAA"])
def test_a_second_step_without_its_file_asks_for_it(coder: LintingClient, kept: str) -> None:
    answer = coder.send(f"{HERE}/themes/import", {"step": "take", "kept": kept, "version": "1"})
    assert answer.status_code == 422 and "Choose a file" in answer.text


# history

def test_an_earlier_version_is_shown_as_it_stood(coder: LintingClient, world: World) -> None:
    one = theme(world, "Officers")
    coder.send(f"{HERE}/themes/{one}/change", {"name": "Police", "definition": "New words"})
    coder.send(f"{HERE}/themes/{one}/retire")
    made, renamed, gone = (coder.get(f"{HERE}/themes/versions/{number}").text for number in versions(world))
    assert ">Officers</a>" in made and "New words" not in made
    assert ">Police</a>" in renamed and "New words" in renamed
    assert "There was no theme in use." in gone


@pytest.mark.parametrize("number", ["0", "99", "9" * 30])
def test_a_version_that_never_was_is_not_found(coder: LintingClient, number: str) -> None:
    assert coder.get(f"{HERE}/themes/versions/{number}").status_code == 404


def test_a_long_log_goes_on_with_older_changes(coder: LintingClient, world: World) -> None:
    for number in range(52):
        theme(world, f"T {number}")
    page = html.document_fromstring(coder.get(f"{HERE}/themes/history").text)
    [older] = page.xpath("//a[@rel='next']/@href")
    oldest = html.document_fromstring(coder.get(older).text).xpath("//main//li/a/text()")
    assert oldest == ["T 1", "T 0"]


# themes as before

def test_a_theme_is_added_and_a_taken_name_keeps_what_was_typed(coder: LintingClient) -> None:
    typed = {"name": "Officers", "definition": "Police on foot"}
    assert coder.send(f"{HERE}/themes", typed).status_code == 303
    again = coder.send(f"{HERE}/themes", {"name": "officers", "definition": "Kept words"})
    assert again.status_code == 422 and "Another theme has this name" in again.text and "Kept words" in again.text


def test_a_theme_is_renamed_and_the_log_tells_it(coder: LintingClient, world: World) -> None:
    address = f"{HERE}/themes/{theme(world, 'Officers')}"
    assert coder.send(f"{address}/change", {"name": "Officers on foot"}).location == address
    page = " ".join(coder.get(address).text.split())
    assert "renamed from “Officers” to “Officers on foot”" in page and "A coder" in page


def test_a_theme_is_merged_and_its_page_leads_on(coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police")
    code(world, texts()[0], one)
    assert coder.send(f"{HERE}/themes/{one}/merge", {"into": other}).location == f"{HERE}/themes/{other}"
    assert "became part of another" in coder.get(f"{HERE}/themes/{one}").text
    assert "merged into “Police”, 1 passage moved" in coder.get(f"{HERE}/themes").text


@pytest.mark.parametrize("into", ["", "x" * 22])
def test_a_merge_needs_another_theme(coder: LintingClient, world: World, into: str) -> None:
    theme(world, "Police")
    answer = coder.send(f"{HERE}/themes/{theme(world, 'Officers')}/merge", {"into": into})
    assert answer.status_code == 422 and "Choose a theme" in answer.text


def test_a_theme_is_split_by_ticking_passages(coder: LintingClient, world: World) -> None:
    one = theme(world, "Officers")
    for answer in texts():
        code(world, answer, one)
    page = html.document_fromstring(coder.get(f"{HERE}/themes/{one}").text)
    ticked = page.xpath("//input[@name='codings']/@value")[:1]
    refused = coder.send(f"{HERE}/themes/{one}/split", {"codings": ticked, "name": ""})
    assert refused.status_code == 422
    assert html.document_fromstring(refused.text).xpath(
        "//input[@name='codings'][@checked]/@value") == ticked
    assert coder.send(f"{HERE}/themes/{one}/split", {"codings": ticked, "name": "Buses"}).status_code == 303
    counts = {row.name: row.codings for row in frame.themes(db.session(), world.consultation.id)}
    assert counts == {"Officers": 2, "Buses": 1}


def test_a_theme_is_retired(coder: LintingClient, world: World) -> None:
    one = theme(world, "Officers")
    assert coder.send(f"{HERE}/themes/{one}/retire").location == f"{HERE}/themes"
    page = coder.get(f"{HERE}/themes/{one}").text
    assert "out of use" in page and "Retire this theme" not in page


def test_a_reader_sees_themes_and_counts_and_none_of_the_words(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    one = theme(world, "Officers")
    code(world, texts()[0], one)
    client.send("/staff/sign-out")
    client.sign_in(world.email("reader"), PASSWORD)
    page = client.get(f"{HERE}/themes/{one}").text
    assert "1 passage" in page and "in my street" not in page and "Save changes" not in page
    assert client.get(f"{HERE}/themes").status_code == 200


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 50, "²"])
def test_a_place_in_the_log_that_is_none_shows_the_newest(coder: LintingClient, world: World, before: str) -> None:
    theme(world, "Officers")
    assert ">Officers</a>" in coder.get(f"{HERE}/themes/history?before={before}").text


def send_file(client: LintingClient, data: bytes, step: str = "check") -> Any:
    """Send a file to be looked at, or to be taken in at once as a form that carried it would."""
    if step == "take":
        return client.send(f"{HERE}/themes/import", hidden(send_file(client, data).text) | {"step": "take"})
    client.get(f"{HERE}/themes")
    parts = [b"--edge", b'Content-Disposition: form-data; name="csrf_token"', b"", client.token.encode(), b"--edge",
             b'Content-Disposition: form-data; name="file"; filename="frame"',
             b"Content-Type: application/octet-stream", b"", data, b"--edge--", b""]
    return client.post(f"{HERE}/themes/import", data=b"\r\n".join(parts),
                       content_type="multipart/form-data; boundary=edge")


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that takes a file in."""
    form = html.document_fromstring(page).xpath("//form[.//input[@name='kept']]")[0]
    return {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")
            if field.get("name") != "csrf_token"}


def ticks(client: LintingClient, theme_id: str, query: str = "") -> list[str]:
    page = html.document_fromstring(client.get(f"{HERE}/themes/{theme_id}{query}").text)
    return page.xpath("//input[@name='codings']/@value")


def names() -> list[str]:
    return list(db.session().scalars(select(Theme.name).where(Theme.state == "active").order_by(Theme.name)))


def counts(world: World) -> dict[str, int]:
    return {row.name: row.codings for row in frame.themes(db.session(), world.consultation.id)}


def versions(world: World) -> list[int]:
    """Return the versions of the frame that there were, the oldest first."""
    found = frame.changes(db.session(), world.consultation.id).rows
    return sorted(change.frame_version for change in found)


def texts() -> list[str]:
    rows = db.session().scalars(select(Answer.public_id).where(Answer.text.is_not(None)).order_by(Answer.id))
    return [public_id for public_id in rows if public_id]


def theme(world: World, name: str) -> str:
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name,
                               by_id=world.staff["coder"].id).public_id


def code(world: World, answer: str, theme_id: str, stance: str = "support") -> None:
    codings.confirm(consultation_id=world.consultation.id, answer_id=answer, span=None, code=Code(theme_id, stance),
                    by_id=world.staff["coder"].id)


@pytest.fixture
def coder(client: LintingClient, world: World) -> LintingClient:
    """A browser in which the coder is signed in."""
    client.sign_in(world.email("coder"), PASSWORD)
    return client
