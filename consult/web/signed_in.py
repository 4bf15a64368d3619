"""Who is signed in: Flask-Login over our own people and server-side sessions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from flask import session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from consult.extensions import db
from consult.queries import people

if TYPE_CHECKING:
    from consult.models.people import Person

# How long somebody has between the password and the second factor.
HALF_SECONDS = 600


class SignedIn(UserMixin):
    """A signed-in person as templates see them."""

    def __init__(self, person: Person) -> None:
        """Take what pages show: id, name, e-mail address, administrator or not."""
        self.id, self.name, self.email = person.id, person.name, person.email
        self.is_administrator = person.is_administrator


def init(manager: LoginManager) -> None:
    """Teach Flask-Login to find a person; protection by IP address is off, it locks out people on the move."""
    manager.session_protection = None
    manager.user_loader(_load)


def _load(person_id: str) -> SignedIn | None:
    if not person_id.isdigit():
        return None
    found = people.person(db.session(), int(person_id))
    return SignedIn(found) if found is not None else None


def sign_in(person: Person, *, is_strong: bool = False) -> None:
    """Start a new session for the person; whatever the browser was remembered by before is worth nothing.

    `is_strong` says that a second factor was given too.
    """
    session.clear()
    _renewable().renew()
    login_user(SignedIn(person))
    if is_strong:
        session["strong"] = True


def wait_for_second_factor(person: Person) -> None:
    """Remember for a short while that this browser gave the person's password; it is not signed in by that."""
    session.clear()
    _renewable().renew()
    session["half"] = [person.id, int(time.time())]


def who_waits() -> Person | None:
    """Return who gave their password here and has not yet given the second factor; None where too long ago."""
    person_id, since = session.get("half") or (0, 0)
    is_late = not 0 <= time.time() - since < HALF_SECONDS
    return None if is_late else people.person(db.session(), person_id)


def is_strong() -> bool:
    """Say whether this session was proved by a second factor."""
    return bool(session.get("strong"))


def sign_out() -> None:
    """End the session."""
    logout_user()
    session.clear()


def _renewable() -> Any:
    return session._get_current_object()  # type: ignore[attr-defined]
