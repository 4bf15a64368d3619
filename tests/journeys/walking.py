"""Steps that several journeys take; each leaves the page where a person would be."""

import re

import pyotp
from playwright.sync_api import Page
from sqlalchemy import update

from consult.models.second_factors import SecondFactor
from consult.services.transaction import writing
from tests.journeys.site import Site


def sign_in(page: Page, site: Site, role: str) -> None:
    """Sign in by keyboard as the example's person of that role."""
    page.goto(f"{site.address}/staff/sign-in")
    page.get_by_label("Email").focus()
    page.keyboard.type(site.emails[role])
    page.get_by_label("Password").focus()
    page.keyboard.type(site.passwords[role])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if role in site.keys:
        give_code(page, site, role)


def give_code(page: Page, site: Site, role: str) -> None:
    """Type the code that somebody's app shows now; another test may have used it in the same half minute."""
    with site.app.app_context(), writing() as session:
        session.execute(update(SecondFactor).values(last_step=0))
    page.get_by_label("Code").focus()
    page.keyboard.type(pyotp.TOTP(site.keys[role]).now())
    with page.expect_navigation():
        page.keyboard.press("Enter")


def begin(page: Page, site: Site, language: str, age: str = "adult") -> None:
    """Start a response at the first question of all and stop before the choice of topics."""
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond")
    page.check("input[value=self]")
    go_on(page)
    page.check(f"input[value='{age}']")
    go_on(page)
    go_on(page)


def go_on(page: Page) -> None:
    """Choose the main button of a survey page, and be on the next: between two pages there is nothing to look at."""
    with page.expect_navigation():
        page.click("form#answer-form button.govuk-button, main a.govuk-button")


def receipt_code(page: Page) -> str:
    """Return the receipt code that the page shows."""
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{2,4})+", page.inner_text(".app-receipt"))
    assert found
    return found.group(0)
