"""The check of form tokens: a stale one stops a request, unless its page can be shown again with all that was typed."""

from flask import g, request
from flask_wtf.csrf import CSRFError

from consult.extensions import csrf
from consult.web.access import rule_of

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def check() -> None:
    """Refuse an unsafe request without a good token; pages that keep their form are told by `is_stale` instead."""
    g.form_is_stale = False
    if request.method not in UNSAFE or request.endpoint is None:
        return
    try:
        csrf.protect()
    except CSRFError:
        rule = rule_of(request.endpoint)
        if rule is None or not rule.keeps_form:
            raise
        g.form_is_stale = True


def is_stale() -> bool:
    """Say whether this request's token was stale: nothing may be saved, everything typed must be shown again."""
    return bool(g.get("form_is_stale"))
