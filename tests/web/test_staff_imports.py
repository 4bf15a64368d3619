"""Files of answers in the browser: from the upload over what each column means to the stored rows, step by step."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.jobs import running
from consult.models.responses import Response
from consult.models.samples import ImportSource, ResponseImport
from consult.queries import response_imports as stored
from tests.intake import survey_makes as makes
from tests.linting import LintingClient
from tests.response_worlds import response_count, use
from tests.worlds import PASSWORD, World

LIST = "/staff/consultations/small-plan/imports"
FILE = b"Ref,Is the aim right?,Why?,Note\n1,agree,More buses,x\n2,perhaps,y,z\n3,agree," + b"y" * 3001 + b",z\n"


def test_a_file_comes_in_from_its_upload_to_its_last_row(app: Flask, officer: LintingClient, world: World) -> None:
    use(world)
    place = brought(officer, FILE)
    assert "A table with one row" in officer.get(f"{place}/rows").text
    kept(officer, f"{place}/rows", channel="post", consent="y", language="en")
    assert 'value="q:agree" selected' in officer.get(f"{place}/columns").text
    kept(officer, f"{place}/columns")
    page = officer.get(f"{place}/answers").text
    assert "perhaps" in page and ">agree<" not in page
    kept(officer, f"{place}/answers", **{"cell-0-0": "not-sure"})
    done(app, officer, f"{place}/check")
    page = officer.get(place).text
    assert "Take in 2 responses" in page and "1 row that is not taken in" in page and response_count(world) == 3
    assert officer.send(f"{place}/take-in").status_code == 422 and response_count(world) == 3
    done(app, officer, f"{place}/take-in", without_refused="y")
    assert "All is in" in officer.get(place).text and response_count(world) == 5


def test_the_meaning_is_kept_for_the_next_file_of_the_source(app: Flask, officer: LintingClient, world: World) -> None:
    use(world)
    place = brought(officer, FILE)
    kept(officer, f"{place}/rows", channel="email", consent="y", language="en")
    kept(officer, f"{place}/answers", **{"cell-0-0": "not-sure"})
    done(app, officer, f"{place}/check")
    done(app, officer, f"{place}/take-in", without_refused="y")
    source = db.session().scalars(select(ImportSource)).one()
    assert json.loads(source.mapping)["columns"]["Is the aim right?"]["values"] == {"agree": "agree",
                                                                                  "perhaps": "not-sure"}
    again = brought(officer, FILE + b"4,perhaps,w,v\n")
    done(app, officer, f"{again}/check")
    page = officer.get(again).text
    assert "Take in 1 response" in page and 'Taken in before</dt><dd class="govuk-summary-list__value">2<' in page


def test_a_panel_is_named_and_its_weights_are_kept(app: Flask, officer: LintingClient, world: World) -> None:
    use(world)
    officer.get(f"{LIST}/panels")
    assert officer.send(f"{LIST}/panels", {"name": "A panel", "method": ""}).status_code == 422
    assert officer.send(f"{LIST}/panels", {"name": "A panel", "method": "Asked in May."}).status_code == 303
    place = brought(officer, makes.panel(), name="panel.xlsx", sample="a-panel")
    kept(officer, f"{place}/rows", consent="y", language="en")
    assert 'value="weight" selected' in officer.get(f"{place}/columns").text
    done(app, officer, f"{place}/check")
    done(app, officer, f"{place}/take-in")
    found = db.session().scalars(select(Response).where(Response.sample_id.is_not(None)).order_by(Response.id)).all()
    assert [(one.channel, one.weight) for one in found] == [("panel", 0.75), ("panel", 1.0), ("panel", 1.25)]


def test_every_row_that_is_not_taken_in_stands_in_a_file_without_its_words(app: Flask, officer: LintingClient,
                                                                            world: World) -> None:
    use(world)
    place = brought(officer, FILE.replace(b"perhaps", b"=HYPERLINK(1)"))
    kept(officer, f"{place}/rows", channel="post", consent="y", language="en")
    done(app, officer, f"{place}/check")
    with officer.get(f"{place}/refused.csv") as answer:
        lines = answer.text.splitlines()
        assert answer.headers["Content-Disposition"].startswith("attachment") and "HYPERLINK" not in answer.text
    assert len(lines) == 3 and lines[1].startswith('3,Is the aim right?,"This cell is not an answer')
    assert lines[2].startswith("4,Why?,")


def test_what_is_wrong_in_the_meaning_is_listed_and_nothing_is_stored(app: Flask, officer: LintingClient,
                                                                       world: World) -> None:
    use(world)
    place = brought(officer, FILE)
    done(app, officer, f"{place}/check")
    page = officer.get(place).text
    assert "does not fit the file" in page and "Say that these people agreed" in page and response_count(world) == 3


def test_a_mapping_that_was_brought_with_the_file_is_used(app: Flask, officer: LintingClient, world: World) -> None:
    use(world)
    mapping = {"channel": "post", "consent": True, "columns": {"Why?": "why"}}
    place = brought(officer, FILE, mapping=(io.BytesIO(json.dumps(mapping).encode()), "map.json"))
    done(app, officer, f"{place}/check")
    assert "Take in 2 responses" in officer.get(place).text


@pytest.mark.parametrize(("data", "fields", "field"), [
    (None, {}, "file"), (b"\x89PNG\0\0\0", {}, "file"), (b"", {}, "file"), (FILE, {"source": ""}, "source"),
    (FILE, {"sample": "nobody"}, "sample"), (FILE, {"mapping": b"{"}, "mapping"),
    (FILE, {"mapping": b'{"columns": [1]}'}, "mapping"),
])
def test_a_file_that_cannot_be_used_is_refused_on_its_field_and_not_kept(
    officer: LintingClient, world: World, data: bytes | None, fields: dict[str, Any], field: str,
) -> None:
    use(world)
    # Each test opens its file itself: one that was sent is closed.
    files = {name: (io.BytesIO(given), "m.json") for name, given in fields.items() if isinstance(given, bytes)}
    answer = sent(officer, data, **fields | files)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    assert stored.listed(db.session(), world.consultation.id) == []


def test_cells_of_names_and_addresses_are_not_shown(officer: LintingClient, world: World) -> None:
    use(world)
    place = brought(officer, makes.qualtrics())
    for page in ("rows", "columns"):
        assert "someone@example.org" not in officer.get(f"{place}/{page}").text
    assert "Looks like details of a person" in officer.get(f"{place}/columns").text


def test_markup_in_a_file_is_shown_as_it_stands(officer: LintingClient, world: World) -> None:
    use(world)
    place = brought(officer, b"<b>id</b>,<script>x</script>\n<i>1</i>,<script>alert(1)</script>\n")
    for page in ("rows", "columns", "answers"):
        assert "<script>alert" not in officer.get(f"{place}/{page}").text


def test_another_row_of_names_makes_other_columns(officer: LintingClient, world: World) -> None:
    use(world)
    place = brought(officer, b"A title,\nRef,Why?\n1,Words here\n")
    assert kept(officer, f"{place}/rows", header_row="0", data_row="1").status_code == 422
    kept(officer, f"{place}/rows", channel="post", consent="y", language="en", header_row="2", data_row="3")
    assert "Words here" in officer.get(f"{place}/columns").text


def test_a_file_that_is_given_up_is_gone(officer: LintingClient, world: World) -> None:
    use(world)
    place = brought(officer, FILE)
    officer.send(f"{place}/cancel")
    row = db.session().scalars(select(ResponseImport).execution_options(populate_existing=True)).one()
    assert (row.state, row.stored_as) == ("cancelled", None)
    assert officer.get(f"{place}/columns").status_code == 303


def test_how_far_the_work_is_can_be_asked(officer: LintingClient, world: World) -> None:
    use(world)
    place = brought(officer, FILE)
    officer.send(f"{place}/check")
    assert officer.get(f"{place}.json").json == {"state": "queued", "done": 0, "total": 0}
    assert "the work goes on without you" in officer.get(place).text


def test_a_file_of_another_consultation_is_not_there(officer: LintingClient) -> None:
    assert officer.get(f"{LIST}/nothing-like-it").status_code == 404


def sent(client: LintingClient, data: bytes | None, name: str = "in.csv", **fields: Any) -> Any:
    client.get(LIST)
    form: dict[str, Any] = {"source": "A tool", "sample": "", **fields}
    if data is not None:
        form["file"] = (io.BytesIO(data), name)
    return client.send(LIST, form, content_type="multipart/form-data")


def brought(client: LintingClient, data: bytes, **fields: Any) -> str:
    """Bring a file and return its address."""
    answer = sent(client, data, **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).removesuffix("/rows")


def kept(client: LintingClient, path: str, **fields: str) -> Any:
    """Send a page of the meaning as it stands with some fields changed."""
    page = client.get(path).text
    rows = {"header_row": "1", "data_row": "3" if 'name="data_row" type="text" value="3"' in page else "2",
            "delimiter": ",", "encoding": "utf-8-sig", "received": ""} if path.endswith("/rows") else {}
    return client.send(path, {**rows, **fields})


def done(app: Flask, client: LintingClient, path: str, **fields: str) -> None:
    """Ask for a piece of work and let a worker do it."""
    client.get(path.rpartition("/")[0])
    assert client.send(path, fields).status_code == 303
    db.session().rollback()
    row = db.session().scalars(select(ResponseImport).order_by(ResponseImport.id.desc()).limit(1)).one()
    running.execute(app, row.run_id or 0)
    db.session().rollback()


@pytest.fixture
def officer(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("intake-officer"), PASSWORD)
    return client
