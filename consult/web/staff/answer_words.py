"""Answers put into English: the queue, one answer with its language and glossary, and a second person's word.

Nothing here tells who gave an answer, what else they said, or what they are.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import HiddenField, SelectField, TextAreaField

from consult.domain.access import Permission
from consult.domain.answer_words import CHECKED, MOST_ENGLISH, MOST_NOTE, WAITING, WRITTEN
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.queries import answer_words as stored
from consult.queries.answer_words import WordsView
from consult.services import answer_words
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.language_names import language_choices, language_name
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.worries_words import kind_words

blueprint = Guarded("staff_answer_words", __name__, url_prefix="/staff/consultations/<slug>/answer-words")

# The longest English in letters of four bytes, each of them written as %XX.
BODY = 12 * MOST_ENGLISH


class EnglishForm(Plain):
    """What an answer says in English, and what the next reader should know of it."""

    english = TextAreaField(_l("What it says, in English"), filters=[tidy],
                            description=_l("Keep to what the person says and how they say it. Do not improve it."))
    note = TextAreaField(_l("Notes for the person who checks it"), filters=[tidy],
                         description=_l("Such as a word that can mean two things. Leave it empty if there is none."))
    revision = HiddenField()


class LanguageForm(Plain):
    """Which language an answer is in."""

    language = SelectField(_l("Language of this answer"), filters=[tidy], validate_choice=False)


@blueprint.get("")
@staff(Permission.SEE_ANSWER_WORDS)
def index(slug: str) -> str:
    """List the answers that wait for English or for a second person, of all languages or of one."""
    session, consultation_id = db.session(), g.consultation.id
    standings = stored.standings(session, consultation_id)
    language = tidy(request.args.get("language", ""))
    chosen = language if language in {line.language for line in standings} else ""
    queues = {state: stored.queue(session, consultation_id, state, current_user.id, chosen)
              for state in (WAITING, WRITTEN)}
    return render_template(
        "staff/answer_words/index.html", consultation=g.consultation, standings=standings, chosen=chosen,
        queues=queues, unfound=stored.count_unfound(session, consultation_id), most=stored.PAGE,
        beginning=stored.BEGINNING, language_name=language_name,
        may_check=Permission.CHECK_ANSWER_WORDS in g.permissions)


@blueprint.get("/<public_id>")
@staff(Permission.SEE_ANSWER_WORDS)
def show(slug: str, public_id: str) -> Any:
    """Show one answer with the form for its English; with `start=machine` the form begins with the machine's draft."""
    view = _view(public_id)
    form = EnglishForm()
    is_draft_wanted = request.args.get("start") == "machine"
    form.english.data = view.machine_draft if is_draft_wanted and view.machine_draft else view.english
    form.note.data = view.note
    return _page(view, form)


@blueprint.post("/<public_id>")
@staff(Permission.SEE_ANSWER_WORDS, body_limit=BODY)
def write(slug: str, public_id: str) -> Any:
    """Keep the English; another person has to check it."""
    view, form = _view(public_id), EnglishForm()
    try:
        answer_words.write(
            consultation_id=g.consultation.id, public_id=public_id, english=form.english.data or "",
            note=form.note.data or "", revision=_revision(form.revision.data), by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "english")
        return _page(view, form)
    flash(gettext("The English was kept. Someone else checks it now."))
    return _to_queue(view.language)


@blueprint.post("/<public_id>/check")
@staff(Permission.CHECK_ANSWER_WORDS)
def check(slug: str, public_id: str) -> WsgiResponse:
    """Say as a second person that the English says what the answer says."""
    view = _view(public_id)
    try:
        answer_words.check(consultation_id=g.consultation.id, public_id=public_id,
                           revision=_revision(request.form.get("revision")), by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
        return redirect(url_for("staff_answer_words.show", slug=slug, public_id=public_id), 303)
    flash(gettext("The English is checked. It can be coded now."))
    return _to_queue(view.language)


@blueprint.post("/<public_id>/language")
@staff(Permission.SEE_ANSWER_WORDS)
def set_language(slug: str, public_id: str) -> WsgiResponse:
    """Say which language the answer is in."""
    view = _view(public_id)
    change_language(view.answer_id)
    if stored.one(db.session(), g.consultation.id, public_id) is None:
        return _to_queue("")
    return redirect(url_for("staff_answer_words.show", slug=slug, public_id=public_id), 303)


def change_language(answer_id: str) -> None:
    """Set the language of an answer (public id) as the form that was sent says, and tell how that went."""
    language = tidy(request.form.get("language", ""))
    try:
        answer_words.set_language(
            consultation_id=g.consultation.id, answer_id=answer_id, language=language, by_id=current_user.id)
    except (Refused, Conflict) as refused:
        flash(sentence(refused))
    else:
        flash(gettext("The language of the answer is now: %(language)s.", language=language_name(language)))


def language_form(language: str) -> LanguageForm:
    """Return the form of an answer's language, with that one chosen."""
    form = LanguageForm(formdata=None)
    form.language.choices = language_choices(answer_words.languages_to_choose())
    form.language.data = language
    return form


def _view(public_id: str) -> WordsView:
    found = stored.one(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _revision(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _to_queue(language: str) -> WsgiResponse:
    return redirect(url_for("staff_answer_words.index", slug=g.consultation.slug, language=language or None), 303)


def _page(view: WordsView, form: EnglishForm) -> Any:
    is_mine = view.written_by_id == current_user.id
    known = LANGUAGES.get(view.language)
    page = render_template(
        "staff/answer_words/show.html", consultation=g.consultation, view=view, form=form, is_mine=is_mine,
        language=language_name(view.language), language_form=language_form(view.language),
        terms=sorted(known.terms.items()) if known else (), limits=(MOST_ENGLISH, MOST_NOTE),
        may_check=Permission.CHECK_ANSWER_WORDS in g.permissions and view.state == WRITTEN and not is_mine,
        is_checked=view.state == CHECKED, is_written=view.state == WRITTEN, worry_kinds=kind_words())
    return (page, 422) if form.errors else page
