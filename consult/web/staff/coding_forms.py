"""The shape of the coding form: which words, which themes and what is said beside them; what is right is the domain's.

Nothing that a machine suggests is ever chosen beforehand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField

from consult.analysis.texts import sentences
from consult.domain.codebooks import STANCES
from consult.domain.errors import Refused
from consult.domain.submissions import Place
from consult.exports.report_words import stance_words
from consult.queries.codings import AnswerView
from consult.queries.offers import Choosable, Offer, Suggested
from consult.queries.plan_choices import Group
from consult.queries.shared_texts import Shared
from consult.services.codings import Code
from consult.web.fields import choices
from consult.web.staff.coding_words import AFFECTED, IMPACTS, KINDS
from consult.web.staff.passages import ENGLISH, WHOLE, Piece, Span, chosen_span, pieces
from consult.web.staff.plain_forms import Plain, tidy
from consult.web.staff.submissions_words import place_words

# So many sentences of a long answer stand on the page at once.
SENTENCES = 40


def _tidied(values: Sequence[str] | None) -> list[str]:
    return [words for value in values or () if (words := tidy(value))]


class CodingForm(Plain):
    """What a coder says about a passage: several themes at once, each with the stance for all or one of its own."""

    passage = RadioField(_l("Which words?"), default=WHOLE, validate_choice=False)
    start = HiddenField()
    end = HiddenField()
    theme = SelectMultipleField(_l("What are they about?"), filters=[_tidied], choices=[], validate_choice=False)
    new_theme = StringField(_l("Or name a new theme"), filters=[tidy])
    stance = RadioField(_l("Are they for or against what the plan sets out?"), validate_choice=False)
    kind = SelectMultipleField(_l("What kind of words are they?"), filters=[_tidied], choices=choices(KINDS.items()),
                               validate_choice=False)
    affected = SelectMultipleField(_l("Who do they say is affected?"), filters=[_tidied],
                                   choices=choices(AFFECTED.items()), validate_choice=False)
    impact = RadioField(_l("How?"), choices=choices(IMPACTS.items()), default="unsaid", filters=[tidy],
                        validate_choice=False)
    plan_node = SelectMultipleField(_l("Which parts of the plan do they speak of?"), filters=[_tidied], choices=[],
                                    validate_choice=False)

    question = SelectMultipleField(_l("Which questions of the survey do they speak to?"), filters=[_tidied], choices=[],
                                   validate_choice=False)

    @property
    def says_more(self) -> bool:
        """Whether anything beside a theme and a stance was said, or went wrong."""
        fields = (self.kind, self.affected, self.plan_node, self.question)
        return any(field.data or field.errors for field in fields)

    def own_stance(self, theme_id: str) -> str:
        """Return the stance that was chosen for one theme apart; empty for that of all."""
        return str(tidy(request.form.get(f"stance-{theme_id}", "")))


@dataclass(frozen=True)
class ThemeChoice:
    """A theme to choose; `suggested` says why a machine ranks it, `is_recent` that this coder gave it lately."""

    theme: Choosable
    suggested: Suggested | None = None
    is_recent: bool = False


@dataclass(frozen=True)
class ThemeGroup:
    """A theme of the first level with those under it that are not offered first; `head` None where it is itself."""

    name: str
    head: ThemeChoice | None
    under: tuple[ThemeChoice, ...]


@dataclass(frozen=True)
class ThemeList:
    """All themes to choose from: the ones offered first, then the code frame in its two levels."""

    first: tuple[ThemeChoice, ...]
    groups: tuple[ThemeGroup, ...]
    count: int

    @property
    def all(self) -> list[ThemeChoice]:
        """Every choice once."""
        return [*self.first, *(choice for group in self.groups
                               for choice in ([group.head] if group.head else []) + list(group.under))]


def coding_form() -> CodingForm:
    """Return the form with stances to choose from, filled with what was posted."""
    form = CodingForm()
    form.stance.choices = [(stance, stance_words(stance, gettext)) for stance in STANCES]
    # Chosen in a list where there are no scripts; those that are ticked carry the name of the field itself.
    listed = [tidy(request.form.get(f"plan_node_{number}", "")) for number in (1, 2)]
    form.plan_node.data = list(dict.fromkeys([*(form.plan_node.data or ()), *(key for key in listed if key)]))
    return form


def theme_list(themes: Sequence[Choosable], offer: Offer, recent: Sequence[str]) -> ThemeList:
    """Return the suggested themes in their order, this coder's last ones, then the rest under their parents."""
    by_id = {theme.public_id: theme for theme in themes}
    first = [ThemeChoice(by_id[item.theme_id], item) for item in offer.themes if item.theme_id in by_id]
    named = {choice.theme.public_id for choice in first}
    first += [ThemeChoice(by_id[key], is_recent=True) for key in recent if key in by_id and key not in named]
    named |= set(recent)
    groups: dict[str, tuple[ThemeChoice | None, list[ThemeChoice]]] = {}
    for theme in themes:
        head, under = groups.setdefault(theme.parent or theme.name, (None, []))
        choice = ThemeChoice(theme)
        if theme.public_id in named:
            continue
        if theme.parent:
            under.append(choice)
        else:
            groups[theme.name] = (choice, under)
    found = tuple(ThemeGroup(name, head, tuple(under)) for name, (head, under) in groups.items() if head or under)
    return ThemeList(tuple(first), found, len(themes))


