"""A member of staff who signs in with both proofs, for tests of the pages that a password alone does not open."""

from datetime import timedelta

import pyotp

from consult.domain.second_factors import STEP_SECONDS
from consult.models.base import utc_now
from consult.services import second_factors
from tests.linting import LintingClient
from tests.worlds import PASSWORD


def code_of(key: str, later: int = 0) -> str:
    """Return the code of a key for so many half minutes from now."""
    return str(pyotp.TOTP(key).at(utc_now() + timedelta(seconds=STEP_SECONDS * later)))


def sign_in_strong(client: LintingClient, email: str, key: str) -> None:
    """Sign in with the password and a code of the key."""
    client.get("/staff/sign-in")
    answer = client.send("/staff/sign-in", {"email": email, "password": PASSWORD})
    assert answer.headers["Location"] == "/staff/sign-in/code", answer.text
    client.get("/staff/sign-in/code")
    answer = client.send("/staff/sign-in/code", {"code": code_of(key)})
    assert answer.headers["Location"] == "/staff/", answer.text
    client.get("/staff/")


def strong(client: LintingClient, person_id: int, email: str) -> str:
    """Set up the second step of somebody and sign them in with it; return the key."""
    key = second_factors.give(person_id=person_id)
    sign_in_strong(client, email, key)
    return key
