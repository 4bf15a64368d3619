"""The page that tells Londoners how answers are read: what people do, what machines do, and when words are passed on.

It is our record of the machines in use (the Algorithmic Transparency Recording Standard asks who decides, what is used
and how it is checked). What it says is read from settings and from the rules themselves, so that it cannot fall behind.
"""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.domain import worries
from consult.extensions import db
from consult.queries import coding_settings, tone
from consult.services import language_model_runs, machine_drafts
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

blueprint = Guarded("public_how_read", __name__)

KINDS = {
    worries.HARM: _l("Someone may hurt themselves or be hurt"),
    worries.CHILD: _l("A child may be at risk"),
    worries.THREAT: _l("A threat to other people"),
    worries.ABUSE: _l("Violence at home or abuse"),
    worries.CRIME: _l("A crime that you tell us of"),
    worries.OFFICER: _l("A complaint about an officer"),
}
# Risk to a child and to an adult are told in one sentence.
_AT_RISK = _l("A child, or an adult who needs care, may come to serious harm.")
THRESHOLDS = {
    "danger-to-life": _l("Someone may die or be badly hurt soon."),
    "child-at-serious-risk": _AT_RISK,
    "adult-at-serious-risk": _AT_RISK,
    "attack-planned": _l("Someone seems to plan an attack."),
    "writer-asked": _l("The person who wrote to us asks for it."),
    "law-requires": _l("The law says that we must."),
}


@blueprint.get("/<lang>/consultations/<slug>/how-answers-are-read")
@everyone()
def show(slug: str) -> str:
    """Show who reads answers, which machines help, and what happens when someone tells us of harm."""
    consultation, session = visible(slug), db.session()
    drafts = machine_drafts.translator() if machine_drafts.sends_answers() else None
    return render_template(
        "public/how_read.html", consultation=consultation, settings=coding_settings.of(session, consultation.id),
        shows_tone=tone.is_shown_somewhere(session, consultation.id), model=language_model_runs.model(),
        translator=drafts.name if drafts else "", times=[_times(kind) for kind in worries.WORRY_KINDS],
        thresholds=list(dict.fromkeys(str(THRESHOLDS[code]) for code in worries.THRESHOLDS)))


def _times(kind: str) -> tuple[Any, str, str]:
    """Return a kind of worry with the time in which a person looks, and the time for a writer under 18."""
    usual, young = (worries.target_hours(kind, is_under_18=is_young) for is_young in (False, True))
    return KINDS[kind], _hours(usual), _hours(young)


def _hours(number: int) -> str:
    return ngettext("%(num)s hour", "%(num)s hours", number)
