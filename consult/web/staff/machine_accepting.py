"""Accepting many suggestions at once: the measured cuts, a page that asks again, and the batches with their check."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.accepting import LEAST_PRECISION, check_precision, is_sure_enough
from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.extensions import db
from consult.queries import accepting as stored
from consult.queries import coding_settings
from consult.services import accepting
from consult.web.access import staff
from consult.web.sentences import sentence
from consult.web.staff.machine import blueprint
from consult.web.staff.machine_tables import Interval, percent


@blueprint.get("/accept")
@staff(Permission.MANAGE_CODING)
def batches(slug: str) -> Any:
    """Show which suggestions could be accepted together, and what became of those that were."""
    return _page()


@blueprint.get("/accept/confirm")
@staff(Permission.MANAGE_CODING)
def confirm(slug: str) -> Any:
    """Ask again, with the measured precision and with how many answers it would touch."""
    try:
        cut = _chosen(request.args.get("theme", ""), request.args.get("cut", ""))
        check_precision(cut.precision)
    except Refused as refused:
        flash(sentence(refused))
        return _back()
    settings = coding_settings.of(db.session(), g.consultation.id)
    codings, answers = stored.count(db.session(), g.consultation.id, cut.theme, cut.cut, settings.control_share)
    return render_template("staff/machine/confirm.html", consultation=g.consultation, cut=cut, codings=codings,
                           answers=answers, most=accepting.MOST_AT_ONCE, percent=percent)


@blueprint.post("/accept")
@staff(Permission.MANAGE_CODING)
def accept(slug: str) -> Any:
    """Accept the suggestions at or above a cut."""
    try:
        cut = _chosen(request.form.get("theme", ""), request.form.get("cut", ""))
        batch = accepting.accept(consultation_id=g.consultation.id, theme=cut.theme, cut=cut.cut,
                                 by_id=current_user.id)
    except (Refused, Conflict) as stopped:
        return _page(sentence(stopped)), 409 if isinstance(stopped, Conflict) else 422
    flash(ngettext("%(num)s suggestion was accepted. It counts when a person has read the answer.",
                   "%(num)s suggestions were accepted. Each counts when a person has read the answer.", batch.codings))
    return _back()


@blueprint.post("/accept/<public_id>/undo")
@staff(Permission.MANAGE_CODING)
def undo(slug: str, public_id: str) -> WsgiResponse:
    """Take a batch back."""
    taken = accepting.undo(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    flash(ngettext("Undone: %(num)s theme was taken away again. What readers kept stays.",
                   "Undone: %(num)s themes were taken away again. What readers kept stays.", taken))
    return _back()


def _back() -> WsgiResponse:
    return redirect(url_for("staff_machine.batches", slug=g.consultation.slug), 303)


def _chosen(theme: str, cut: str) -> stored.Cut:
    """Return the measured cut that was chosen; raises Refused where the last ranking has none of these."""
    for measured in stored.cuts(db.session(), g.consultation.id):
        if measured.theme == theme and repr(measured.cut) == cut:
            return measured
    raise Refused("cut", "cut-unknown")


def _page(problem: str = "") -> str:
    session, consultation_id = db.session(), g.consultation.id
    settings = coding_settings.of(session, consultation_id)
    return render_template(
        "staff/machine/accept.html", consultation=g.consultation, problem=problem, percent=percent,
        is_sure_enough=is_sure_enough, least=round(100 * LEAST_PRECISION),
        cuts=stored.cuts(session, consultation_id), has_errors=bool(problem),
        is_possible=settings.has_suggestions and not settings.hides_until_read,
        batches=[(batch, Interval.of(batch.kept, batch.read)) for batch in stored.batches(session, consultation_id)])
