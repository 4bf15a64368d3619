"""A paper form in one language, sheet by sheet: what stands on it and in which order; its looks are its writers'."""

from collections.abc import Iterator

from consult.domain.forms import EQUALITY, FORM, SHORT_AGE, Codes, PaperForm, PaperPage, PaperPart, Paragraphs, Sheet
from consult.domain.surveys import NOTE
from consult.exports.cells import Translate
from consult.exports.forms_blocks import (
    Block,
    Box,
    Heading,
    Line,
    Lines,
    Paragraph,
    Points,
    Printed,
    Question,
    Simple,
    Tick,
    Ticks,
)
from consult.exports.forms_opening import opening_blocks
from consult.exports.forms_questions import answer_blocks
from consult.exports.forms_rules import Voice
from consult.exports.report_words import date_words

# A part begins with a heading of this level, on the sheet that stands under the title and on the one torn off.
PART_LEVEL = {FORM: 2, EQUALITY: 3}


def sheets(form: PaperForm, language: str, translate: Translate, codes: Codes | None = None) -> tuple[Printed, ...]:
    """Return the sheets of one form in `language` (BCP 47), each with its own code; without `codes` they have none.

    `translate` gives our fixed words in that language. Nothing on a sheet names the code of the other.
    """
    found = []
    for sheet in form.sheets:
        voice = Voice(language, translate, form.places, sheet.kind)
        code = "" if codes is None else codes.form if sheet.kind == FORM else codes.equality
        writer = _Writer(form, sheet, voice, code)
        found.append(Printed(sheet.kind, writer.name(), code, tuple(writer.blocks())))
    return tuple(found)


