"""The form of a consultation's plan, languages and named people, filled in and read out."""

from typing import Any

from flask_babel import gettext

from consult.domain.errors import Refused
from consult.extensions import db
from consult.queries import plan_versions
from consult.web import locale
from consult.web.fields import choices
from consult.web.staff.setup_forms import DetailsForm, language_name

WRITTEN = ("contact_email", "dpia_reference", "safeguarding_lead")


def form(consultation: Any) -> DetailsForm:
    """Return the form with the plans and languages to choose from, filled with what stands or with what was posted."""
    versions = plan_versions.listed(db.session())
    chosen = next((item.reference for item in versions if item.id == consultation.plan_version_id), "")
    made = DetailsForm(data={
        **{name: getattr(consultation, name) for name in WRITTEN}, "plan": chosen,
        "languages": [tag for tag in consultation.languages if tag != "en"],
    })
    made.plan.choices = choices([("", gettext("No plan yet")), *(
        (item.reference, gettext("%(title)s, version %(number)s", title=item.title, number=item.number))
        for item in versions)])
    made.languages.choices = choices(
        (tag, language_name(tag)) for tag in locale.offered() if tag != "en")
    return made


def facts(form: DetailsForm, consultation: Any) -> dict[str, Any]:
    """Return what was chosen as the service takes it; raises Refused for a plan or language that is not offered."""
    offered = [tag for tag in locale.offered() if tag != "en"]
    if set(form.languages.data or ()) - set(offered):
        raise Refused("languages", "language-unknown")
    return {
        **{name: getattr(form, name).data or "" for name in WRITTEN},
        "languages": ["en", *(tag for tag in offered if tag in (form.languages.data or ()))],
        "plan_version_id": _plan_version_id(form.plan.data or ""),
    }


def _plan_version_id(reference: str) -> int | None:
    if not reference:
        return None
    found = next((item.id for item in plan_versions.listed(db.session()) if item.reference == reference), None)
    if found is None:
        raise Refused("plan", "plan-unknown")
    return found
