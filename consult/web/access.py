"""Who may open which address: a route without a rule does not register; what roles may do is domain.access's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import NotAllowed, NotFound
from consult.domain.forum_access import OfficerRight, Right
from consult.extensions import db
from consult.queries import consultations, forums, people
from consult.web import signed_in, space

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Rule:
    """Who may call a handler. `permission` None is everyone; `keeps_form` re-shows a form whose token is stale.

    `right` is asked of a member session, `officer` of staff about a forum: one never opens what the other does.
    `body_limit` in bytes; where it hangs on what is asked for, a function that says so before the body is read.
    """

    permission: Permission | None
    on_consultation: bool = False
    keeps_form: bool = False
    body_limit: int | Callable[[], int] = 64 * 1024
    right: Right | None = None
    officer: OfficerRight | None = None


RULES: dict[str, Rule] = {}


class Guarded(Blueprint):
    """A blueprint on which a route without an access rule does not register."""

    def add_url_rule(self, rule: str, endpoint: str | None = None, view_func: Handler | None = None,
                     **options: Any) -> None:
        """Register the address; raises TypeError where its handler declares no rule."""
        access = getattr(view_func, "access_rule", None)
        if access is None:
            raise TypeError(f"{rule}: the handler declares no access rule (web/access.py)")
        name = endpoint or view_func.__name__  # type: ignore[union-attr]
        RULES[f"{self.name}.{name}"] = access
        super().add_url_rule(rule, endpoint=name, view_func=view_func, **options)


def everyone(*, keeps_form: bool = False, body_limit: int | Callable[[], int] = 64 * 1024
             ) -> Callable[[Handler], Handler]:
    """Declare that anyone may call the handler."""
    return _declare(Rule(None, keeps_form=keeps_form, body_limit=body_limit))


def staff(permission: Permission, *, on_consultation: bool = True, body_limit: int | Callable[[], int] = 64 * 1024
          ) -> Callable[[Handler], Handler]:
    """Declare that staff with the permission may call the handler.

    With `on_consultation` the address holds a `slug`, the right is asked for on that consultation, and the handler
    finds it as `g.consultation`.
    """
    return _declare(Rule(permission, on_consultation=on_consultation, body_limit=body_limit))


def member(right: Right, *, keeps_form: bool = False, body_limit: int | Callable[[], int] = 64 * 1024
           ) -> Callable[[Handler], Handler]:
    """Declare that whoever is in a forum's space with the right may call the handler.

    It finds them as `g.acting` and the forum as `g.forum`; the address names no forum.
    """
    return _declare(Rule(None, keeps_form=keeps_form, body_limit=body_limit, right=right))


def officer(right: OfficerRight, *, body_limit: int | Callable[[], int] = 64 * 1024) -> Callable[[Handler], Handler]:
    """Declare that an officer whom the forum of `forum_id` in the address let in, for a role with the right, may call.

    The handler finds the forum as `g.forum`. For everyone else, and without the second factor, there is no such page.
    """
    return _declare(Rule(Permission.SIGNED_IN, body_limit=body_limit, officer=right))


def _declare(rule: Rule) -> Callable[[Handler], Handler]:
    def mark(handler: Handler) -> Handler:
        handler.access_rule = rule  # type: ignore[attr-defined]
        return handler
    return mark


def rule_of(endpoint: str | None) -> Rule | None:
    """Return the rule of an endpoint; None where no handler answers."""
    return RULES.get(endpoint or "")


def enforce() -> Any:
    """Let the request through, send it to sign in, or refuse it as if the thing did not exist."""
    if request.endpoint in (None, "static"):
        return None
    rule = rule_of(request.endpoint)
    # No address of ours holds a NUL, and a database would fail on it.
    if rule is None or "\x00" in request.path:
        abort(404)
    request.max_content_length = rule.body_limit() if callable(rule.body_limit) else rule.body_limit
    if rule.right is not None:
        return _enter(rule.right)
    if rule.permission is None:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("staff_sign_in.sign_in", next=request.path if request.method == "GET" else None))
    _check(rule, request.view_args or {})
    if rule.officer is not None:
        _check_officer(rule.officer, (request.view_args or {})["forum_id"])
    return None


def _enter(right: Right) -> Any:
    """Let somebody who is in the space through; send who is not to its door, whatever the address names."""
    acting = space.acting()
    if acting is None:
        return redirect(url_for("space_entry.enter"), 303)
    acting.require(right)
    g.acting, g.forum = acting, forums.of_member(db.session(), acting)
    return None


def _check_officer(right: OfficerRight, forum_id: str) -> None:
    found = forums.for_officer(db.session(), forum_id, current_user.id, right)
    if found is None or not signed_in.is_strong():
        raise NotFound()
    g.forum = found


def _check(rule: Rule, values: dict[str, Any]) -> None:
    session = db.session()
    consultation_id = None
    if rule.on_consultation:
        found = consultations.by_slug(session, values["slug"])
        consultation_id = found.id if found is not None else None
        if consultation_id is None:
            raise NotFound()
    allowed = people.permissions_of(session, current_user.id, consultation_id)
    if rule.on_consultation:
        if Permission.SEE_CONSULTATION not in allowed:
            raise NotFound()
        # Only now: the page around an error must not show what its reader may not know of.
        g.consultation = found
    g.permissions = allowed
    if rule.permission not in allowed:
        raise NotAllowed()
