"""What every paper form asks before the survey's own questions: the age, who answers, and with whose help."""

from collections.abc import Iterator, Sequence

from consult.exports.forms_blocks import Blanks, Block, Heading, Line, Lines, Paragraph, Question, Simple, Tick, Ticks
from consult.exports.forms_rules import Voice


def opening_blocks(opening: Sequence[tuple[int, str]], voice: Voice, *, has_short_form: bool) -> Iterator[Block]:
    """Give the fixed questions by their codes, under their numbers."""
    if opening:
        yield Heading((voice.fixed(voice.translate("First, about who is answering")),), 2)
    for number, code in opening:
        words, blocks = {"age": _age, "behalf": _behalf, "help": _help}[code](voice)
        heading = Heading((voice.fixed(f"{voice.number(number)}. {words}"),), 3)
        yield Question((heading, *blocks, *(_other_ages(voice, has_short_form) if code == "age" else ())))


def _age(voice: Voice) -> tuple[str, list[Simple]]:
    translate = voice.translate
    return translate("How old are you?"), [
        _say(voice, translate("Tick one box.")),
        _ticks(voice, translate("16 or 17"), translate("18 or over")),
    ]


def _other_ages(voice: Voice, has_short_form: bool) -> list[Simple]:
    translate = voice.translate
    if has_short_form:
        words = translate("This form is for people aged 16 or over. If you are 13 to 15, ask for the form for your "
                          "age. If you are under 13, take part with a group.")
    else:
        words = translate("This form is for people aged 16 or over. Younger people take part with a group.")
    return [_say(voice, words, is_rule=False)]


def _behalf(voice: Voice) -> tuple[str, list[Simple]]:
    translate = voice.translate
    return translate("Who are you answering for?"), [
        _say(voice, translate("Tick one box.")),
        _ticks(voice, translate("For myself"), translate("For a group"), translate("For an organisation")),
        _say(voice, translate("Only for a group or an organisation:")),
        Lines(1, _line(voice, translate("Its name"))),
        Blanks((_line(voice, translate("How many people you speak for")),)),
        _ticks(voice, translate("You may print this name in the report")),
    ]


def _help(voice: Voice) -> tuple[str, list[Simple]]:
    translate = voice.translate
    return translate("Did someone help you to fill in this form?"), [
        _say(voice, translate("Tick one box.")),
        _ticks(voice, translate("No"), translate("Yes")),
        _say(voice, translate("Only if someone helped you: whose words are these? Tick one box.")),
        _ticks(voice, translate("My own words"), translate("Words that we found together"),
               translate("The helper's words")),
    ]


def _line(voice: Voice, words: str) -> Line:
    return (voice.fixed(words),)


def _say(voice: Voice, words: str, *, is_rule: bool = True) -> Paragraph:
    return Paragraph(_line(voice, words), is_rule)


def _ticks(voice: Voice, *labels: str) -> Ticks:
    return Ticks(tuple(Tick(_line(voice, label)) for label in labels))
