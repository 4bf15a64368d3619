"""Choosing the quotes of a report: a person reads what could be printed for a theme and lets some through."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup, escape
from wtforms import HiddenField, SelectMultipleField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.languages import direction
from consult.domain.report_quotes import REPEATED, TELLING, Caution
from consult.extensions import db
from consult.queries import report_blocks as stored
from consult.queries import theme_counts
from consult.queries.quotes import QuoteChoice
from consult.queries.report_blocks import Choices
from consult.queries.theme_counts import ThemeName
from consult.services import report_quotes
from consult.services.report_quotes import Choosing
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.report_pages import sayings
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_report_quotes", __name__, url_prefix="/staff/consultations/<slug>/report/quotes")


class QuotesForm(Plain):
    """The quotes of one theme that a person lets through."""

    picks = SelectMultipleField(
        _l("Quotes to print"), validate_choice=False,
        description=_l("Read each one. Tick those to print. Leave out what could show who somebody is: a name, a "
                       "place, a story that others know."))
    revision = HiddenField()


@blueprint.get("")
@staff(Permission.EDIT_REPORT)
def index(slug: str) -> str:
    """List the themes that have quotes to choose from, with how far each was read, and what to think of."""
    choosing = report_quotes.choosing(db.session(), g.consultation)
    return render_template(
        "staff/report_quotes/index.html", consultation=g.consultation, choosing=choosing,
        cautions=[_caution_words(one, choosing) for one in choosing.cautions(())])


@blueprint.get("/<theme_id>")
@staff(Permission.EDIT_REPORT)
def show(slug: str, theme_id: str) -> Any:
    """Show what could be printed for a theme, ticked as it stands."""
    theme, choosing = _theme(theme_id), report_quotes.choosing(db.session(), g.consultation)
    kept = choosing.decided.get(theme_id, Choices())
    ticked = list(kept.picks) if kept.revision else [
        choice.passage_ref for choice in choosing.by_rule if choice.theme_id == theme.id]
    return _page(theme, choosing, QuotesForm(formdata=None, data={"picks": ticked, "revision": str(kept.revision)}))


@blueprint.post("/<theme_id>")
@staff(Permission.EDIT_REPORT)
def choose(slug: str, theme_id: str) -> Any:
    """Keep which quotes of the theme a person lets through."""
    theme, form = _theme(theme_id), QuotesForm()
    choosing = report_quotes.choosing(db.session(), g.consultation)
    typed = form.revision.data or ""
    try:
        report_quotes.choose(
            consultation_id=g.consultation.id, theme=theme_id, picks=form.picks.data or [],
            seen=[choice.passage_ref for choice in choosing.able_of(theme.id)],
            revision=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0,
            by_id=current_user.id)
    except Conflict as conflict:
        form.revision.data = str(choosing.decided.get(theme_id, Choices()).revision)
        return _page(theme, choosing, form, sentence(conflict)), 409
    except Refused as refused:
        refuse(form, refused, "picks")
        return _page(theme, choosing, form), 422
    flash(gettext("The quotes of this theme are kept."))
    after = report_quotes.choosing(db.session(), g.consultation)
    if after.cautions((theme_id,)):
        return redirect(url_for("staff_report_quotes.show", slug=slug, theme_id=theme_id), 303)
    return redirect(url_for("staff_report_quotes.index", slug=slug), 303)


def _theme(theme_id: str) -> ThemeName:
    found = theme_counts.theme(db.session(), g.consultation.id, theme_id)
    if found is None:
        raise NotFound()
    return found


def _page(theme: ThemeName, choosing: Choosing, form: QuotesForm, conflict: str = "") -> str:
    able = choosing.able_of(theme.id)
    form.picks.choices = choices((choice.passage_ref, _label(choice)) for choice in able)
    form.picks.render_kw = {"hints": {choice.passage_ref: sayings().stance(choice.stance) for choice in able}}
    kept = stored.choices(db.session(), g.consultation.id).get(theme.public_id, Choices())
    return render_template(
        "staff/report_quotes/show.html", consultation=g.consultation, theme=theme, form=form, able=able,
        conflict=conflict, kept=kept, theirs=[choice for choice in able if choice.passage_ref in kept.picks],
        stances=choosing.stances.get(theme.public_id, {}), say=sayings(), label=_label,
        cautions=[_caution_words(one, choosing) for one in choosing.cautions((theme.public_id,))])


def _label(choice: QuoteChoice) -> Markup:
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        choice.language, direction(choice.language), choice.words)


def _caution_words(one: Caution, choosing: Choosing) -> Markup:
    if one.code == REPEATED:
        return escape(gettext("One person is quoted %(count)s times.", count=len(one.passages)))
    if one.code == TELLING:
        return escape(gettext("Two rare things stand beside one quote. Together they could show who somebody is."))
    name = choosing.names.get(one.theme_key, "")
    return escape(gettext("%(theme)s: many people took this side, and none of them is quoted: %(stance)s",
                          theme=name, stance=sayings().stance(one.stance)))