def node_choices(groups: Sequence[Group], offer: Offer, chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Return (key, label, is suggested) of the parts of the plan to tick: the suggested ones, then those chosen."""
    labels = {choice.key: choice.label for group in groups for choice in group.choices}
    suggested = {key for key, _label in offer.nodes}
    others = [key for key in dict.fromkeys(chosen) if key in labels and key not in suggested]
    return [(key, label, True) for key, label in offer.nodes] + [(key, labels[key], False) for key in others]


@dataclass(frozen=True)
class Source:
    """A text to choose words of: the answer or its English; `prefix` stands before the names of its passages.

    `spans` are the passages of it that were coded; on the page they are numbered from `first` on. Of a long text,
    the sentences from `sentence` on can be chosen by themselves. `places` are the paragraphs of a letter.
    """

    text: str
    language: str
    prefix: str
    spans: tuple[Span, ...]
    first: int
    sentence: int = 0
    places: tuple[Place, ...] = ()

    @property
    def is_english(self) -> bool:
        """Whether it is what two people made of an answer in another language."""
        return self.prefix == ENGLISH

    @property
    def pieces(self) -> list[Piece]:
        """The text cut where its marks begin and end."""
        return pieces(self.text, self.spans, self.first)

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """The value and the words of each sentence that is shown, where there is more than one in all."""
        spans: Sequence[Span] = sentences(self.text)
        if len(spans) < 2:
            return []
        return [(f"{self.prefix}{start}-{end}", self.text[start:end])
                for start, end in spans[self.sentence:self.sentence + SENTENCES]]

    @property
    def paragraphs(self) -> list[tuple[str, str, str]]:
        """The value, the place in what was sent, and the words of each paragraph, where there is more than one."""
        if len(self.places) < 2:
            return []
        return [(f"{self.prefix}{place.start}-{place.end}", place_words(place.anchor),
                 self.text[place.start:place.end]) for place in self.places]

    @property
    def later(self) -> int:
        """The number of the first sentence that is not shown; 0 where the last one is."""
        following = self.sentence + SENTENCES
        return following if following < len(sentences(self.text)) else 0


def sources_of(view: AnswerView, sentence: int = 0) -> list[Source]:
    """Return the texts that can be coded: the answer, and its English where it was checked."""
    found = [_source(view, "", 1, sentence)]
    if view.checked_english:
        found.append(_source(view, ENGLISH, 1 + len(found[0].spans), sentence))
    return found


def _source(view: AnswerView, prefix: str, first: int, sentence: int) -> Source:
    is_english = prefix == ENGLISH
    text = view.words_to_code(is_english)
    spans = {(coding.start, coding.end) for coding in view.codings if coding.of_english == is_english}
    return Source(text, "en" if is_english else view.language, prefix, tuple(sorted(spans - {(0, len(text))})), first,
                  sentence, () if is_english else view.places)


def numbers_of(sources: Sequence[Source]) -> Mapping[tuple[bool, int, int], int]:
    """Return the number on the page of each coded passage that is no whole text: (of the English, start, end)."""
    return {(source.is_english, *span): number
            for source in sources for number, span in enumerate(source.spans, source.first)}


def own_words(view: AnswerView, shared: Shared | None) -> list[tuple[str, str]]:
    """Return the value and the words of each stretch of an answer that is not in its campaign's text."""
    return [(f"{start}-{end}", view.text[start:end]) for start, end in (shared.additions if shared else ())]


def span_of(form: CodingForm, view: AnswerView) -> tuple[Span | None, bool]:
    """Return the passage that the form names, None for a whole text, and whether it is one of the English.

    Raises Refused.
    """
    name = form.passage.data or ""
    of_english = name.startswith(ENGLISH)
    text = view.words_to_code(of_english)
    if of_english and not text:
        raise Refused("passage", "words-not-checked")
    span = chosen_span(name.removeprefix(ENGLISH), form.start.data or "", form.end.data or "", text)
    return span, of_english


def codes_of(form: CodingForm) -> list[Code]:
    """Return what the form says of the passage, one code a theme; the new theme's has no theme yet."""
    given = [*dict.fromkeys(form.theme.data), *([""] if form.new_theme.data else [])]
    return [Code(theme, form.own_stance(theme or "new") or form.stance.data or "", tuple(form.plan_node.data),
                 tuple(form.kind.data), tuple(form.affected.data), form.impact.data or "unsaid",
                 tuple(form.question.data)) for theme in given]
