"""Who is signed in: Flask-Login over our own people and server-side sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from consult.extensions import db
from consult.queries import people

if TYPE_CHECKING:
    from consult.models.people import Person


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


def sign_in(person: Person) -> None:
    """Start a new session for the person; whatever the browser was remembered by before is worth nothing."""
    session.clear()
    _renewable().renew()
    login_user(SignedIn(person))


def sign_out() -> None:
    """End the session."""
    logout_user()
    session.clear()


def _renewable() -> Any:
    return session._get_current_object()  # type: ignore[attr-defined]
