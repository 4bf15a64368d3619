"""A copy of what somebody sent as plain text, in their language and its direction; the page says the same words."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from consult.domain.copies import CopiedAnswer, CopiedFilm, Copy
from consult.domain.languages import direction
from consult.domain.reports import pick
from consult.domain.working_days import LONDON
from consult.exports.cells import Translate
from consult.exports.report_words import date_words

# Unicode's marks of direction: a line starts from the right, or from the left; a stretch that keeps to the left.
FROM_RIGHT, FROM_LEFT = "\u200f", "\u200e"
LEFT_ISOLATE, END_ISOLATE = "\u2066", "\u2069"
LINE_END = "\r\n"


def write(copy: Copy, language: str, translate: Translate, *, code: str = "") -> bytes:
    """Return the copy as UTF-8 text in `language` (BCP 47), lines ended as every system reads them.

    `code` is the receipt code as it is shown, where it may be told. Where a line runs from right to left, or against
    the text around it, a mark at its start says so: plain text has no other way.
    """
    return (LINE_END.join(_lines(copy, language, translate, code)) + LINE_END).encode()


def facts(copy: Copy, language: str, translate: Translate) -> list[tuple[str, str]]:
    """Return what the copy says above the answers, as (what it is, words)."""
    day = date_words(copy.received_at.astimezone(LONDON).isoformat(), language)
    found = [
        (translate("Consultation"), pick(copy.title, language)[0]),
        (translate("We received your changes on") if copy.is_correction else translate("We received your answers on"),
         day),
        (translate("Answered for"), _behalf_words(copy, translate)),
    ]
    if copy.speaks_for:
        found.append((translate("People you speak for"), str(copy.speaks_for)))
    return [*found, (translate("Your words in the report"), _consent_words(copy.has_quote_consent, translate))]


def notes(translate: Translate) -> list[str]:
    """Return what is not in a copy, and why."""
    return [
        translate("Your answers about yourself, like your age or where you live, are not in this copy. We keep them "
                  "apart from your other answers and only count them in groups."),
        translate("Questions that you did not answer are not listed."),
    ]


def film_title(film: CopiedFilm, language: str, translate: Translate) -> str:
    """Return what a film answers: a question, on a part of the plan where it is about one, or the whole survey."""
    parts = [pick(part, language)[0] for part in (film.question, film.about) if part]
    return " – ".join(parts) if parts else translate("The whole survey")


def film_notes(film: CopiedFilm, language: str, translate: Translate) -> list[str]:
    """Return what becomes of a film: the day on which it goes, or when it went, with what proves it."""
    if film.proof is None:
        day = date_words(film.delete_on.isoformat(), language)
        return [translate("Your film will be deleted on %(day)s at the latest.", day=day)]
    day = date_words(film.proof.at.astimezone(LONDON).isoformat(), language)
    return [
        translate("Your film was deleted on %(moment)s.", moment=day),
        f"{translate('Size of the film that was deleted:')} {max(1, round(film.proof.size / 1000))} KB",
        f"{translate('Fingerprint of the film (SHA-256):')} {film.proof.digest}",
    ]


def question_words(answer: CopiedAnswer, language: str) -> str:
    """Return the words of a question, after what the statements of its page share."""
    parts = (answer.stem, answer.question, answer.about)
    return " – ".join(words for part in parts if part and (words := pick(part, language)[0]))


def value_words(answer: CopiedAnswer, language: str, translate: Translate) -> str:
    """Return a short value as it is read: a date in words, the name of a file; numbers and postcodes as they are."""
    value = answer.value or ""
    if answer.kind == "date":
        try:
            return date_words(date.fromisoformat(value).isoformat(), language)
        except ValueError:
            return value
    if answer.kind in ("file", "audio", "video"):
        return translate("A file: %(name)s", name=value) if value else translate("A file")
    return value


def _behalf_words(copy: Copy, translate: Translate) -> str:
    if copy.on_behalf_of == "self":
        return translate("Myself")
    if copy.body:
        return copy.body
    return translate("A group") if copy.on_behalf_of == "group" else translate("An organisation")


def _consent_words(has_consent: bool, translate: Translate) -> str:
    return translate("We may print some of them, without your name") if has_consent else translate(
        "We do not print them")


def _lines(copy: Copy, language: str, translate: Translate, code: str) -> Iterator[str]:
    usual = FROM_RIGHT if direction(language) == "rtl" else ""
    yield usual + translate("A copy of your answers")
    yield ""
    for label, words in facts(copy, language, translate):
        yield f"{usual}{label}: {words}"
    if code:
        yield f"{usual}{translate('Your receipt code')}: {LEFT_ISOLATE}{code}{END_ISOLATE}"
    for section in copy.sections:
        title = pick(section.title, language)[0]
        yield from ("", "", *marked([title], language), usual + "=" * min(len(title), 60))
        for answer in section.answers:
            said = [question_words(answer, language), *_answer_lines(answer, language, translate)]
            yield from ("", *marked(said, language))
    yield from _film_lines(copy, language, translate, usual)
    yield from ("", "", *(usual + note for note in notes(translate)))


def _film_lines(copy: Copy, language: str, translate: Translate, usual: str) -> Iterator[str]:
    for film in copy.films:
        title = translate("An answer in British Sign Language")
        yield from ("", "", usual + title, *marked([film_title(film, language, translate)], language))
        for question, english in film.english:
            asked = [] if film.question else [pick(question, language)[0]]
            yield from ("", *marked([*asked, *english.splitlines()], language))
        yield from ("", *(usual + note for note in film_notes(film, language, translate)))


def _answer_lines(answer: CopiedAnswer, language: str, translate: Translate) -> Iterator[str]:
    if answer.text is not None:
        yield from answer.text.splitlines()
    elif answer.choices:
        labels = [pick(label, language)[0] for label in answer.choices]
        is_ranked = answer.kind == "ranking"
        yield from (f"{place}. {label}" if is_ranked else f"- {label}" for place, label in enumerate(labels, 1))
    else:
        yield value_words(answer, language, translate)


def marked(lines: Iterable[str], language: str) -> Iterator[str]:
    """Give each line with the mark that it needs: the way most of its letters run, else the way of the language."""
    usual = direction(language)
    for line in lines:
        runs = _direction_of(line) or usual
        if runs == "rtl":
            yield FROM_RIGHT + line
        else:
            yield FROM_LEFT + line if usual == "rtl" and line else line


def _direction_of(line: str) -> str | None:
    kinds = [unicodedata.bidirectional(character) for character in line]
    from_left, from_right = kinds.count("L"), kinds.count("R") + kinds.count("AL")
    if from_left == from_right:
        return None
    return "ltr" if from_left > from_right else "rtl"
