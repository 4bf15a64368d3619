"""Each kind of question as it is asked on paper: boxes to tick, lines to write on, places to give."""

from consult.domain.answers import text_limit
from consult.domain.forms import PaperQuestion
from consult.domain.option_lists import BOROUGHS
from consult.domain.surveys import MEDIA_KINDS, NOTE, TEXT_KINDS, Question, is_open_comment, options_of
from consult.exports.forms_blocks import Blanks, Line, Lines, Paragraph, Simple, Tick, Ticks
from consult.exports.forms_rules import Voice, rule_blocks
from consult.exports.report_words import date_words

# About so many characters of handwriting go on a line; nobody is given fewer or more lines than these.
LETTERS_A_LINE, FEWEST_LINES, MOST_LINES = 50, 2, 14


def answer_blocks(found: PaperQuestion, voice: Voice, contact_email: str) -> list[Simple]:
    """Return all of a question below its words: whom it is for, its hint, how to answer, and room to do so."""
    question = found.question
    blocks: list[Simple] = []
    if found.clause is not None:
        blocks += rule_blocks(found.clause, voice, is_note=question.kind == NOTE)
    if found.about:
        about = voice.fixed(voice.translate("This is about this part of the plan:") + " ")
        blocks.append(Paragraph((about, voice.authored(found.about))))
    if question.hint:
        blocks.append(Paragraph((voice.authored(question.hint),)))
    if question.kind == NOTE:
        return blocks
    if question.is_required and question.kind != "consent":
        blocks.append(_rule(voice, voice.translate("We need an answer to this question.")))
    return blocks + _room(found, voice, contact_email)


def _room(found: PaperQuestion, voice: Voice, contact_email: str) -> list[Simple]:
    question = found.question
    if question.kind in TEXT_KINDS:
        return _text(question, voice)
    if question.kind in MEDIA_KINDS:
        return _media(question, voice, contact_email)
    if question.kind == "ranking":
        return _ranking(question, voice)
    if question.kind in ("number", "date", "postcode-district"):
        return _short(question, voice)
    if question.kind == "borough":
        return _borough(question, voice)
    return _choices(found, voice)


def _rule(voice: Voice, words: str) -> Paragraph:
    return Paragraph((voice.fixed(words),), is_rule=True)


def _choices(found: PaperQuestion, voice: Voice) -> list[Simple]:
    question = found.question
    ticks = []
    for option in options_of(question):
        label: Line = (voice.authored(option.label),)
        if option.is_exclusive and question.kind == "several-choices":
            label += (voice.fixed(" " + voice.translate("(if you tick this, tick no other box)")),)
        ticks.append(Tick(
            label, (voice.authored(option.hint),) if option.hint else (), _then(found, option.code, voice),
            (voice.authored(option.asks.text),) if option.asks else ()))
    return [_rule(voice, _how_to_tick(question, voice)), Ticks(tuple(ticks))]


def _then(found: PaperQuestion, code: str, voice: Voice) -> Line:
    if code not in found.leads:
        return ()
    number = found.leads[code]
    words = (voice.translate("Go to question %(number)s", number=voice.number(number)) if number
             else voice.translate("Go to the end of this sheet"))
    return (voice.fixed(words),)


def _how_to_tick(question: Question, voice: Voice) -> str:
    translate, least, most = voice.translate, question.min_choices or 0, question.max_choices
    if question.kind == "consent":
        return translate("Tick the box if you agree.")
    if question.kind != "several-choices" or most == 1:
        return translate("Tick one box.")
    facts = {"least": voice.number(least), "most": voice.number(most or 0)}
    if most and least > 1:
        return (translate("Tick %(most)s boxes.", **facts) if least == most
                else translate("Tick %(least)s to %(most)s boxes.", **facts))
    if most:
        return translate("Tick up to %(most)s boxes.", **facts)
    if least > 1:
        return translate("Tick %(least)s boxes or more.", **facts)
    return translate("Tick every box that fits.")


