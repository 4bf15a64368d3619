"""What each thing that is missing says to whoever sets a consultation up, and where they put it right."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.access import Permission
from consult.web.access import rule_of

# name (domain.consultations.NEEDED_TO_OPEN): sentence, page, place on the page.
MISSING = {
    "plan": (_l("Choose the plan that people answer about"), "staff_setup.details", "plan"),
    "survey": (_l("Load a survey"), "staff_surveys.index", None),
    "privacy_notice": (_l("Write the privacy notice"), "staff_setup.words", "privacy_notice-en"),
    "before_free_text": (_l("Write what people read before they write"), "staff_setup.words", "before_free_text-en"),
    "retention_until": (_l("Say how long answers are kept"), "staff_setup.dates", "retention_until-day"),
    "dpia_reference": (_l("Give the reference of the data protection impact assessment"), "staff_setup.details",
                       "dpia_reference"),
    "safeguarding_lead": (_l("Name the safeguarding lead"), "staff_setup.details", "safeguarding_lead"),
    "what_can_change": (_l("Write what can change"), "staff_setup.words", "what_can_change-en"),
    "duties": (_l("Write at least one duty"), "staff_setup.duties", None),
    "languages": (_l("Finish the translations, or take out the languages that are not ready"), "staff_parity.board",
                  "languages"),
    "formats": (_l("Say when each format that is not ready will be"), "staff_parity.board", "formats"),
}


def rows(names: Sequence[str], slug: str, permissions: Collection[Permission]) -> list[dict[str, Any]]:
    """Return text and href of each missing thing; href is None where this person may not put it right."""
    return [_row(name, slug, permissions) for name in names]


def _row(name: str, slug: str, permissions: Collection[Permission]) -> dict[str, Any]:
    text, endpoint, anchor = MISSING[name]
    if name == "survey" and Permission.EDIT_SURVEY not in permissions:
        return {"text": gettext("Load a survey: someone with the role of survey editor can do this"), "href": None}
    rule = rule_of(endpoint)
    may_go = rule is not None and rule.permission in permissions
    return {"text": str(text), "href": url_for(endpoint, slug=slug, _anchor=anchor) if may_go else None}
