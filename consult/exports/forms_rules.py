"""Conditions in the words of a paper form: "Answer this only if you ticked …"; whether one holds is the domain's."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from consult.domain.conditions import Answered, Compared, Condition, Counted
from consult.domain.form_rules import Clause, Told
from consult.domain.forms import Place
from consult.domain.languages import LANGUAGES
from consult.domain.piping import Given, piped
from consult.domain.reports import Text, pick
from consult.domain.surveys import options_of
from consult.exports.cells import Translate
from consult.exports.docx_pages import Words
from consult.exports.forms_blocks import Paragraph, Points, Simple
from consult.exports.report_words import date_words

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Voice:
    """How one form speaks: its language, its translator, where its questions stand, and the sheet it speaks from."""

    language: str
    translate: Translate
    places: Mapping[str, Place]
    kind: str

    def fixed(self, words: str) -> Words:
        """Return words of ours in the form's language."""
        return (words, self.language)

    def authored(self, text: Text) -> Words:
        """Return words of the survey; an earlier answer inside them becomes the number of its question."""
        words, language = pick(text, self.language)
        pieces = piped(words, {key: Given("", typed=key) for key in self.places})
        return "".join(p if isinstance(p, str) else self._answer_to(p.typed) for p in pieces), language

    def _answer_to(self, key: str) -> str:
        return self.translate("(your answer to question %(number)s)", number=self.where(key))

    def number(self, number: int) -> str:
        """Return a number as the language writes it."""
        known = LANGUAGES.get(self.language, LANGUAGES["en"])
        return str(format_decimal(number, locale=known.locale))

    def where(self, key: str) -> str:
        """Return the number of a question, with its sheet where it stands on the other one."""
        place = self.places[key]
        number = self.number(place.number)
        return number if place.kind == self.kind else self.translate("%(number)s of the form", number=number)


def rule_blocks(clause: Clause, voice: Voice, *, is_note: bool) -> list[Simple]:
    """Return what says for whom a question or a note is."""
    translate = voice.translate
    if isinstance(clause, Told):
        words = _words(clause, voice)
        said = (translate("Read this only if %(condition)s.", condition=words) if is_note
                else translate("Answer this only if %(condition)s.", condition=words))
        return [Paragraph((voice.fixed(said),), is_rule=True)]
    if clause.is_all:
        said = translate("Only for you if all of these are true:")
    else:
        said = translate("Only for you if one or more of these are true:")
    points = tuple((voice.fixed(_words(part, voice)),) for part in clause.parts)
    return [Paragraph((voice.fixed(said),), is_rule=True), Points(points)]


def _words(clause: Clause, voice: Voice) -> str:
    if isinstance(clause, Told):
        return _leaf_words(clause, voice)
    words = _words(clause.parts[0], voice)
    for part in clause.parts[1:]:
        facts = {"first": words, "second": _words(part, voice)}
        words = (voice.translate("%(first)s, and %(second)s", **facts) if clause.is_all
                 else voice.translate("%(first)s, or %(second)s", **facts))
    return words


def _leaf_words(told: Told, voice: Voice) -> str:
    leaf, translate = told.leaf, voice.translate
    number = voice.where(leaf.question)
    if isinstance(leaf, Condition):
        return _ticked(voice.places[leaf.question], leaf.any_of, told.is_not, voice, number)
    if isinstance(leaf, Answered):
        return (translate("you left out question %(number)s", number=number) if told.is_not
                else translate("you answered question %(number)s", number=number))
    if isinstance(leaf, Counted):
        return _counted(leaf, told.is_not, voice, number)
    return _compared(leaf, told.is_not, voice, number)


def _ticked(place: Place, codes: tuple[str, ...], is_not: bool, voice: Voice, number: str) -> str:
    labels = [voice.authored(o.label)[0] for o in options_of(place.question) if o.code in codes]
    translate = voice.translate
    if len(labels) == 1:
        facts = {"option": labels[0], "number": number}
        return (translate("you did not tick “%(option)s” in question %(number)s", **facts) if is_not
                else translate("you ticked “%(option)s” in question %(number)s", **facts))
    quoted = [translate("“%(option)s”", option=label) for label in labels]
    facts = {"options": " / ".join(quoted), "number": number}
    return (translate("you ticked none of these in question %(number)s: %(options)s", **facts) if is_not
            else translate("you ticked one or more of these in question %(number)s: %(options)s", **facts))


def _counted(leaf: Counted, is_not: bool, voice: Voice, number: str) -> str:
    operator = OPPOSITE.get(leaf.operator, "!=") if is_not else leaf.operator
    translate, facts = voice.translate, {"count": voice.number(leaf.number), "number": number}
    return {
        "=": translate("the number of boxes you ticked in question %(number)s is %(count)s", **facts),
        "!=": translate("the number of boxes you ticked in question %(number)s is not %(count)s", **facts),
        "<": translate("you ticked fewer boxes than %(count)s in question %(number)s", **facts),
        "<=": translate("the number of boxes you ticked in question %(number)s is %(count)s or less", **facts),
        ">": translate("you ticked more boxes than %(count)s in question %(number)s", **facts),
        ">=": translate("the number of boxes you ticked in question %(number)s is %(count)s or more", **facts),
    }[operator]


def _compared(leaf: Compared, is_not: bool, voice: Voice, number: str) -> str:
    question, translate = voice.places[leaf.question].question, voice.translate
    if leaf.operator == "=" and leaf.value in {option.code for option in options_of(question)}:
        return _ticked(voice.places[leaf.question], (leaf.value,), is_not, voice, number)
    operator = OPPOSITE.get(leaf.operator, "!=") if is_not else leaf.operator
    is_date = question.kind == "date"
    facts = {"number": number, "value": date_words(leaf.value, voice.language) if is_date else leaf.value}
    said = {
        "=": translate("your answer to question %(number)s is %(value)s", **facts),
        "!=": translate("your answer to question %(number)s is not %(value)s", **facts),
        "<": translate("your answer to question %(number)s is less than %(value)s", **facts),
        "<=": translate("your answer to question %(number)s is %(value)s or less", **facts),
        ">": translate("your answer to question %(number)s is more than %(value)s", **facts),
        ">=": translate("your answer to question %(number)s is %(value)s or more", **facts),
    } | ({
        "<": translate("the date in question %(number)s is before %(value)s", **facts),
        "<=": translate("the date in question %(number)s is %(value)s or earlier", **facts),
        ">": translate("the date in question %(number)s is after %(value)s", **facts),
        ">=": translate("the date in question %(number)s is %(value)s or later", **facts),
    } if is_date else {})
    # A comparison never holds for a question that was left out, so its denial does.
    return translate("%(condition)s, or you left it out", condition=said[operator]) if is_not else said[operator]
