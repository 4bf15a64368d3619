"""An officer takes in a form, an email with a PDF, a workshop and a panel's file; the public table holds each once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult.extensions import db
from consult.jobs import running
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.responses import Answer
from consult.models.runs import Run
from consult.services import codebooks, codings, reports
from consult.services.codings import Code
from consult.services.transaction import writing
from tests.intake60.emails import email
from tests.intake60.files import csv_file, pdf
from tests.journeys.accessibility import problems
from tests.journeys.browser import WIDE
from tests.journeys.site import Site, small_site
from tests.journeys.walking import sign_in

LETTER = "The underpass by the station has had no light since October. Women walk the long way round."
PANEL = [("id", "agreed", "weight", "support-knife-crime"), *(
    (f"p-{number}", "1", "0.8" if number % 2 else "1.2", "agree" if number % 3 else "disagree")
    for number in range(1, 41))]


def test_what_an_officer_takes_in_by_four_ways_stands_once_in_the_public_table(
    browser: Browser, taken_in_at: Site, tmp_path: Path
) -> None:
    officer, lead, public = (browser.new_context(viewport=WIDE).new_page() for _one in range(3))
    sign_in(officer, taken_in_at, "intake-officer")
    sign_in(lead, taken_in_at, "lead")
    a_form_typed_twice(officer, lead, taken_in_at)
    an_email_with_a_pdf(officer, taken_in_at, tmp_path)
    a_workshop(officer, taken_in_at)
    a_panel(officer, taken_in_at, tmp_path)
    the_count_balances(officer, taken_in_at)
    publish(taken_in_at)
    public.goto(f"{taken_in_at.address}/en/consultations/{taken_in_at.slug}/report")
    # One had come by post before.
    assert [number_at(public, f"channels|{way}|{column}") for way in ("post", "email")
            for column in ("received", "counted")] == [2, 2, 1, 1]
    [panel] = [numbers for place, numbers in rows_of(public, "panels").items()]
    assert panel == {"received": 40, "counted": 40, "effective-base": 38}
    assert rows_of(public, "channels").keys() == {"online", "email", "post"}
    assert [numbers["participants"] for numbers in rows_of(public, "events").values()] == [14]
    assert problems(public) == []


def a_form_typed_twice(officer: Page, lead: Page, site: Site) -> None:
    """Take in a form that came by post, type it, and let the lead type its boxes again."""
    officer.goto(f"{desk(site)}/keying/new")
    officer.check("[name=channel][value=post]")
    fill_day(officer, "received", yesterday())
    press(officer, "Take it in")
    here = officer.url
    for page in (officer, lead):
        page.goto(here)
        with page.expect_navigation():
            page.click("main form button[type=submit] >> nth=0")
        page.check("[name=support-knife-crime][value=agree]")
        page.fill("[name=violence-words]", "Lights on the stairs")
        page.check("[name=':consent'][value=yes]")
        with page.expect_navigation():
            page.click("main button[value=finish]")
    lead.goto(here)
    assert "it was decided on" in lead.inner_text("main")


def an_email_with_a_pdf(officer: Page, site: Site, folder: Path) -> None:
    """Bring in a file with one email and accept it as a letter, with the words of the PDF."""
    source = folder / "letter.eml"
    source.write_bytes(email(
        sender="Someone <someone@example.org>", subject="Your plan", body="My letter is with this.", number=1,
        sent_at=datetime.now(UTC) - timedelta(days=1),
        attachments=[("letter.pdf", "application/pdf", pdf([[LETTER]]))]))
    officer.goto(f"{desk(site)}/mailbox")
    officer.set_input_files("[name=file]", source)
    press(officer, "Bring in these emails")
    work(site)
    officer.goto(f"{desk(site)}/submissions")
    with officer.expect_navigation():
        officer.click("main a[href*='/submissions/']:not([href$=decided]) >> nth=0")
    assert LETTER in " ".join(officer.inner_text("main").split())
    officer.check("[name=decision][value=accept]")
    press(officer, "Save and next")


def a_workshop(officer: Page, site: Site) -> None:
    """Plan a workshop of yesterday, and write down who came and what a table said."""
    officer.goto(f"{desk(site)}/events/new")
    officer.fill("[name=title]", "Workshop at the library")
    fill_day(officer, "day", yesterday())
    for name, value in (("starts", "10:00"), ("ends", "12:00"), ("place", "Library")):
        officer.fill(f"[name={name}]", value)
    press(officer, "Save the event")
    here = officer.url
    officer.goto(f"{here}/record")
    officer.fill("[name=participants]", "14")
    officer.fill("[name=tables]", "2")
    officer.click("main form button[type=submit]")
    officer.goto(f"{here}/notes")
    officer.fill("[name=text]", "The last bus feels unsafe.")
    officer.fill("[name=table]", "1")
    press(officer, "Keep the note")
    assert "The last bus feels unsafe." in officer.inner_text("main")


def a_panel(officer: Page, site: Site, folder: Path) -> None:
    """Name a panel, say what the columns of its file mean, look at the trial, and take all rows in."""
    officer.goto(f"{desk(site)}/imports/panels")
    officer.fill("[name=name]", "A panel of Londoners")
    officer.fill("[name=method]", "Forty people, asked by telephone.")
    press(officer, "Add")
    file = folder / "panel.csv"
    file.write_bytes(csv_file(PANEL))
    officer.goto(f"{desk(site)}/imports")
    officer.set_input_files("[name=file]", file)
    officer.fill("[name=source]", "The agency")
    officer.select_option("[name=sample]", label="A panel of Londoners")
    press(officer, "Continue")
    officer.check("[name=consent]")
    for _page in ("rows", "columns", "answers"):
        press(officer, "Continue")
    press(officer, "Check the whole file, store nothing")
    work(site)
    officer.reload()
    press(officer, "Take in 40 responses")
    work(site)
    officer.reload()
    assert "All is in" in officer.inner_text("main")


def the_count_balances(officer: Page, site: Site) -> None:
    """See that every line of the reconciliation adds up to what was received."""
    officer.goto(f"{desk(site)}/register/count")
    for line in officer.query_selector_all("main table:first-of-type tbody tr"):
        received, *rest = [int(cell.inner_text() or 0) for cell in line.query_selector_all("td")]
        assert received == sum(rest[:7])


def publish(site: Site) -> None:
    """Code the letter and publish the report, as the lead."""
    with site.app.app_context(), writing() as session:
        ids = {"consultation_id": session.scalars(select(Consultation.id)).one(),
               "by_id": session.scalars(select(Person.id).where(Person.email == site.emails["lead"])).one()}
        theme = codebooks.add_theme(**ids, name="Street lights")
        letter = session.scalars(select(Answer).where(Answer.text.contains("underpass"))).one()
        codings.confirm(**ids, answer_id=letter.public_id or "", span=None,
                        code=Code(theme.public_id, "none", questions=("violence-words",)))
        reports.publish(**ids, summary="What people said so far.")


def rows_of(page: Page, table: str) -> dict[str, dict[str, int]]:
    """Return the numbers of a table of the report, by the keys of its rows and columns."""
    found: dict[str, dict[str, int]] = {}
    for cell in page.query_selector_all(f"[data-cell^='{table}|']"):
        _table, row, column = str(cell.get_attribute("data-cell")).split("|")
        found.setdefault(row, {})[column] = int(cell.text_content() or 0)
    return found


def number_at(page: Page, place: str) -> int:
    table, row, column = place.split("|")
    return rows_of(page, table)[row][column]


def work(site: Site) -> None:
    """Do every run that waits, as a worker would."""
    with site.app.app_context():
        waiting = [run_id for [run_id] in db.session.query(Run.id).filter(Run.state == "queued")]
        db.session.remove()
        for run_id in waiting:
            running.execute(site.app, run_id)


def desk(site: Site) -> str:
    return f"{site.address}/staff/consultations/{site.slug}"


def yesterday() -> date:
    return date.today() - timedelta(days=1)


def fill_day(page: Page, name: str, day: date) -> None:
    for part in ("day", "month", "year"):
        page.fill(f"[name={name}-{part}]", str(getattr(day, part)))


def press(page: Page, words: str) -> None:
    """Press a button and be on the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


@pytest.fixture(params=["sqlite", "postgresql"])
def taken_in_at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The small consultation, served on either database."""
    with small_site(tmp_path, request.param) as site:
        yield site
