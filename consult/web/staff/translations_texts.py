"""One text at the translators' desk: all that helps to translate it, saving, checking, approving, and doubts."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.piping import names_in
from consult.domain.surveys import options_of
from consult.domain.text_places import NOWHERE, is_short, option_of, places
from consult.domain.translation_aids import changes, is_long, terms_in
from consult.domain.variants import STALE
from consult.extensions import db
from consult.queries import text_units, translation_memory
from consult.queries import translation_desk as desk
from consult.queries.translation_desk import APPROVE, CHECK, TRANSLATE, Entry
from consult.services import variants
from consult.services.measures import graphemes
from consult.services.secrets import fingerprint
from consult.services.variants import MOST_COMMENT, Place
from consult.web.access import staff
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.survey_words import kind_name
from consult.web.staff.translations_words import (
    NEXT,
    STANDINGS,
    field_name,
    heap_name,
    in_place,
    language_name,
    origin,
)

# A long text in another script, three bytes a letter and each byte as three characters.
BODY_LIMIT = 1024 * 1024
STEPS = {TRANSLATE: Permission.TRANSLATE, CHECK: Permission.CHECK_VARIANTS, APPROVE: Permission.APPROVE_VARIANTS}


class TextForm(Plain):
    """The translation of one text."""

    words = TextAreaField(_l("Translation"), filters=[tidy])


class CommentForm(Plain):
    """A remark or a doubt."""

    comment = TextAreaField(_l("Your comment"), filters=[tidy])
    is_doubt = BooleanField(_l("I doubt this translation. It is not approved until someone settles this."))


def entries(language: str) -> list[Entry]:
    """Return every text in a language of the consultation. Raises NotFound for any other language."""
    if language not in desk.wanted(g.consultation):
        raise NotFound()
    return desk.entries(db.session(), g.consultation, language)


@staff(Permission.SEE_VARIANTS)
def show(slug: str, language: str, unit_key: str) -> Any:
    """Show a text with its English and everything that helps to translate it."""
    return _page(_entry(language, unit_key), language)


@staff(Permission.TRANSLATE, body_limit=BODY_LIMIT)
def write(slug: str, language: str, unit_key: str) -> Any:
    """Save a translation as a draft, and go on to the next one where that was asked for."""
    entry, form = _entry(language, unit_key), TextForm()
    try:
        row = variants.write(
            consultation_id=g.consultation.id, place=Place(unit_key, language), words=form.words.data or "",
            by_id=current_user.id, revision=_posted("revision"), seen=request.form.get("seen", ""))
    except Refused as refused:
        refuse(form, refused, "words")
        return _page(entry, language, form), 422
    except Conflict as conflict:
        db.session.expire_all()
        return _page(_entry(language, unit_key), language, form, sentence(conflict)), 409
    flash(_saved(entry, row.words))
    return _onward(entry, language, TRANSLATE)


def _saved(entry: Entry, words: str) -> str:
    if is_short(entry.unit.key) and is_long(graphemes(entry.unit.english), graphemes(words)):
        return gettext("The draft was saved. It is longer than its place usually holds: look at it there.")
    return gettext("The draft was saved.")


@staff(Permission.CHECK_VARIANTS)
def check(slug: str, language: str, unit_key: str) -> Any:
    """Say that a translation of another person is right."""
    return _done(language, unit_key, CHECK, variants.check, gettext("You checked this text."))


@staff(Permission.APPROVE_VARIANTS)
def approve(slug: str, language: str, unit_key: str) -> Any:
    """Let a checked translation through."""
    return _done(language, unit_key, APPROVE, variants.approve, gettext("You approved this text."))


def _done(language: str, unit_key: str, step: str, act: Callable[..., Any], told: str) -> Any:
    entry = _entry(language, unit_key)
    if entry.row is None:
        raise NotFound()
    try:
        act(consultation_id=g.consultation.id, public_id=entry.row.public_id, revision=_posted("revision"),
            by_id=current_user.id)
    except Conflict as conflict:
        db.session.expire_all()
        return _page(_entry(language, unit_key), language, conflict=sentence(conflict)), 409
    flash(told)
    return _onward(entry, language, step)


@staff(Permission.TRANSLATE)
def comment(slug: str, language: str, unit_key: str) -> Any:
    """Add a remark or a doubt to a translation."""
    entry, form = _entry(language, unit_key), CommentForm()
    if entry.row is None:
        raise NotFound()
    try:
        variants.comment(consultation_id=g.consultation.id, public_id=entry.row.public_id,
                         text=form.comment.data or "", is_doubt=form.is_doubt.data, by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "comment")
        return _page(entry, language, remark=form), 422
    flash(gettext("Your comment was added."))
    return redirect(_address("show", entry, language, _anchor="comments"), 303)


@staff(Permission.TRANSLATE)
def settle(slug: str, language: str, comment_id: int, unit_key: str) -> Any:
    """Settle a doubt about a translation."""
    entry = _entry(language, unit_key)
    if entry.row is None or comment_id >= 2**31:
        raise NotFound()
    variants.settle(consultation_id=g.consultation.id, public_id=entry.row.public_id, comment_id=comment_id,
                    by_id=current_user.id)
    flash(gettext("The doubt was settled."))
    return redirect(_address("show", entry, language, _anchor="comments"), 303)


def _entry(language: str, unit_key: str) -> Entry:
    found = desk.one(entries(language), unit_key)
    if found is None:
        raise NotFound()
    return found


def _posted(name: str) -> int:
    """Return a number of the posted form; one that no text has where it is missing."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _address(endpoint: str, entry: Entry, language: str, **values: Any) -> str:
    return url_for(f"staff_translations.{endpoint}", slug=g.consultation.slug, language=language,
                   unit_key=entry.unit.key, **values)


