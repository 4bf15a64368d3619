"""The report as a Word document for reading, printing and editing; the numbers are those of the page and the CSV."""

from datetime import datetime

from consult.domain.languages import LANGUAGES
from consult.domain.reports import Report, Table, Text, ThemeSection, pick
from consult.exports import report_docx_forums, report_words
from consult.exports.cells import Translate, cell_words
from consult.exports.docx_pages import Page, Words


def write(report: Report, language: str, translate: Translate) -> bytes:
    """Return the report in `language` (BCP 47) as DOCX; equal reports give equal bytes.

    `translate` gives the fixed words in that language. Authored words that are not in it stand in English and say so
    to a screen reader.
    """
    return _Writer(report, language, translate).write()


class _Writer:
    def __init__(self, report: Report, language: str, translate: Translate) -> None:
        self.report, self.language, self.translate = report, language, translate
        written_at = datetime.fromisoformat(report.published_at)
        self.page = Page(language, pick(report.title, language)[0], written_at)
        self.questions = {question.question_key: question.label for question in report.uncoded}

    def write(self) -> bytes:
        for part in (
            self._front, self._at_a_glance, self._how_to_read, self._how_asked, self._tables, self._themes, self._nodes,
            self._nothing_said, self._nowhere, self._forums, self._not_coded, self._exclusions,
        ):
            part()
        return self.page.saved()

    def _fixed(self, words: str) -> Words:
        return (words, self.language)

    def _authored(self, text: Text) -> Words:
        return pick(text, self.language)

    def _section(self, words: str) -> None:
        self.page.heading(self._fixed(words), 2)

    def _say(self, words: str) -> None:
        self.page.paragraph(self._fixed(words))

    def _list(self, lines: list[str]) -> None:
        self.page.bullets([[self._fixed(line)] for line in lines])

    def _paragraphs(self, text: Text) -> None:
        words, language = self._authored(text)
        for paragraph in filter(str.strip, words.split("\n\n")):
            self.page.paragraph((paragraph, language))

    def _front(self) -> None:
        report, translate = self.report, self.translate
        self.page.heading(self._authored(report.title), 1)
        if report.is_example:
            self._say(translate("This is an example. The answers in it are made up."))
        day = report_words.date_words(report.published_at, self.language)
        self._list([
            translate("Status: %(status)s", status=report_words.status_words(report.status, translate)),
            translate("Edition: %(edition)s", edition=report.edition),
            translate("Date: %(date)s", date=day),
            translate("Data fingerprint: %(digest)s", digest=report.dataset_digest),
        ])

    def _at_a_glance(self) -> None:
        counters, translate = self.report.counters, self.translate
        self._section(translate("At a glance"))
        self._paragraphs(self.report.summary)
        self._list([
            translate("Responses received: %(count)s", count=counters.submissions),
            translate("People and organisations that answered: %(count)s", count=counters.respondents),
            translate("Organisations among them: %(count)s", count=counters.organisations),
            translate("People at events: %(count)s", count=counters.event_participants),
        ])
        self._say(translate("These four numbers count different things. Do not add them up."))

    def _how_to_read(self) -> None:
        self._section(self.translate("How to read this report"))
        self._list(report_words.statements(self.report.people_and_machines, self.translate))
        self._paragraphs(self.report.who_is_missing)
        self._say(self.translate("What the words for numbers mean, where 30 people or more answered:"))
        self._list(report_words.scale_lines(self.translate))

    def _how_asked(self) -> None:
        asked, translate = self.report.how_asked, self.translate
        self._section(translate("How people could take part"))
        opened, closed = (report_words.date_words(day, self.language) for day in (asked.opened_on, asked.closed_on))
        self._say(translate("People could answer from %(opened)s to %(closed)s.", opened=opened, closed=closed))
        self._paragraphs(asked.words)
        if asked.channels:
            self._say(translate("Ways to answer:"))
            self._list([report_words.channel_words(channel, translate) for channel in asked.channels])
        if asked.languages:
            self._say(translate("Languages:"))
            names = [(LANGUAGES[tag].name if tag in LANGUAGES else tag, tag) for tag in asked.languages]
            self.page.bullets([[name] for name in names])

    def _tables(self) -> None:
        self._section(self.translate("Tables"))
        for number, table in enumerate(self.report.tables, 1):
            self._table(number, table)

    def _table(self, number: int, table: Table) -> None:
        caption = [self._fixed(self.translate("Table %(number)s:", number=number) + " "), self._authored(table.title)]
        corner = self._fixed(self.translate("Group, answer or theme"))
        header = [corner, *(self._authored(column.label) for column in table.columns)]
        rows = [
            [self._authored(row.label),
             *(self._fixed(cell_words(table.cells[row.key, c.key], self.translate)) for c in table.columns)]
            for row in table.rows
        ]
        self.page.table(caption, header, rows)
        self._say(report_words.unit_words(table.unit, self.translate))
        for note in table.notes:
            self._say(report_words.note_words(note, self.translate))

    def _themes(self) -> None:
        self._section(self.translate("What people said"))
        for theme in self.report.themes:
            self._theme(theme)

    def _theme(self, theme: ThemeSection) -> None:
        page, translate = self.page, self.translate
        page.heading(self._authored(theme.name), 3)
        self._paragraphs(theme.definition)
        if theme.question_key in self.questions:
            question = self._authored(self.questions[theme.question_key])
            page.paragraph(self._fixed(translate("In answer to:") + " "), question)
        shares = report_words.theme_words(theme, translate)
        self._say(translate("People who spoke of it: %(share)s", share=shares))
        self._list([
            translate("%(stance)s: %(count)s", stance=report_words.stance_words(stance, translate), count=count)
            for stance, count in sorted(theme.stances.items())
        ])
        if theme.links:
            self._say(translate("Where it belongs in the plan:"))
            page.bullets([[self._authored(link.title), (" – " + link.reason, "en")] for link in theme.links])
        for quote in theme.quotes:
            who = report_words.attribution_words(quote, translate, self.language)
            page.quote((quote.text, quote.language), self._fixed(translate("Said by %(who)s", who=who)))

    def _nodes(self) -> None:
        self._section(self.translate("What people said about each part of the plan"))
        for node in self.report.nodes:
            self.page.heading(self._authored(node.title), 3)
            self.page.bullets([
                [self._authored(theme.name),
                 self._fixed(" – " + report_words.share_words(theme.respondents, theme.base, self.translate)),
                 (" – " + theme.reason, "en")]
                for theme in node.themes
            ])

    def _nothing_said(self) -> None:
        self._section(self.translate("Parts of the plan that nobody spoke of"))
        if not self.report.nodes_nothing_said:
            self._say(self.translate("Somebody spoke of every part of the plan."))
        self.page.bullets([[self._authored(node.title)] for node in self.report.nodes_nothing_said])

    def _nowhere(self) -> None:
        self._section(self.translate("Themes that belong nowhere in the plan"))
        if not self.report.themes_nowhere:
            self._say(self.translate("Every theme belongs somewhere in the plan."))
        self.page.bullets([
            [self._authored(theme.name),
             self._fixed(" – " + self.translate("people who spoke of it: %(count)s", count=theme.respondents)),
             (" – " + theme.reason, "en")]
            for theme in self.report.themes_nowhere
        ])

    def _forums(self) -> None:
        report_docx_forums.write(self.page, self.report, self.language, self.translate)

    def _not_coded(self) -> None:
        translate = self.translate
        self._section(translate("What was read and what was not"))
        if not self.report.uncoded:
            self._say(translate("No question asked for an answer in own words."))
            return
        names = [translate("Answers"), translate("Read by a person"), translate("With a theme"), translate("No answer")]
        header = [self._fixed(name) for name in (translate("Question"), *names)]
        rows = [
            [self._authored(q.label), *(self._fixed(str(n)) for n in (q.answers, q.read, q.coded, q.not_answered))]
            for q in self.report.uncoded
        ]
        self.page.table([self._fixed(translate("Answers to each question in own words"))], header, rows)

    def _exclusions(self) -> None:
        translate = self.translate
        self._section(translate("Responses that were kept but not counted"))
        if not self.report.exclusions:
            self._say(translate("Every response was counted."))
        self._list([
            translate("%(reason)s: %(count)s", reason=report_words.exclusion_words(e.reason, translate), count=e.count)
            for e in self.report.exclusions
        ])
