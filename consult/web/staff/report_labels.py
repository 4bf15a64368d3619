"""What staff call the parts of a report: its chapters, its blocks, and what waits before it is published."""

from collections.abc import Mapping

from flask import g, url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from consult.domain.report_chapters import Block, Text
from consult.domain.report_editions import Waiting
from consult.domain.reports import Report
from consult.exports.report_titles import chapter_title, kind_title
from consult.web.access import rule_of
from consult.web.pages import words
from consult.web.staff.language_names import language_name


def chapter_name(key: str, number: int) -> str:
    """Return the number and the heading of a chapter."""
    return gettext("%(number)s. %(title)s", number=number, title=chapter_title(key, gettext))


def names_of(report: Report) -> dict[str, Text]:
    """Return the name by language of everything that a block can be of, by what names it (`ref`)."""
    found: dict[str, Text] = {node.key: node.title for node in (*report.objectives, *report.nodes)}
    found |= {theme.key: theme.name for theme in report.themes}
    found |= {table.table_id: table.title for table in report.tables}
    found |= {forum.slug: {"en": forum.name} for forum in report.forums}
    return found | {finding.key: _numbered(finding.number, finding.claim) for finding in report.findings}


def _numbered(number: int, claim: Text) -> Text:
    return {tag: f"F{number}: {said}" for tag, said in claim.items()}


def block_name(block: Block, names: Mapping[str, Text]) -> Markup:
    """Return what a block is called: its kind, and what it is of or how its words begin."""
    kind = escape(kind_title(block.kind, gettext))
    about = names.get(block.ref) if block.ref else (block.title or block.words)
    return kind + ": " + _shortened(about) if about else kind


def _shortened(text: Text) -> Markup:
    said = words({tag: _cut(found) for tag, found in text.items()})
    return said if isinstance(said, Markup) else escape(said)


def _cut(said: str, most: int = 110) -> str:
    return said if len(said) <= most else said[:most].rsplit(" ", 1)[0] + "…"


def waiting_line(one: Waiting) -> str:
    """Return what is not done, with how many there are."""
    if one.code == "translations":
        return gettext("%(language)s: %(count)s of your own words are not translated or not checked",
                       language=language_name(one.of), count=one.count)
    if one.code == "open":
        return gettext("The consultation is still open. An edition of today says so, and later answers are not in it.")
    count = one.count
    return {
        "unread": lambda: ngettext("%(num)s response has words that nobody has read",
                                   "%(num)s responses have words that nobody has read", count),
        "uncoded": lambda: ngettext("%(num)s response is not coded to the end",
                                    "%(num)s responses are not coded to the end", count),
        "at-desk": lambda: ngettext("%(num)s submission waits at the desk", "%(num)s submissions wait at the desk",
                                    count),
        "undecided": lambda: ngettext("%(num)s confirmed finding has no decision",
                                      "%(num)s confirmed findings have no decision", count),
        "unconfirmed": lambda: ngettext("%(num)s finding is a draft that nobody confirmed",
                                        "%(num)s findings are drafts that nobody confirmed", count),
        "unplaced": lambda: ngettext("%(num)s theme has no place in the plan",
                                     "%(num)s themes have no place in the plan", count),
        "hosts-checking": lambda: ngettext("At %(num)s event the host can still correct our notes",
                                           "At %(num)s events the hosts can still correct our notes", count),
        "summaries-unchecked": lambda: ngettext("%(num)s summary of an organisation is not checked by it",
                                                "%(num)s summaries of organisations are not checked by them", count),
        "quotes-to-read": lambda: ngettext("%(num)s quote is to be read by a person before it is printed",
                                           "%(num)s quotes are to be read by a person before they are printed", count),
        "easy-read": lambda: ngettext("%(num)s chapter of the summary has no Easy Read",
                                      "%(num)s chapters of the summary have no Easy Read", count),
        "bsl": lambda: ngettext("%(num)s chapter of the summary has no film in British Sign Language",
                                "%(num)s chapters of the summary have no film in British Sign Language", count),
    }[one.code]()


# Where each thing is done.
_PLACES = {
    "unread": "staff_coding_board.index", "uncoded": "staff_coding_board.index", "at-desk": "staff_submissions.index",
    "undecided": "staff_findings.index", "unconfirmed": "staff_findings.index", "unplaced": "staff_theme_links.index",
    "hosts-checking": "staff_host_checks.index", "summaries-unchecked": "staff_organisations.index",
    "quotes-to-read": "staff_report_quotes.index", "translations": "staff_report_words.index",
}


def waiting_href(one: Waiting, slug: str) -> str | None:
    """Return where it is done, None where whoever looks may not open it."""
    rule = rule_of(_PLACES.get(one.code))
    return url_for(_PLACES[one.code], slug=slug) if rule and rule.permission in g.permissions else None
