"""The page that tells which languages and formats a consultation is in, and when the others will be ready."""

from typing import Any

from flask import current_app, render_template, url_for

from consult.clients import braille
from consult.domain.instants import utc_now
from consult.domain.languages import LANGUAGES
from consult.domain.working_days import LONDON
from consult.extensions import db
from consult.queries import closings, format_readiness
from consult.services.offering import PROMISED_FORMS
from consult.web import closing_words
from consult.web.access import Guarded, everyone
from consult.web.closing_words import format_name
from consult.web.public.consultations import visible

blueprint = Guarded("public_formats", __name__)
# Made by other parts of the site, which an installation may be without.
PAPER_FORM, ASK = "public_forms.show", "public_requests.ask"


@blueprint.get("/<lang>/consultations/<slug>/formats")
@everyone()
def show(slug: str) -> str:
    """Show which languages and formats are ready, when the others will be, and until when each can be answered in."""
    consultation, session = visible(slug), db.session()
    found = format_readiness.formats(session, consultation, PROMISED_FORMS)
    return render_template(
        "public/formats.html", consultation=consultation, languages=LANGUAGES,
        standings=[one for one in format_readiness.languages(session, consultation) if one.tag in LANGUAGES],
        formats=[(format_name(one.form), one) for one in found], today=utc_now().astimezone(LONDON).date(),
        has_braille=braille.writer().is_there, paper_form=_address(PAPER_FORM, slug), ask=_address(ASK, slug),
        closing=closing_words.closing(consultation, closings.changes_of(session, consultation.id)),
        instant=closing_words.instant)


def _address(endpoint: str, slug: str) -> Any:
    """Return the address of a page that may not be there, None where it is not."""
    return url_for(endpoint, slug=slug) if endpoint in current_app.view_functions else None
