"""What machines propose: starting and watching a run, and naming or dropping the groups of answers that it found."""

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import StringField

from consult.domain.access import Permission
from consult.domain.codebooks import CODED_BEFORE_SUGGESTIONS
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import runs as stored
from consult.queries import theming as material
from consult.services import runs, theming
from consult.web.access import Guarded, staff
from consult.web.pages import number
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse

if TYPE_CHECKING:
    from consult.models.runs import Run

blueprint = Guarded("staff_proposals", __name__, url_prefix="/staff/consultations/<slug>")

STATE_WORDS = {
    "queued": _l("Waiting to start"), "running": _l("At work"), "done": _l("Finished"),
    "failed": _l("Broke off"), "cancelled": _l("Cancelled"),
}
ERROR_WORDS = {
    "analysis-failed": _l("Something went wrong on our side. No answer is lost. Start it again."),
    "not-enough-answers": _l("There were not enough answers with words in common. Start it again when more have come."),
    "no-themes": _l("There is no theme in use yet to rank. Make themes first."),
    "worker-lost": _l("It broke off several times. Tell the people who run this site, then start it again."),
}


class NameForm(Plain):
    """The name under which a proposal becomes a theme."""

    name = StringField(_l("Name of the theme"))


@blueprint.get("/proposals")
@staff(Permission.READ_RESPONSES)
def index(slug: str) -> Any:
    """Show what runs, what the last run proposed, and the runs before."""
    return _page()


@blueprint.post("/proposals/discover")
@staff(Permission.RUN_SUGGESTIONS)
def discover(slug: str) -> Any:
    """Start to look for themes in all answers."""
    return _start(theming.look_for_themes)


@blueprint.post("/proposals/rank")
@staff(Permission.RUN_SUGGESTIONS)
def rank(slug: str) -> Any:
    """Start to rank the themes for each answer again."""
    return _start(theming.rank_again)


def _start(use_case: Any) -> Any:
    try:
        use_case(consultation_id=g.consultation.id, by_id=current_user.id)
    except Refused as refused:
        return _page(problem=sentence(refused)), 422
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("Started. You can leave this page: the work goes on without you."))
    return _back()


@blueprint.post("/runs/<public_id>/cancel")
@staff(Permission.RUN_SUGGESTIONS)
def cancel(slug: str, public_id: str) -> WsgiResponse:
    """Stop a run; what it found so far is not kept."""
    runs.cancel(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    flash(gettext("Cancelled. Nothing of it was kept."))
    return _back()


@blueprint.get("/runs/<public_id>.json")
@staff(Permission.READ_RESPONSES)
def progress(slug: str, public_id: str) -> dict[str, Any]:
    """Say how far a run is, for the script that shows it."""
    run = _run(public_id)
    return {"state": run.state, "done": run.done, "total": run.total}


@blueprint.post("/proposals/<public_id>/accept")
@staff(Permission.EDIT_CODE_FRAME)
def accept(slug: str, public_id: str) -> Any:
    """Make a theme out of a proposal."""
    form = NameForm()
    try:
        theme = theming.accept(consultation_id=g.consultation.id, public_id=public_id, name=form.name.data or "",
                               by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "name")
        return _page(named=(public_id, form)), 422
    flash(gettext("%(name)s is a theme now. No answer has it until a person gives it to one.", name=theme.name))
    return _back("proposed")


@blueprint.post("/proposals/<public_id>/drop")
@staff(Permission.EDIT_CODE_FRAME)
def drop(slug: str, public_id: str) -> WsgiResponse:
    """Put a proposal aside."""
    theming.drop(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    flash(gettext("The group was dropped. Its answers are as they were."))
    return _back("proposed")


def _back(anchor: str | None = None) -> WsgiResponse:
    return redirect(url_for("staff_proposals.index", slug=g.consultation.slug, _anchor=anchor), 303)


def _run(public_id: str) -> "Run":
    found = stored.by_public_id(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _page(problem: str | None = None, named: tuple[str, NameForm] | None = None) -> str:
    """Return the page; `problem` stands at its top, `named` is a proposal (public id) with its refused form."""
    session, consultation = db.session(), g.consultation
    shown = stored.latest_done(session, consultation.id, "discover")
    proposals = stored.proposals_of(session, shown.id) if shown is not None else []
    latest = stored.latest(session, consultation.id)
    past = stored.history(session, consultation.id, "discover", before=_before())
    return render_template(
        "staff/proposals/index.html", consultation=consultation, shown=shown, past=past, older=_older(past),
        discover=latest.get("discover"), suggest=latest.get("suggest"), errors=_errors(problem, named),
        open_groups=[(item, _form(item, named)) for item in proposals if item.state == "proposed"],
        decided=[item for item in proposals if item.state != "proposed"],
        answers=material.count_texts(session, consultation.id),
        coded=material.count_coded(session, consultation.id), coded_before=CODED_BEFORE_SUGGESTIONS,
        state_words=STATE_WORDS, error_words=ERROR_WORDS,
        may_run=Permission.RUN_SUGGESTIONS in g.permissions, may_name=Permission.EDIT_CODE_FRAME in g.permissions)


def _before() -> "Run | None":
    public_id = request.args.get("before")
    return _run(public_id) if public_id else None


def _older(past: list[stored.Past]) -> str | None:
    if len(past) < stored.PAGE:
        return None
    return url_for("staff_proposals.index", slug=g.consultation.slug, before=past[-1].run.public_id, _anchor="history")


def _form(proposal: stored.Proposal, named: tuple[str, NameForm] | None) -> NameForm:
    """Return the form to name a proposal; each has its own ids and its own label."""
    form = named[1] if named is not None and named[0] == proposal.public_id else NameForm(formdata=None)
    form.name.id = form.name.label.field_id = _field_id(proposal.public_id)
    form.name.label.text = gettext("Name of the theme for group %(number)s", number=number(proposal.position + 1))
    return form


def _field_id(public_id: str) -> str:
    return f"name-{public_id}"


def _errors(problem: str | None, named: tuple[str, NameForm] | None) -> list[dict[str, str]]:
    found = [{"text": problem, "href": "#look"}] if problem else []
    if named is not None:
        found += [{"text": message, "href": f"#{_field_id(named[0])}"} for message in named[1].name.errors]
    return found