def _text(question: Question, voice: Voice) -> list[Simple]:
    count = max(FEWEST_LINES, min(MOST_LINES, text_limit(question) // LETTERS_A_LINE))
    blocks: list[Simple] = []
    if is_open_comment(question):
        blocks.append(Lines(1, (voice.fixed(voice.translate("Which part of the plan is this about?")),)))
        blocks.append(Lines(count, (voice.fixed(voice.translate("What do you want to say about it?")),)))
    else:
        blocks.append(Lines(count))
    if count == MOST_LINES:
        blocks.append(Paragraph((voice.fixed(voice.translate(
            "Need more room? Go on writing on another sheet. Put the number of this question on it.")),)))
    return blocks


def _media(question: Question, voice: Voice, contact_email: str) -> list[Simple]:
    translate = voice.translate
    sends: Line
    if question.kind == "file":
        sends = (voice.fixed(translate(
            "Send it on paper with this form. Write the number of this question and the code of this form on it.")),)
    elif contact_email:
        sends = (voice.fixed(translate("Send the recording by email to") + " "), (contact_email, "en"), voice.fixed(
            ". " + translate("Write the number of this question and the code of this form in the email.")))
    else:
        sends = (voice.fixed(translate("Ask whoever gave you this form how to send us a recording.")),)
    tick = Tick((voice.fixed(translate("I am sending something to answer this question")),))
    return [Paragraph(sends, is_rule=True), Ticks((tick,))]


def _ranking(question: Question, voice: Voice) -> list[Simple]:
    how = voice.translate("Write 1 in the box of your first choice, 2 in the box of your second choice, and so on.")
    if question.max_choices:
        most = voice.number(question.max_choices)
        how += " " + voice.translate("Give a number to up to %(most)s of them.", most=most)
    labels = tuple((voice.authored(option.label),) for option in options_of(question))
    return [_rule(voice, how), Blanks(labels, is_first=True)]


def _short(question: Question, voice: Voice) -> list[Simple]:
    translate = voice.translate
    if question.kind == "postcode-district":
        return [_rule(voice, translate("Write only the first half of your postcode, like SE1.")),
                Blanks(((voice.fixed(translate("First half of your postcode")),),))]
    if question.kind == "date":
        parts = (translate("Day"), translate("Month"), translate("Year"))
        return [*_limits(question, voice), Blanks(tuple((voice.fixed(part),) for part in parts))]
    how = translate("Write a number.") if question.is_decimal else translate("Write a whole number.")
    return [_rule(voice, how), *_limits(question, voice), Blanks(((voice.fixed(translate("Number")),),))]


def _limits(question: Question, voice: Voice) -> list[Simple]:
    def shown(limit: str | None) -> str:
        return date_words(limit, voice.language) if limit and question.kind == "date" else limit or ""

    facts = {"least": shown(question.minimum), "most": shown(question.maximum)}
    if facts["least"] and facts["most"]:
        return [_rule(voice, voice.translate("From %(least)s to %(most)s.", **facts))]
    is_date = question.kind == "date"
    if facts["least"]:
        return [_rule(voice, voice.translate("%(least)s or later.", **facts) if is_date
                      else voice.translate("%(least)s or more.", **facts))]
    if facts["most"]:
        return [_rule(voice, voice.translate("%(most)s or earlier.", **facts) if is_date
                      else voice.translate("%(most)s or less.", **facts))]
    return []


def _borough(question: Question, voice: Voice) -> list[Simple]:
    """A line instead of 33 boxes; what is no borough keeps its box."""
    listed = {code for code, _english in BOROUGHS}
    others = tuple(Tick((voice.authored(o.label),)) for o in options_of(question) if o.code not in listed)
    return [_rule(voice, voice.translate("Write the name of your borough, or tick one box.")),
            Lines(1, (voice.fixed(voice.translate("Borough")),)), Ticks(others)]