class _Writer:
    def __init__(self, form: PaperForm, sheet: Sheet, voice: Voice, code: str) -> None:
        self.form, self.sheet, self.voice, self.code = form, sheet, voice, code
        self.around, self.translate = form.around, voice.translate

    def name(self) -> str:
        """Return what the foot of each page calls this sheet."""
        if self.sheet.kind == EQUALITY:
            return self.translate("Questions about you")
        return self.voice.authored(self.around.title)[0]

    def blocks(self) -> Iterator[Block]:
        """Give everything on the sheet, in order."""
        if self.sheet.kind == FORM:
            yield from self._front()
            yield from opening_blocks(self.sheet.opening, self.voice, has_short_form=self.form.has_short_form)
            yield from self._parts()
            yield from self._end()
        else:
            yield from self._tear_off()
            yield from self._parts()

    def _say(self, words: str, *, is_rule: bool = False) -> Paragraph:
        return Paragraph((self.voice.fixed(words),), is_rule)

    def _heading(self, words: str, level: int = 2) -> Heading:
        return Heading((self.voice.fixed(words),), level)

    def _points(self, *lines: str) -> Points:
        return Points(tuple((self.voice.fixed(line),) for line in lines))

    def _paragraphs(self, text: Paragraphs) -> Iterator[Paragraph]:
        for tag in (self.voice.language, "en", *sorted(text)):
            if text.get(tag):
                yield from (Paragraph(((words, tag),)) for words in text[tag])
                return

    def _front(self) -> Iterator[Block]:
        translate, around = self.translate, self.around
        yield Heading((self.voice.authored(around.title),), 1)
        if self.form.age == SHORT_AGE:
            yield self._say(translate("A form for people aged 13 to 15"), is_rule=True)
        yield self._code(translate("Code of this form:"), translate("we write it here when the form arrives"))
        if around.is_example:
            yield self._say(translate(
                "This consultation and all its answers are made up, to show how Consult works. Translations were "
                "drafted by a machine and not yet checked by a person."))
        day = date_words(around.closes_on, self.voice.language)
        yield self._say(translate("The Mayor's Office for Policing and Crime asks you."))
        yield self._say(translate("You can answer until %(day)s.", day=day), is_rule=True)
        yield self._heading(translate("How to send it"))
        yield from self._how_to_send()
        yield Box((self._heading(translate("This is not a way to report a crime.")),
                   *self._paragraphs(around.before_writing)))
        yield self._heading(translate("What happens with your answers"))
        yield from self._paragraphs(around.privacy)
        yield self._heading(translate("How to fill in this form"))
        yield self._how_to_fill_in()

    def _code(self, words: str, none_yet: str) -> Paragraph:
        code = (self.code, "en") if self.code else self.voice.fixed(f"____________ ({none_yet})")
        return Paragraph((self.voice.fixed(words + " "), code))

    def _how_to_send(self) -> Iterator[Block]:
        translate, email = self.translate, self.around.contact_email
        lines: list[Line] = []
        if email:
            lines.append((self.voice.fixed(translate("By email: send a scan or a photo of every page to") + " "),
                          (email, "en")))
            lines.append((self.voice.fixed(translate("By post: ask for our address by email, or use the address that "
                                                     "came with this form.")),))
        else:
            lines.append((self.voice.fixed(translate("Give it back to whoever gave it to you, or send it to the address"
                                                     " that came with this form.")),))
        yield Points(tuple(lines))

    def _how_to_fill_in(self) -> Points:
        translate = self.translate
        lines = [
            translate("Write in any language, with any pen. You can also type into the Word file."),
            translate("You choose what to answer. You can leave any question out."),
            translate("Put a tick or a cross in the box beside your answer."),
            translate("If you change your mind, cross out the wrong box and write “no” beside it."),
            translate("Need more room? Use another sheet. Write the number of the question on it."),
            translate("We do not ask for your name. Leave out names and anything that shows who someone is."),
        ]
        if self.form.equality is not None:
            lines.append(translate("The last sheet asks about you. Tear it off. You can leave it out."))
        return self._points(*lines)

    def _tear_off(self) -> Iterator[Block]:
        translate = self.translate
        yield self._heading(translate("Questions about you"))
        yield self._say(translate("Tear this sheet off the form."), is_rule=True)
        yield self._code(translate("Code of this sheet:"), translate("we write it here when the sheet arrives"))
        yield self._say(translate(
            "We want to know if we are hearing from all kinds of Londoners. You can skip all of these questions, or "
            "any one of them."))
        yield self._points(
            translate("This sheet has a code of its own. It is not the code of the form, and we keep no list of which "
                      "two were printed together."),
            translate("You can send it in the same envelope. We take the two apart when they arrive and never put "
                      "them together again."),
            translate("Do not write your name on it, and nothing from the rest of the form."),
            translate("We keep these answers apart from what you wrote. They are only ever counted in groups."),
            translate("Nothing is decided about you because of them."))

    def _parts(self) -> Iterator[Block]:
        level = PART_LEVEL[self.sheet.kind]
        for part in self.sheet.parts:
            yield from self._part(part, level)

    def _part(self, part: PaperPart, level: int) -> Iterator[Block]:
        yield Heading((self.voice.authored(part.title),), level)
        if part.intro:
            yield Paragraph((self.voice.authored(part.intro),))
        for page in part.pages:
            yield from self._page(page, level + 1)

    def _page(self, page: PaperPage, level: int) -> Iterator[Block]:
        if page.title:
            yield Heading((self.voice.authored(page.title),), level)
            level += 1
        if page.intro:
            yield Paragraph((self.voice.authored(page.intro),))
        for found in page.questions:
            words = self.voice.authored(found.question.text)
            top: Simple = Paragraph((words,)) if found.question.kind == NOTE else self._numbered(
                found.number, (words,), level)
            yield Question((top, *answer_blocks(found, self.voice, self.around.contact_email)))

    def _numbered(self, number: int, line: Line, level: int) -> Heading:
        return Heading((self.voice.fixed(f"{self.voice.number(number)}. "), *line), level)

    def _end(self) -> Iterator[Block]:
        translate = self.translate
        yield self._heading(translate("Before you send it"))
        yield Question((
            self._say(translate("Tick this box, or we cannot use your answers."), is_rule=True),
            Ticks((self._tick(translate("I have read what happens with my answers, and I agree to send them")),))))
        yield Question((
            self._say(translate("Tick this box only if you agree."), is_rule=True),
            Ticks((self._tick(translate("You may print some of my words in the report, without my name")),))))
        yield self._say(translate("You do not have to sign this form. Thank you."))
        yield Question((self._heading(translate("More room to write")),
                        self._say(translate("Write the number of the question first.")), Lines(8)))

    def _tick(self, words: str) -> Tick:
        return Tick((self.voice.fixed(words),))
