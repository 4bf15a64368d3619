"""A part in Easy Read as a form and back: pages of sentences, hard words line by line, and the rule of its answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from consult.domain.easy_read import (
    BY_CHOICES,
    BY_FACES,
    BY_FIELD,
    BY_WORDS,
    FACES,
    MOST_PAGES,
    PICTURES,
    UNANSWERED,
    USUAL_FACES,
    Content,
    EasyAnswer,
    EasyPage,
    Face,
    HardWord,
    answers_for,
)
from consult.domain.errors import Refused
from consult.domain.surveys import Question, options_of
from consult.web.easy_read_pictures import ALTS
from consult.web.easy_read_pictures import FACES as FACE_NAMES
from consult.web.fields import DatePartsField, choices
from consult.web.pages import words
from consult.web.staff.plain_forms import Plain, tidy

KINDS = {
    BY_FACES: _l("With three faces"), BY_CHOICES: _l("With the same answers in easier words"),
    BY_WORDS: _l("In own words"), BY_FIELD: _l("In the same box as in the survey"),
    UNANSWERED: _l("Nothing is answered here"),
}
# Of which box of a page a refusal speaks.
_BOXES = {"easy-picture": "picture", "easy-hard-word": "hard"}


class GroupForm(Plain):
    """Who checked it with people with learning disabilities."""

    group = StringField(_l("Name of the group"), filters=[tidy],
                        description=_l("A group of people with learning disabilities. Everyone can read the name."))
    checked_on = DatePartsField(_l("Day on which the group checked it"))


def content_form(content: Content | None, question: Question | None, voices: Sequence[str],
                 pages: int, formdata: Any = None) -> Any:
    """Return the form of a part, with room for `pages` pages, filled with its content or with what was typed."""
    fields: dict[str, Any] = {}
    for number in range(1, pages + 1):
        fields |= _page_fields(number)
    fields |= _answer_fields(question, voices)
    form: Any = type("ContentForm", (Plain,), fields)(formdata=formdata, data=_data(content, question))
    return form


def _page_fields(number: int) -> dict[str, Any]:
    def named(label: str) -> str:
        return gettext("%(label)s, page %(number)s", label=label, number=number)

    pictures = [("", gettext("Choose one")), *((name, ALTS[name]) for name in PICTURES)]
    return {
        f"p{number}-picture": SelectField(named(gettext("Picture")), choices=choices(pictures), validate_choice=False),
        f"p{number}-sentences": TextAreaField(
            named(gettext("Sentences")), filters=[tidy],
            description=gettext("One sentence in each line. Aim for 15 words or fewer.")),
        f"p{number}-hard": TextAreaField(
            named(gettext("Hard words")), filters=[tidy],
            description=gettext("In each line a word, a colon, and what it means.")),
    }


def _answer_fields(question: Question | None, voices: Sequence[str]) -> dict[str, Any]:
    kinds = answers_for(question)
    fields: dict[str, Any] = {
        "kind": RadioField(_l("How people answer"), validate_choice=False,
                           choices=choices((kind, KINDS[kind]) for kind in kinds))}
    if question is None:
        return fields
    options = [(option.code, words(option.label).striptags()) for option in options_of(question)]
    if BY_FACES in kinds:
        for name in FACES:
            fields[f"face-{name}-code"] = SelectField(
                gettext("%(face)s counts as", face=FACE_NAMES[name]), validate_choice=False,
                choices=choices([("", gettext("Choose one")), *options]))
            fields[f"face-{name}-words"] = StringField(
                gettext("Words under: %(face)s", face=FACE_NAMES[name]), filters=[tidy])
    if BY_CHOICES in kinds and question.kind != "borough":
        for code, label in options:
            fields[f"choice-{code}"] = StringField(gettext("Easier words for: %(answer)s", answer=label),
                                                   filters=[tidy])
    if BY_WORDS in kinds and voices:
        fields["voice"] = SelectField(
            _l("Recording beside the words"), validate_choice=False,
            choices=choices([("", gettext("None")), *((key, key) for key in voices)]))
    return fields


def _data(content: Content | None, question: Question | None) -> dict[str, Any]:
    """Return what stands in the boxes before anyone types: the content, else the usual rule of the faces."""
    if content is None:
        usual = USUAL_FACES.get(question.kind, {}) if question is not None else {}
        return {"kind": answers_for(question)[0], **{f"face-{name}-code": code for name, code in usual.items()}}
    answer = content.answer
    data: dict[str, Any] = {"kind": answer.kind, "voice": answer.voice}
    for number, page in enumerate(content.pages, 1):
        data |= {f"p{number}-picture": page.picture, f"p{number}-sentences": "\n".join(page.sentences),
                 f"p{number}-hard": "\n".join(f"{hard.word}: {hard.meaning}" for hard in page.hard_words)}
    for name, face in answer.faces.items():
        data |= {f"face-{name}-code": face.code, f"face-{name}-words": face.words}
    return data | {f"choice-{code}": easier for code, easier in answer.words.items()}


def room_for(content: Content | None, formdata: Mapping[str, str] | None = None) -> int:
    """Return how many pages the form has: those that are there or were sent, and an empty one."""
    if formdata is not None:
        sent = [number for number in range(1, MOST_PAGES + 1) if f"p{number}-sentences" in formdata]
        return max(sent, default=1)
    return min(MOST_PAGES, (len(content.pages) if content is not None else 0) + 1)


def typed_pages(form: Any) -> list[int]:
    """Return the numbers of the pages of the form in which something stands."""
    return [number for number in range(1, MOST_PAGES + 1) if f"p{number}-sentences" in form
            and any(form[f"p{number}-{box}"].data for box in ("picture", "sentences", "hard"))]


def content_of(form: Any) -> Content:
    """Return the content as it was typed; what is right is for domain/easy_read.py."""
    pages = tuple(EasyPage(form[f"p{number}-picture"].data or "", tuple(_lines(form[f"p{number}-sentences"].data)),
                           tuple(map(_hard_word, _lines(form[f"p{number}-hard"].data))))
                  for number in typed_pages(form))
    kind = form.kind.data or ""
    faces = {name: Face(form[f"face-{name}-code"].data or "", form[f"face-{name}-words"].data or "")
             for name in FACES if kind == BY_FACES and f"face-{name}-code" in form}
    easier = {field.name.removeprefix("choice-"): field.data for field in form
              if kind == BY_CHOICES and field.name.startswith("choice-") and field.data}
    return Content(pages, EasyAnswer(kind, faces, easier, form.voice.data or "" if "voice" in form else ""))


def _lines(typed: str | None) -> list[str]:
    return [line.strip() for line in (typed or "").splitlines() if line.strip()]


def _hard_word(line: str) -> HardWord:
    word, _colon, meaning = line.partition(":")
    return HardWord(word.strip(), meaning.strip())


def field_of(refused: Refused, form: Any) -> str:
    """Return the field of the form that a refusal speaks of; of pages those count in which something stands."""
    if not refused.field.startswith("page-"):
        return refused.field
    typed = typed_pages(form)
    at = int(refused.field.removeprefix("page-")) - 1
    number = typed[at] if at < len(typed) else 1
    return f"p{number}-{_BOXES.get(refused.code, 'sentences')}"
