"""What machines propose: starting and watching a run, and deciding on the groups of answers that it found."""

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import code_frames
from consult.queries import runs as stored
from consult.services import discoveries, runs, theming
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.code_frame_forms import done, is_neutral
from consult.web.staff.code_frame_pages import parent_typed
from consult.web.staff.plain_forms import tidy
from consult.web.staff.proposals_pages import GroupForm, IntoForm, page

if TYPE_CHECKING:
    from consult.models.runs import Run

blueprint = Guarded("staff_proposals", __name__, url_prefix="/staff/consultations/<slug>")


@blueprint.get("/proposals")
@staff(Permission.READ_RESPONSES)
def index(slug: str) -> Any:
    """Show what runs, what the last run proposed with one group open, and the runs before."""
    before = request.args.get("before")
    return page(before=_run(before) if before else None, opened=tidy(request.args.get("open")) or "")


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
        return page(problem=sentence(refused)), 422
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
    form = GroupForm()
    parent = parent_typed(form.parent.data)
    names = {theme.key: theme.name for theme in code_frames.frame(db.session(), g.consultation.id).in_use}
    if not form.validate() or not is_neutral(form, names.get(parent or "")) or not done(
            form, "name", lambda: discoveries.accept(
                consultation_id=g.consultation.id, public_id=public_id, name=form.name.data or "", parent=parent,
                definition=form.definition.data or "", by_id=current_user.id)):
        return page(opened=public_id, group_form=form), 422
    flash(gettext("%(name)s is a theme now. No answer has it until a person gives it to one.", name=form.name.data))
    return _back("proposed")


@blueprint.post("/proposals/<public_id>/drop")
@staff(Permission.EDIT_CODE_FRAME)
def drop(slug: str, public_id: str) -> WsgiResponse:
    """Put a proposal aside."""
    discoveries.drop(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    flash(gettext("The group was dropped. Its answers are as they were."))
    return _back("proposed")


@blueprint.post("/proposals/<public_id>/merge")
@staff(Permission.EDIT_CODE_FRAME)
def merge(slug: str, public_id: str) -> Any:
    """Make a group part of another."""
    form = IntoForm()
    into = form.group.data or ""
    if not done(form, "group", lambda: discoveries.merge(
            consultation_id=g.consultation.id, public_id=public_id, into=into, by_id=current_user.id)):
        return page(opened=public_id, into_form=form), 422
    flash(gettext("The two groups are one now."))
    return _back("proposed", into)


@blueprint.post("/proposals/<public_id>/put-back")
@staff(Permission.EDIT_CODE_FRAME)
def put_back(slug: str, public_id: str) -> WsgiResponse:
    """Undo the decision on a group, while nobody has coded answers to a theme of it."""
    try:
        discoveries.put_back(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
        return _back("proposed")
    flash(gettext("The group is open again."))
    return _back("proposed", public_id)


def _back(anchor: str | None = None, opened: str | None = None) -> WsgiResponse:
    return redirect(url_for("staff_proposals.index", slug=g.consultation.slug, open=opened, _anchor=anchor), 303)


def _run(public_id: str) -> "Run":
    found = stored.by_public_id(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found
