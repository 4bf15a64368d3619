"""Authors' words of a report in other languages: what each lacks, writing them beside the English, a second check."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.report_chapters import CHAPTERS
from consult.domain.report_editing import CHECKED, DRAFTED, EASY, PLAIN, SOURCE_LANGUAGE, TITLE_LENGTH, WORDS_LENGTH
from consult.domain.variants import MISSING, STALE
from consult.extensions import db
from consult.queries import report_blocks as stored
from consult.queries.report_blocks import Stored
from consult.services import report_texts
from consult.services.report_texts import MAY_TRANSLATE
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.language_names import language_name
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.report_labels import chapter_name

blueprint = Guarded("staff_report_words", __name__, url_prefix="/staff/consultations/<slug>/report/words")


class WordsForm(Plain):
    """One text in another language; `before` is what stood when it was opened."""

    title = StringField(_l("Heading"), filters=[tidy])
    words = TextAreaField(_l("Words"), filters=[tidy], render_kw={"limit": WORDS_LENGTH})
    is_machine_draft = BooleanField(_l("A machine wrote this, and nobody has checked it yet"))
    before = HiddenField()


@dataclass(frozen=True)
class Line:
    """One text of an author in one language: its English, how far it is, and a code of how it stands."""

    key: str
    form: str
    chapter: str
    english: str
    words: str
    title: str
    english_title: str
    standing: str
    is_mine: bool

    @property
    def is_done(self) -> bool:
        """Whether it says what the English says, as far as anybody knows."""
        return self.standing not in (MISSING, STALE, DRAFTED)


@blueprint.get("")
@staff(Permission.SEE_VARIANTS)
def index(slug: str) -> str:
    """List the languages with how many texts each still lacks."""
    _check_right()
    found = stored.with_words(db.session(), g.consultation.id)
    languages = []
    for tag in g.consultation.offered_languages:
        lines = _lines(found, tag)
        if tag != SOURCE_LANGUAGE:
            languages.append((tag, language_name(tag), len(lines), sum(not line.is_done for line in lines)))
    return render_template("staff/report_words/index.html", consultation=g.consultation, languages=languages)


@blueprint.get("/<language>")
@staff(Permission.SEE_VARIANTS)
def show(slug: str, language: str) -> str:
    """List the texts of a language, those that lack it first."""
    _check_right(language)
    lines = _lines(stored.with_words(db.session(), g.consultation.id), language)
    return render_template(
        "staff/report_words/show.html", consultation=g.consultation, language=language, name=language_name(language),
        lines=sorted(lines, key=lambda line: line.is_done))


@blueprint.get("/<language>/<form>/<block_key>")
@staff(Permission.SEE_VARIANTS)
def text(slug: str, language: str, form: str, block_key: str) -> str:
    """Show one text with its English and the form to write it."""
    line = _line(language, form, block_key)
    return _page(line, language, WordsForm(formdata=None, data={
        "title": line.title, "words": line.words, "is_machine_draft": line.standing == DRAFTED, "before": line.words}))


@blueprint.post("/<language>/<form>/<block_key>")
@staff(Permission.SEE_VARIANTS)
def write(slug: str, language: str, form: str, block_key: str) -> Any:
    """Keep the words; what somebody else wrote meanwhile is shown beside, and nothing is lost."""
    line, typed = _line(language, form, block_key), WordsForm()
    try:
        report_texts.translate(
            consultation_id=g.consultation.id, key=block_key, language=language, form=form, by_id=current_user.id,
            words=typed.words.data or "", before=_as_stored(typed.before.data), title=typed.title.data or "",
            is_machine_draft=bool(typed.is_machine_draft.data))
    except Conflict as conflict:
        typed.before.data = line.words
        return _page(line, language, typed, sentence(conflict)), 409
    except Refused as refused:
        refuse(typed, refused, "words")
        return _page(line, language, typed), 422
    flash(gettext("The words are kept."))
    return _to_language(language)


@blueprint.post("/<language>/<form>/<block_key>/check")
@staff(Permission.SEE_VARIANTS)
def check(slug: str, language: str, form: str, block_key: str) -> WsgiResponse:
    """Say as a second person that the words say what the English says."""
    _check_right(language)
    try:
        report_texts.check(consultation_id=g.consultation.id, key=block_key, language=language, form=form,
                           before=_as_stored(request.form.get("before")), by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("The words are checked."))
    return _to_language(language)


def _check_right(language: str = "") -> None:
    if not any(permission in g.permissions for permission in MAY_TRANSLATE):
        raise NotAllowed()
    if language and (language == SOURCE_LANGUAGE or language not in g.consultation.offered_languages):
        raise NotFound()


def _lines(found: list[tuple[str, Stored]], language: str) -> list[Line]:
    lines = [_line_of(chapter, one, form, language) for chapter, one in found for form in (PLAIN, EASY)
             if one.words(form=form) or (form == PLAIN and one.title)]
    return sorted(lines, key=lambda line: CHAPTERS.index(line.chapter))


def _line_of(chapter: str, one: Stored, form: str, language: str) -> Line:
    english, made = one.words(form=form), one.texts.get((language, form))
    titles = one.title if form == PLAIN else {}
    lacks_title = SOURCE_LANGUAGE in titles and language not in titles
    if (english and made is None) or lacks_title:
        standing = MISSING
    elif made is None:
        standing = CHECKED
    else:
        standing = STALE if made.is_stale else made.state
    return Line(one.key, form, chapter, english, made.words if made else "", titles.get(language, ""),
                titles.get(SOURCE_LANGUAGE, ""), standing, made is not None and made.written_by_id == current_user.id)


def _line(language: str, form: str, key: str) -> Line:
    _check_right(language)
    for line in _lines(stored.with_words(db.session(), g.consultation.id), language):
        if (line.key, line.form) == (key, form):
            return line
    raise NotFound()


def _as_stored(typed: str | None) -> str:
    """Return words as they are stored: a browser sends line ends of its own."""
    return (typed or "").replace("\r\n", "\n")


def _to_language(language: str) -> WsgiResponse:
    return redirect(url_for("staff_report_words.show", slug=g.consultation.slug, language=language), 303)


def _page(line: Line, language: str, form: WordsForm, conflict: str = "") -> str:
    return render_template(
        "staff/report_words/text.html", consultation=g.consultation, line=line, form=form, language=language,
        name=language_name(language), chapter=chapter_name(line.chapter, CHAPTERS.index(line.chapter) + 1),
        conflict=conflict, limits=(TITLE_LENGTH, WORDS_LENGTH), is_offered=language in LANGUAGES,
        is_draft=line.standing == DRAFTED)
