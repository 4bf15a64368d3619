"""The ledger of decisions as a Word document for a meeting: each line with its decisions and the words of the plan."""

from datetime import datetime

from consult.domain import ledgers
from consult.domain.ledgers import Ledger, Line, PlanPart, Verdict
from consult.domain.reports import Text, pick
from consult.exports import decision_words, ledger_words
from consult.exports.cells import Translate
from consult.exports.docx_pages import Page, Words
from consult.exports.report_words import date_words


def write(ledger: Ledger, language: str, translate: Translate) -> bytes:
    """Return the ledger in `language` (BCP 47) as DOCX; equal ledgers give equal bytes."""
    return _Writer(ledger, language, translate).write()


class _Writer:
    def __init__(self, ledger: Ledger, language: str, translate: Translate) -> None:
        self.ledger, self.language, self.translate = ledger, language, translate
        title = translate("What was said and what was decided")
        self.page = Page(language, title, datetime.fromisoformat(ledger.on))
        self.page.heading((title, language), 1)

    def write(self) -> bytes:
        translate, lines = self.translate, self.ledger.lines
        self.page.paragraph(pick(self.ledger.title, self.language))
        self._say(translate("As it stood on %(day)s", day=date_words(self.ledger.on, self.language)))
        self.page.bullets([[self._fixed(f"{ledger_words.standing_words(code, translate)}: {count}")]
                           for code, count in ledgers.counted(lines).items()])
        for kind, heading in ((ledgers.FINDING, translate("Findings")),
                              (ledgers.THEME, translate("Themes that no finding speaks of yet")),
                              (ledgers.FORUM_ASK, translate("What forums asked"))):
            of_kind = [line for line in lines if line.kind == kind]
            if of_kind:
                self.page.heading(self._fixed(heading), 2)
            for line in of_kind:
                self._line(line)
        return self.page.saved()

    def _line(self, line: Line) -> None:
        words, language = pick(line.said, self.language)
        self.page.heading((f"{line.number}. {words}" if line.number else words, language), 3)
        for fact in self._facts(line):
            self.page.paragraph(*fact)
        for verdict in line.verdicts:
            self._verdict(verdict)

    def _facts(self, line: Line) -> list[list[Words]]:
        translate = self.translate
        found = [[self._fixed(ledger_words.standing_words(line.standing, translate))]]
        if line.note:
            found.append([(line.note, "en")])
        if line.by:
            found.append([self._fixed(translate("Forum:") + " "), (line.by, "en")])
        if line.respondents is not None and line.base is not None:
            found.append([self._fixed(translate("People who spoke of it: %(count)s of %(base)s",
                                                count=line.respondents, base=line.base))])
        if line.events:
            found.append([self._fixed(translate("Events where it was raised: %(count)s", count=line.events))])
        if line.themes:
            found.append([self._fixed(translate("Themes:") + " "), ("; ".join(line.themes), "en")])
        found += [[self._fixed(translate("Part of the plan:") + " "), pick(part.title, self.language)]
                  for part in line.parts]
        if line.is_missing:
            found.append([self._fixed(translate("The plan says nothing about this"))])
        return found

    def _verdict(self, verdict: Verdict) -> None:
        translate = self.translate
        lines = decision_words.decision_lines(verdict, self.language, translate)
        if not verdict.is_current:
            lines = [translate("This was decided before. A newer decision took its place."), *lines]
        self.page.bullets([[self._fixed(words)] for words in lines])
        self.page.paragraph(self._fixed(translate("Why:") + " "), pick(verdict.reason, self.language))
        if verdict.parts:
            self._changes(verdict.parts)

    def _changes(self, parts: tuple[PlanPart, ...]) -> None:
        translate = self.translate
        header = [self._fixed(words) for words in (
            translate("Part of the plan"), translate("What it said before"), translate("What it says now"))]
        rows = [[self._cell(part.title), self._cell(part.before), self._cell(part.after)] for part in parts]
        self.page.table([self._fixed(translate("What changed in the plan"))], header, rows)

    def _cell(self, text: Text) -> Words:
        return pick(text, self.language) if text else self._fixed("–")

    def _say(self, words: str) -> None:
        self.page.paragraph(self._fixed(words))

    def _fixed(self, words: str) -> Words:
        return (words, self.language)