def _onward(entry: Entry, language: str, step: str) -> Any:
    """Lead back to the text, or to the next one that waits for the same step."""
    if request.form.get("then") == "next":
        return redirect(url_for("staff_translations.next_text", slug=g.consultation.slug, language=language, step=step,
                                after=entry.unit.key), 303)
    return redirect(_address("show", entry, language), 303)


def _page(entry: Entry, language: str, form: TextForm | None = None, conflict: str = "",
          remark: CommentForm | None = None) -> str:
    session, row = db.session(), entry.row
    survey = text_units.working_survey(session, g.consultation.id)
    known = places(survey)
    form = form or TextForm(formdata=None, data={"words": row.words if row is not None else ""})
    remarks = desk.remarks(session, row.id) if row is not None else []
    earlier = desk.earlier(session, row.id) if row is not None else []
    people = desk.names(session, {one.written_by_id for one in earlier} | (
        {row.written_by_id, row.checked_by_id, row.approved_by_id} if row is not None else set()))
    return render_template(
        "staff/translations/text.html", consultation=g.consultation, language=language, entry=entry, row=row,
        form=form, remark=remark or CommentForm(formdata=None), conflict=conflict, survey=survey, remarks=remarks,
        earlier=earlier, people=people, seen=fingerprint(entry.unit.english.encode()), standings=STANDINGS,
        heap=heap_name(entry.heap, survey), field=field_name(entry.unit.key), language_name=language_name,
        here=_address, limit=MOST_COMMENT, href=in_place(entry, language, known), **_aids(entry, language, form),
        **_around(entry, known), **_rights(entry),
        origin_of=lambda one: origin(one, language, survey) if one is not None else (False, ""))


def _aids(entry: Entry, language: str, form: TextForm) -> dict[str, Any]:
    """Return what helps with the words: what changed, words of the field, near texts, what to keep, the length."""
    english, row, typed = entry.unit.english, entry.row, form.words.data or ""
    lengths = {"english": graphemes(english), "words": graphemes(typed)}
    return {
        "changed": changes(row.source, english) if row is not None and entry.standing == STALE else (),
        "terms": terms_in(english, LANGUAGES[language].terms) if language in LANGUAGES else [],
        "near": translation_memory.near(db.session(), current_user.id, g.consultation.id, language, entry.unit),
        "pipes": names_in(english), "lengths": lengths,
        "is_long": is_short(entry.unit.key) and is_long(lengths["english"], lengths["words"]),
    }


def _around(entry: Entry, known: Any) -> dict[str, Any]:
    """Return where the text stands: its place in the survey, what kind of question, the answers beside it."""
    place = known.get(entry.unit.part, NOWHERE)
    asked = place.question
    return {
        "place": place, "kind": kind_name(asked.kind) if asked is not None else "",
        "options": options_of(asked) if asked is not None else (), "option": option_of(entry.unit.key, asked),
    }


def _rights(entry: Entry) -> dict[str, Any]:
    """Return which steps the person may take with this text now, and the ways to the next one."""
    may = {step: permission in g.permissions for step, permission in STEPS.items()}
    return {"may_write": may[TRANSLATE], "may_check": may[CHECK] and entry.waits_for(CHECK, current_user.id),
            "may_approve": may[APPROVE] and entry.waits_for(APPROVE, current_user.id),
            "is_own": may[CHECK] and entry.row is not None and entry.row.written_by_id == current_user.id,
            "steps": {step: words for step, words in NEXT.items() if may[step]}}
