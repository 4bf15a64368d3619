"""What an export of responses holds: who stands in it and who does not, never what people are, and who took it."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consult.domain.audit import Act
from consult.domain.errors import NotAllowed, NotFound
from consult.domain.surveys import Question
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.responses import Response
from consult.queries import response_rows
from consult.services import consultations, response_exports, responses
from consult.services.consultations import Around
from consult.services.transaction import writing
from tests.response_worlds import ABOUT, QUESTIONS, send, survey, use, words
from tests.statements import count_statements
from tests.worlds import World


def test_one_row_stands_for_each_response(world: World) -> None:
    rows = table(made(world))
    assert [row["response"] for row in rows] == [response.public_id for response in world.responses]
    assert [(row["channel"], row["language"], row["quote_consent"]) for row in rows] == [
        ("online", "en", "1"), ("post", "en", "0"), ("online", "ur", "1")]
    assert rows[0]["support-knife-crime"] == "agree" and rows[2]["violence-words"].startswith("میری")


def test_the_hour_of_arrival_is_left_out(world: World) -> None:
    use(world)
    send(world, {"why": ["w"]}, received_at=datetime(2026, 3, 4, 23, 59, tzinfo=UTC))
    assert table(made(world))[-1]["received"] == "2026-03-04"


def test_what_people_said_about_themselves_is_in_no_cell_of_any_file(world: World) -> None:
    use(world, survey(*QUESTIONS, about=(*ABOUT, Question("earns", "number", words("What do you earn?")))))
    send(world, {"why": ["w"], "sex": ["female"], "borough": ["lambeth"], "earns": ["31847"]})
    use(world, survey(QUESTIONS[5], about=ABOUT[:1]))
    send(world, {"why": ["w"]})
    known = {"sex", "borough", "earns", "victim", "sexual-orientation", "female", "lambeth", "31847",
             "heterosexual"}
    files = [made(world, name) for name in response_exports.FILES]
    cells = {cell for data in (files[0], files[2]) for line in csv.reader(text(data)) for cell in line}
    cells |= {found for part in parts(files[1]).values() for found in re.findall(r">([^<>]+)<", part)}
    assert len(cells) > 50
    assert [cell for cell in cells for word in known if re.search(rf"\b{word}\b", cell, re.IGNORECASE)] == []


def test_a_workbook_holds_the_same_cells_and_nothing_hidden(world: World) -> None:
    found = parts(made(world, response_exports.XLSX))
    assert sum(name.startswith("xl/worksheets/sheet") for name in found) == 1
    assert "hidden" not in found["xl/workbook.xml"] and "A small plan" in found["docProps/core.xml"]
    cells = re.findall(r"<t[^>]*>([^<]*)</t>", found["xl/worksheets/sheet1.xml"])
    expected = [cell for line in csv.reader(text(made(world))) for cell in line if cell and not cell.isdigit()]
    assert cells == expected


def test_withdrawn_corrected_and_erased_responses_are_left_out_and_counted(world: World) -> None:
    with writing() as session:
        for response, reason in zip(world.responses, ("withdrawn", "corrected"), strict=False):
            found = session.get_one(Response, response.id)
            found.excluded_reason, found.excluded_at = reason, utc_now()
            found.erased_at = utc_now() if reason == "withdrawn" else None
    assert [row["response"] for row in table(made(world))] == [world.responses[2].public_id]
    contents = response_exports.contents(db.session(), world.consultation.id)
    assert (contents.responses, contents.taken_back) == (1, 2)
    assert table(made(world, response_exports.DICTIONARY))[-1]["holds"].endswith(": 2")


def test_what_staff_left_out_of_the_count_stays_with_its_reason(world: World) -> None:
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[0].public_id, reason="spam",
                      by_id=world.staff["lead"].id)
    row = table(made(world))[0]
    assert (row["counted"], row["excluded_reason"]) == ("0", "spam")


def test_a_body_is_named_only_where_it_may_be(world: World) -> None:
    use(world)
    send(world, {"why": ["w"]}, body="=A firm", may_be_named=True, on_behalf_of="organisation")
    send(world, {"why": ["w"]}, body="A secret club", on_behalf_of="group")
    assert [row["body"] for row in table(made(world))[3:]] == ["'=A firm", ""]
    assert b"secret club" not in made(world)


def test_comments_stand_in_the_order_of_the_plan(world: World) -> None:
    use(world)
    for node in ("zz-gone", "sub-streets", "obj-violence"):
        send(world, {f"comment@{node}": ["A comment"]})
    header = list(table(made(world))[0])
    assert [name for name in header if "@" in name] == [
        "comment@obj-violence", "comment@sub-streets", "comment@zz-gone"]


def test_more_responses_need_more_statements_only_by_the_batch(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_rows, "BATCH", 4)
    sent = []
    for _round in range(2):
        with count_statements() as statements:
            made(world)
        sent.append(len(statements))
        for number in range(8):
            world.respond(f"Words {number}")
    # Two batches more of four statements each: responses, answers, details to decide, texts looked at.
    assert sent[1] - sent[0] == 8


def test_what_is_stored_meanwhile_is_not_half_in_the_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    use(world)
    layout = response_exports._layout

    def slow(session: object, consultation_id: int) -> object:
        found = layout(session, consultation_id)  # type: ignore[arg-type]
        send(world, {"comment@sub-streets": ["Too late for this file"]})
        return found

    monkeypatch.setattr(response_exports, "_layout", slow)
    assert len(table(made(world))) == 3
    monkeypatch.undo()
    assert len(table(made(world))) == 4


def test_the_same_responses_give_the_same_bytes(world: World) -> None:
    for name in response_exports.FILES:
        assert made(world, name) == made(world, name)


def test_a_consultation_without_a_survey_gives_files_without_rows(world: World) -> None:
    was = world.consultation
    bare = consultations.create(slug="bare", around=Around([], []), facts={
        name: getattr(was, name) for name in ("title", "summary", "languages", "opens_at", "closes_at")})
    data = made(world, consultation_id=bare.id)
    assert table(data) == [] and b"response,received" in data


def test_only_those_with_the_right_take_files_and_each_taking_is_kept(world: World) -> None:
    for role in ("coder", "reader", "equality-lead", "survey-editor", "administrator"):
        with pytest.raises(NotAllowed):
            made(world, by_id=world.staff[role].id)
    assert events() == []
    made(world, by_id=world.staff["lead"].id)
    assert events() == [(world.staff["lead"].id, "responses.csv")]


def test_no_other_file_can_be_asked_for(world: World) -> None:
    with pytest.raises(NotFound):
        made(world, "../secrets.csv")


def events() -> list[tuple[int | None, str]]:
    rows = db.session().execute(select(AuditEvent.person_id, AuditEvent.object_id).where(
        AuditEvent.action == Act.RESPONSES_EXPORTED.value))
    return [(person_id, name) for person_id, name in rows]


def made(world: World, name: str = response_exports.CSV, **how: int) -> bytes:
    file = io.BytesIO()
    response_exports.write(**{
        "consultation_id": world.consultation.id, "name": name, "file": file, "translate": plain,
        **how})  # type: ignore[arg-type]
    return file.getvalue()


def plain(message: str, /, **facts: object) -> str:
    return message % facts if facts else message


def text(data: bytes) -> io.StringIO:
    return io.StringIO(data.decode("utf-8-sig"), newline="")


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(text(data)))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}
