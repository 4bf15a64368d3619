"""What became of the plan, for everyone: which parts were kept, changed, added and dropped between two versions."""

from typing import Any

from flask import redirect, render_template, url_for

from consult.domain.errors import NotFound
from consult.extensions import db
from consult.queries import plan_changes
from consult.web import plan_change_pages
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

blueprint = Guarded("public_plan_changes", __name__, url_prefix="/<lang>/consultations/<slug>/plan-changes")


@blueprint.get("")
@everyone()
def index(slug: str) -> Any:
    """Lead to the comparison there is, or list them where there are several."""
    consultation = visible(slug)
    begun = plan_changes.begun(db.session(), consultation.plan_version_id) if consultation.plan_version_id else []
    if not begun:
        raise NotFound()
    if len(begun) == 1:
        [(old, new)] = begun
        return redirect(url_for(".show", slug=slug, old=old.ref, new=new.ref))
    return render_template("public/plan_changes/index.html", consultation=consultation, begun=begun)


@blueprint.get("/<old>/<new>")
@everyone()
def show(slug: str, old: str, new: str) -> str:
    """Show what became of each part, the changed words marked."""
    consultation, session = visible(slug), db.session()
    begun = plan_changes.begun(session, consultation.plan_version_id) if consultation.plan_version_id else []
    pair = next(((before, after) for before, after in begun if (before.ref, after.ref) == (old, new)), None)
    if pair is None:
        raise NotFound()
    compared = plan_changes.compared(session, *pair)
    return render_template("public/plan_changes/show.html", consultation=consultation,
                           **plan_change_pages.names(compared))
