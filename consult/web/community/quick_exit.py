"""Leaving the space: by the way out, or at once, so that the next who looks at the screen sees a calendar."""

from typing import Any

from flask import redirect, session, url_for

from consult.web import space, tokens
from consult.web.access import Guarded, everyone

blueprint = Guarded("space_exit", __name__)

# Not the cache: it holds only what every page of the site shares, and emptying it takes seconds.
CLEARED = '"cookies", "storage"'


@blueprint.post("/<lang>/space/leave-quickly")
@everyone(keeps_form=True)
def leave_quickly() -> Any:
    """End the session, forget what this browser is known by, and show the month.

    A page that was open for long must leave as fast as a fresh one: to end a session needs no form's token. It is the
    same answer for who is in and who is not.
    """
    return _out()


@blueprint.post("/<lang>/space/leave")
@everyone(keeps_form=True)
def leave() -> Any:
    """End the session and show the door."""
    if tokens.is_stale():
        return _out()
    return space.go_out(redirect(url_for("space_entry.enter"), 303))


def _out() -> Any:
    session.clear()
    answer = space.go_out(redirect(url_for("public_month.show"), 303))
    answer.headers["Clear-Site-Data"] = CLEARED
    return answer
