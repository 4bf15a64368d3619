"""What became of what you said: a receipt code, by POST body only, and the answer to it."""

from typing import Any

from flask import render_template, request

from consult.domain.errors import Refused
from consult.extensions import db
from consult.queries import receipts
from consult.services import attempts
from consult.services.secrets import keyed_hash, typed
from consult.web import tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.public.respond_forms import ReceiptForm
from consult.web.sentences import sentence

blueprint = Guarded("public_receipts", __name__)


@blueprint.route("/<lang>/receipt", methods=["GET", "POST"])
@everyone(keeps_form=True)
def check() -> Any:
    """Ask for a receipt code and show what became of the response behind it."""
    form = ReceiptForm()
    outcome = None
    if request.method == "POST":
        try:
            outcome = _find(typed(form.code.data or ""))
        except Refused as refused:
            add_error(form, "code", sentence(refused))
    page = render_template("public/receipt.html", form=form, outcome=outcome)
    return (page, 422) if form.errors else page


def _find(code: str) -> Any:
    if tokens.is_stale():
        raise Refused("code", "form-stale")
    if not code:
        raise Refused("code", "receipt-missing")
    attempts.check("receipt", request.remote_addr or "")
    outcome = receipts.outcome(db.session(), keyed_hash("receipt", code))
    if outcome is None:
        attempts.failed("receipt", request.remote_addr or "")
        raise Refused("code", "receipt-unknown")
    return outcome


