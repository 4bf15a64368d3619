"""Browser sessions on the server: the cookie is a random token, made only once there is something to remember."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from consult.domain.instants import utc_now
from consult.extensions import db
from consult.queries import sessions as stored
from consult.services import sessions
from consult.services.secrets import keyed_hash, new_token

# Unused for this long, a session ends; while it is used, it is written back at most this often.
LIFETIME, RENEWED = timedelta(hours=12), timedelta(hours=1)


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What the server remembers of one browser; writes itself back only when something changed."""

    def __init__(self, initial: dict[str, Any] | None, token: str | None) -> None:
        """Start from what was stored, or empty; `token` is the browser's, None until there is something to keep."""
        def changed(session: "ServerSession") -> None:
            session.modified = True

        super().__init__(initial, changed)
        self.token = token
        self.retired: str | None = None
        self.seen_at: datetime | None = None
        self.modified = False
        self.new = token is None

    def renew(self) -> None:
        """Take a new token and end the old one: at sign-in, so that a planted token is worth nothing."""
        self.retired, self.token, self.modified = self.token, None, True


class StoredSessions(SessionInterface):
    """Loads and saves sessions through the services."""

    def __init__(self, secure: bool) -> None:
        """`secure` adds Secure and the __Host- prefix: everywhere but on a plain loopback address."""
        self.secure = secure
        self.cookie = "__Host-consult" if secure else "consult"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Return the session of the request's cookie; an unknown or expired one starts empty."""
        token = request.cookies.get(self.cookie)
        if not token or len(token) > 100 or request.path.startswith(("/static/", "/health")):
            return ServerSession(None, None)
        row = stored.living(db.session(), keyed_hash("session", token))
        if row is None:
            return ServerSession(None, None)
        session = ServerSession(dict(row.data), token)
        session.seen_at = row.seen_at
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store what changed and set the cookie; delete both when nothing is left."""
        assert isinstance(session, ServerSession)
        response.vary.add("Cookie")
        is_ageing = session.seen_at is not None and utc_now() - session.seen_at > RENEWED
        if not session.modified and not is_ageing:
            return
        if session.retired:
            sessions.end(keyed_hash("session", session.retired))
        if not session:
            self._forget(session, response)
            return
        is_new, token = session.token is None, session.token or new_token()
        if not sessions.save(keyed_hash("session", token), dict(session), _person_id(session), LIFETIME, is_new=is_new):
            return
        session.token = token
        response.set_cookie(self.cookie, session.token, httponly=True, secure=self.secure, samesite="Lax", path="/")

    def _forget(self, session: ServerSession, response: Response) -> None:
        if session.token:
            sessions.end(keyed_hash("session", session.token))
        response.delete_cookie(self.cookie, httponly=True, secure=self.secure, samesite="Lax", path="/")


def _person_id(session: ServerSession) -> int | None:
    person_id = session.get("_user_id")
    return int(person_id) if person_id else None
