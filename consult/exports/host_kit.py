"""The kit of a group that holds its own conversation: how to, what to ask, where to find help, access, and the sheets
to write on; one sheet a part, in one language. Who holds one, and what came back, are not here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from consult.domain.reports import Text, pick
from consult.exports import forms_docx
from consult.exports.cells import Translate
from consult.exports.docx_pages import Words
from consult.exports.forms_blocks import (
    Blanks,
    Block,
    Box,
    Heading,
    Line,
    Lines,
    Paragraph,
    Points,
    Printed,
    Question,
    Tick,
    Ticks,
)
from consult.exports.report_words import date_words

# What the notes of one question leave room for.
NOTE_LINES, SHORT_LINES = 8, 3
# So many of the survey's questions stand in a kit: an evening holds no more.
MOST_QUESTIONS = 6
HOW_TO, ASK, HELP, ACCESS, AGREED, NOTES = "how-to", "ask", "help", "access", "agreed", "notes"


@dataclass(frozen=True)
class Kit:
    """What a kit says of its consultation: title, last day (ISO, London), where notes go, and what to ask."""

    title: Text
    closes_on: str
    contact_email: str
    questions: tuple[Text, ...]
    is_example: bool = False


def sheets(kit: Kit, language: str, translate: Translate) -> tuple[Printed, ...]:
    """Return the sheets of the kit in `language` (BCP 47); `translate` gives our fixed words in that language."""
    return tuple(_Writer(kit, language, translate).sheets())


def write(kit: Kit, language: str, translate: Translate, *, made_at: datetime, is_large: bool = False) -> bytes:
    """Return the kit as DOCX, each sheet on a page of its own; equal kits give equal bytes."""
    return forms_docx.write_sheets(sheets(kit, language, translate), language, translate, made_at=made_at,
                                   is_large=is_large)


class _Writer:
    def __init__(self, kit: Kit, language: str, translate: Translate) -> None:
        self.kit, self.language, self.translate = kit, language, translate

    def sheets(self) -> Iterator[Printed]:
        _ = self.translate
        name = pick(self.kit.title, self.language)[0]
        parts = (
            (HOW_TO, _("Hold your own conversation"), self._how_to()), (ASK, _("What to ask"), self._ask()),
            (HELP, _("Help and support"), self._help()), (ACCESS, _("Can everyone take part?"), self._access()),
            (AGREED, _("What we agree on"), self._agreed()), (NOTES, _("Your notes"), self._notes()))
        for number, (kind, heading, blocks) in enumerate(parts):
            top: tuple[Block, ...] = (Heading((self._words(heading),), 1 if number == 0 else 2),)
            yield Printed(kind, name, "", (*top, *blocks))

    def _how_to(self) -> Iterator[Block]:
        _, kit = self.translate, self.kit
        yield Paragraph((pick(kit.title, self.language),), is_rule=True)
        if kit.is_example:
            yield self._say(_(
                "This consultation and all its answers are made up, to show how Consult works. Translations were "
                "drafted by a machine and not yet checked by a person."))
        yield self._say(_("Any group can talk about the plan and send us what people said. You need no training."))
        yield self._rule(_("You can send notes until %(day)s.", day=date_words(kit.closes_on, self.language)))
        yield self._heading(_("Before you meet"))
        yield self._points(
            _("Read this kit. It has a sheet for each step."),
            _("Ask people what they need to take part. Use the access sheet."),
            _("Print the sheet with help lines. Put it where everyone can see it."),
            _("Choose one or two questions. One hour is enough."),
            _("Find one person to write notes for each table."))
        yield self._heading(_("When you meet"))
        yield self._points(
            _("Read out what you agree on."), _("Ask a question. Let everyone speak who wants to."),
            _("Write what people say, in their words. Write no names."),
            _("Write down where people do not agree. Every view counts."),
            _("Have a break. Stop on time."))
        yield self._heading(_("After you meet"))
        yield self._points(
            *self._where_to_send(), _("A photo of the sheets is fine. So is a recording of you reading them out."),
            _("We read every note. The report says at how many events a thing was said."))

    def _where_to_send(self) -> tuple[Line | str, ...]:
        if not self.kit.contact_email:
            return (self.translate("Give your notes to the person who gave you this kit."),)
        return ((self._words(self.translate("Send your notes by email to") + " "), (self.kit.contact_email, "en")),)

    def _ask(self) -> Iterator[Block]:
        _ = self.translate
        yield self._say(_("Choose the questions that matter to your group. You can also talk about something else."))
        yield Points(tuple((pick(question, self.language),) for question in self._questions()))
        yield self._say(_("To help people say more, you can ask:"))
        yield self._points(_("Can you tell us more about that?"), _("Who feels the same? Who does not?"),
                           _("What would make it better?"), _("What is missing from the plan?"))

    def _questions(self) -> Sequence[Text]:
        return self.kit.questions[:MOST_QUESTIONS]

    def _help(self) -> Iterator[Block]:
        _ = self.translate
        yield self._say(_("Talking about crime can be hard. Anyone can take a break or stop, and need not say why."))
        yield Box((self._heading(_("If someone is in danger now"), 3), self._points(
            _("Call 999."),
            _("If you cannot speak on the phone, send a text to 999. You need to sign up first: send the word "
              "“register” to 999."),
            _("In British Sign Language: use the 999 BSL app or website. An interpreter speaks for you."))))
        yield self._heading(_("To report a crime that is over"), 3)
        yield self._points(_("Call 101, or report it on the website of the Metropolitan Police."),
                           _("To stay anonymous, call Crimestoppers on 0800 555 111."))
        yield self._heading(_("If something happened to you"), 3)
        yield self._points(
            _("London Victim and Witness Service: 0808 168 9291. It is free, and you do not have to report anything."),
            _("Under 18: call Childline on 0800 1111. It is free and does not show on the phone bill."))
        yield self._heading(_("If you are worried about someone"), 3)
        yield self._say(_("Do not write it in the notes. Talk to the person after the meeting, away from the others."))

    def _access(self) -> Iterator[Block]:
        _ = self.translate
        yield self._say(_("Go through this list when you plan. Tick what is ready."))
        yield self._ticks(
            _("There are no steps, or there is a lift"), _("There is a toilet that everyone can use"),
            _("A bus stop or station without steps is near"), _("There is a quiet room"),
            _("We asked people if they need a sign language interpreter or another language"),
            _("We asked people if they need large letters, Easy Read or a hearing loop"),
            _("Supporters, carers and assistance dogs can come"), _("People can join by phone or video"),
            _("We can pay for travel or child care, or we told people that we cannot"),
            _("There is a break each 45 minutes"), _("Food suits what people eat"))
        yield self._say(_("An interpreter needs about six weeks to plan."))
        yield Lines(SHORT_LINES, (self._words(_("What we could not do, and why")),))

    def _agreed(self) -> Iterator[Block]:
        _ = self.translate
        yield self._say(_("Read this out at the start."), is_rule=True)
        yield self._points(
            _("One person talks at a time."), _("You can say nothing. You can leave at any time."),
            _("We listen. We do not judge what others say."), _("What people tell here stays here, without names."),
            _("We take no photos and make no recording."))
        yield self._heading(_("What happens with the notes"), 3)
        yield self._points(
            _("We write down what is said, and no names."),
            _("The notes go to the Mayor's Office for Policing and Crime. A person reads them."),
            _("The report may use them. It never says who said something."),
            _("Your own words are printed only if you say yes. We then tick a box."))
        yield self._heading(_("If people under 18 take part"), 3)
        yield self._points(_("A parent, teacher or youth worker has agreed and is in the room."),
                           _("Write how many are under 13, 13 to 15, and 16 or 17. Write nothing else about them."))

    def _notes(self) -> Iterator[Block]:
        _ = self.translate
        yield self._say(_("Use one set for each table."), is_rule=True)
        yield Blanks(tuple((self._words(words),) for words in (
            _("Day"), _("Table"), _("How many people took part"))))
        yield Lines(SHORT_LINES, (self._words(_("Who took part, in a few words: for example, older people, or a "
                                                "football club. No names.")),))
        yield Blanks(tuple((self._words(words),) for words in (
            _("People under 13"), _("People aged 13 to 15"), _("People aged 16 or 17"))))
        yield Lines(1, (self._words(_("Name of your group, if you want to give it")),))
        yield self._ticks(_("You may print the name of our group in the report"))
        for question in (*self._questions(), None):
            yield from self._note_of(question)

    def _note_of(self, question: Text | None) -> Iterator[Block]:
        _ = self.translate
        other = self._words(_("Something else that people said"))
        yield Heading((pick(question, self.language) if question is not None else other,), 3)
        yield Question((Lines(NOTE_LINES, (self._words(_("What people said")),)),))
        yield Question((self._ticks(_("Nearly all agreed"), _("Some agreed"), _("One person said it")),))
        yield Question((Lines(SHORT_LINES, (self._words(_("Where people did not agree")),)),))
        yield Question((Lines(SHORT_LINES, (self._words(_("In their words: one sentence that someone said")),)),
                        self._ticks(_("The person said that we may print this sentence"))))

    def _words(self, words: str) -> Words:
        return (words, self.language)

    def _say(self, words: str, *, is_rule: bool = False) -> Paragraph:
        return Paragraph((self._words(words),), is_rule)

    def _rule(self, words: str) -> Paragraph:
        return self._say(words, is_rule=True)

    def _heading(self, words: str, level: int = 2) -> Heading:
        return Heading((self._words(words),), level)

    def _points(self, *lines: Line | str) -> Points:
        return Points(tuple((self._words(line),) if isinstance(line, str) else line for line in lines))

    def _ticks(self, *labels: str) -> Ticks:
        return Ticks(tuple(Tick((self._words(label),)) for label in labels))
