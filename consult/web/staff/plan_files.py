"""The plans that consultations can be about: their versions, and loading a plan file; setup.py gives the address."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.extensions import db
from consult.queries import plan_versions
from consult.services import plans as plan_store
from consult.web.access import staff
from consult.web.staff import uploads
from consult.web.staff.plan_words import kind_words
from consult.web.staff.uploads import UploadForm


@staff(Permission.IMPORT_PLANS, on_consultation=False, body_limit=uploads.BODY_LIMIT)
def plans() -> Any:
    """List all plan versions, and store an uploaded file as the newest version of its plan."""
    form = UploadForm()
    problems: list[uploads.Problem] = []
    if request.method == "POST":
        version, problems = uploads.take(
            form, lambda data: plan_store.import_plan(data=data, by_id=current_user.id))
        if version is not None:
            flash(gettext("The plan “%(title)s” was loaded as version %(number)s.",
                          title=version.title, number=version.number))
            return redirect(url_for("staff_setup.plans"), 303)
    page = render_template("staff/setup/plans.html", form=form, problems=problems, kind_words=kind_words,
                           versions=plan_versions.listed(db.session()))
    return (page, 422) if form.errors else page
