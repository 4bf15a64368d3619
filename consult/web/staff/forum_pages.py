"""What officers' pages of forums share: the second step before any of them, and what roles and states are called."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.web import signed_in

ROLES: dict[str, Any] = {
    "guest": (_l("Guest"), _l("You can put a request into the group's tray. You see what the group shared.")),
    "responder": (_l("Responder"), _l("You answer what the group asks your organisation. You can put a request into "
                                      "the group's tray, too.")),
    "access-support": (_l("Access support"), _l("You book what people need so that a meeting works. You see the needs "
                                                "and not who has them.")),
}
REQUEST_STATES: dict[str, Any] = {
    "waiting": _l("Waits for the group"), "taken": _l("The group took it"), "changed": _l("The group changed it"),
    "declined": _l("The group said no"), "withdrawn": _l("You took it back"),
}
OUTCOMES: dict[str, Any] = {
    "accept": _l("Yes, we will do it"), "partly": _l("We will do part of it"), "not": _l("No, we will not do it"),
    "later": _l("Later"), "not-ours": _l("It is not our job"),
}
MARKS: dict[str, Any] = {
    "answers-us": _l("The group says: this answers us"), "partly": _l("The group says: this answers part of it"),
    "does-not-answer": _l("The group says: this does not answer us"), "": _l("The group has not said yet"),
}


def second_step_first() -> Any:
    """Return the way to set up the second step, for whoever came in by a password alone; else None."""
    if signed_in.is_strong():
        return None
    flash(gettext("Set up the second step first. Then you can open the pages of forums."))
    return redirect(url_for("staff_second_factor.show"), 303)
