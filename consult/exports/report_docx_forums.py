"""The part of the Word report in which forums speak: each ask beside the replies and the group's marks."""

from consult.domain.forum_voices import ForumVoice, VoicedAsk
from consult.domain.reports import Report, Text, pick
from consult.exports import forum_words
from consult.exports.cells import Translate
from consult.exports.docx_pages import Page, Words

# The language of replies and of marks; an ask says its own.
WRITTEN_IN = "en"


def write(page: Page, report: Report, language: str, translate: Translate) -> None:
    """Add the chapter to a document; nothing where no forum that wants to be seen asked anything."""
    if not report.forums:
        return
    chapter = _Chapter(page, language, translate)
    chapter.opening()
    for forum in report.forums:
        chapter.forum(forum)


class _Chapter:
    def __init__(self, page: Page, language: str, translate: Translate) -> None:
        self.page, self.language, self.translate = page, language, translate

    def opening(self) -> None:
        translate = self.translate
        self.page.heading(self._fixed(translate("What the forums said")), 2)
        self.page.paragraph(self._fixed(translate(
            "A forum is a group of Londoners that sets its own agenda. These are its own words, beside the reply and "
            "what the group thinks of it.")))

    def forum(self, forum: ForumVoice) -> None:
        self.page.heading((forum.name, WRITTEN_IN), 3)
        for ask in forum.asks:
            self._ask(ask)

    def _ask(self, ask: VoicedAsk) -> None:
        translate = self.translate
        header = [self._fixed(words) for words in (
            translate("What the forum asked"), translate("What they replied"),
            translate("What the forum says to that"))]
        asked = self._cell(ask.text, forum_words.asked_lines(ask, self.language, translate), ask.language)
        waiting = forum_words.timeliness_words(ask.timeliness, ask.days_late, translate)
        rows = [
            [asked if number == 0 else self._fixed(""),
             self._cell(reply.reason, forum_words.replied_lines(reply, self.language, translate)),
             self._cell(reply.mark_words, [forum_words.mark_words(reply.mark, translate)])]
            for number, reply in enumerate(ask.replies)
        ] or [[asked, self._fixed(waiting), self._fixed("")]]
        self.page.table([(ask.title, ask.language)], header, rows)
        self._plan(ask)

    def _plan(self, ask: VoicedAsk) -> None:
        if not ask.node_key:
            return
        translate = self.translate
        self._about(translate("Part of the plan:"), ask.node_title)
        self._about(translate("What it said when the forum asked:"), ask.before)
        if ask.after:
            self._about(translate("What it says now:"), ask.after)
        else:
            self.page.paragraph(self._fixed(translate("The words of this part have not changed since.")))

    def _about(self, label: str, text: Text) -> None:
        if text:
            self.page.paragraph(self._fixed(label + " "), pick(text, self.language))

    def _cell(self, said: str, lines: list[str], language: str = WRITTEN_IN) -> list[Words]:
        parts = [self._fixed("\n".join(lines))]
        return [*parts, ("\n" + said, language)] if said else parts

    def _fixed(self, words: str) -> Words:
        return (words, self.language)
