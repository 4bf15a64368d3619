"""The forms of a report's chapters and blocks; which words may stand is the domain's rule."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField

from consult.domain.report_chapters import BOTH, CHAPTERS, FULL, TEXT, Block, Chapter
from consult.domain.report_editing import (
    EASY,
    FILM,
    NOTE_LENGTH,
    SCALE_CODES,
    SOURCE_LANGUAGE,
    WITH_SCALE,
    WORDS_LENGTH,
)
from consult.domain.reports import Report
from consult.domain.variants import SIGNED
from consult.exports.report_titles import kind_title
from consult.exports.report_words import scale_words
from consult.queries.report_blocks import Stored
from consult.web.fields import choices, grouped
from consult.web.pages import words
from consult.web.staff import report_labels
from consult.web.staff.plain_forms import Plain, tidy

NOTE = _l("Why it is left out, or why another word fits better. It is printed.")


class _Written(Plain):
    """What every form of a report has: the words, why something is left out, and which text was opened."""

    words = TextAreaField(_l("Words in English"), filters=[tidy], render_kw={"limit": WORDS_LENGTH},
                          description=_l("Leave an empty line between paragraphs."))
    is_hidden = BooleanField(_l("Leave it out of the report"))
    note = TextAreaField(_l("Note"), description=NOTE, filters=[tidy], render_kw={"limit": NOTE_LENGTH})
    revision = HiddenField()

    def number(self) -> int:
        """Return which text was opened: 0 where nobody had written any, and for what is no number."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class ChapterForm(_Written):
    """What is said of a whole chapter."""

    easy = TextAreaField(_l("The chapter in Easy Read"), filters=[tidy], render_kw={"limit": WORDS_LENGTH},
                         description=_l("Short sentences, one idea in each. Leave an empty line between them."))
    film = StringField(_l("Film in British Sign Language"), filters=[tidy],
                       description=_l("The address of the film. It begins with https://"))

    @classmethod
    def of(cls, kept: Stored) -> "ChapterForm":
        """Return the form of what stands."""
        return cls(formdata=None, data={
            "words": kept.words(), "easy": kept.words(form=EASY), "film": kept.words(SIGNED, FILM),
            "is_hidden": kept.is_hidden, "note": kept.note, "revision": str(kept.revision)})

    def typed(self, key: str) -> Chapter:
        """Return the chapter as it was typed."""
        return Chapter(key, (), {SOURCE_LANGUAGE: self.words.data or ""}, {SOURCE_LANGUAGE: self.easy.data or ""},
                       self.film.data or "", is_hidden=bool(self.is_hidden.data), note=self.note.data or "")


class BlockForm(_Written):
    """What an author says to a block, and where it stands."""

    title = StringField(_l("Heading in English"), filters=[tidy], description=_l("Leave it empty to keep our own."))
    chapter = SelectField(_l("Chapter"), validate_choice=False, filters=[tidy])
    version = RadioField(_l("Where does it stand?"), validate_choice=False, choices=choices([
        (BOTH, _l("In the full report and in the summary for Londoners")), (FULL, _l("In the full report only"))]))
    scale_word = SelectField(_l("Word for how many people"), validate_choice=False, filters=[tidy],
                             description=_l("The word comes from the numbers. Choose another one only with a note."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the chapters and the words of the scale."""
        super().__init__(*args, **kwargs)
        self.chapter.choices = [SelectChoice(key, report_labels.chapter_name(key, number))
                                for number, key in enumerate(CHAPTERS, 1)]
        self.scale_word.choices = [SelectChoice("", gettext("The word that the numbers give")),
                                   *(SelectChoice(code, scale_words(code, gettext)) for code in SCALE_CODES)]

    @classmethod
    def of(cls, chapter: str, block: Block | None, kept: Stored) -> "BlockForm":
        """Return the form of what stands."""
        known = block or Block("", TEXT)
        return cls(formdata=None, data={
            "title": kept.title.get(SOURCE_LANGUAGE, ""), "words": kept.words(), "chapter": chapter,
            "version": known.version, "scale_word": known.scale_word, "is_hidden": known.is_hidden, "note": known.note,
            "revision": str(kept.revision)})

    def typed(self, block: Block | None) -> Block:
        """Return the block as it was typed."""
        known = block or Block("", TEXT)
        return replace(
            known, title={SOURCE_LANGUAGE: self.title.data or ""}, words={SOURCE_LANGUAGE: self.words.data or ""},
            version=self.version.data or "", is_hidden=bool(self.is_hidden.data), note=self.note.data or "",
            scale_word=(self.scale_word.data or "") if known.kind in WITH_SCALE else "")


class AddForm(Plain):
    """What to add to a chapter."""

    what = SelectField(_l("What to add"), validate_choice=False, filters=[tidy])
    title = StringField(_l("Heading in English"), filters=[tidy], description=_l("Leave it empty to keep our own."))
    words = TextAreaField(_l("Words in English"), filters=[tidy], render_kw={"limit": WORDS_LENGTH},
                          description=_l("Leave an empty line between paragraphs."))


def things_to_add(report: Report) -> list[SelectChoice]:
    """Return what an author can add: words of their own, or what the report holds, in groups by kind."""
    named = {
        "finding": [(found.key, {tag: f"F{found.number}: {said}" for tag, said in found.claim.items()})
                    for found in report.findings],
        "theme": list({theme.key: theme.name for theme in report.themes}.items()),
        "quotes": list({theme.key: theme.name for theme in report.themes if theme.quotes}.items()),
        "node": [(node.key, node.title) for node in report.nodes],
        "chart": [(table.table_id, table.title) for table in report.tables],
        "table": [(table.table_id, table.title) for table in report.tables],
    }
    groups = [(kind_title(kind, gettext), [(f"{kind}:{key}", words(name).striptags()) for key, name in found])
              for kind, found in named.items() if found]
    return grouped(groups, first=[(TEXT, kind_title(TEXT, gettext))])
