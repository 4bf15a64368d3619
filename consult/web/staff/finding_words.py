"""What pages of findings and decisions say of codes: states, outcomes and numbers as staff read them."""

from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.claims import CONFIRMED, DRAFT, SET_ASIDE
from consult.domain.decisions import ACCEPTED, LATER, NOT, NOT_OURS, PARTLY
from consult.domain.reports import WORDS_SCALE
from consult.exports import decision_words, ledger_words
from consult.exports.report_words import scale_words, share_words
from consult.web import locale

if TYPE_CHECKING:
    from consult.queries.findings import EvidenceView

# A state of a finding: its words and its colour.
STATES = {DRAFT: (_l("Draft"), "yellow"), CONFIRMED: (_l("Confirmed"), "green"), SET_ASIDE: (_l("Set aside"), "grey")}
# The lists of findings, by the name that the address gives them.
LISTS = {"": _l("All"), DRAFT: _l("Drafts"), "undecided": _l("Without a decision"), "decided": _l("Decided"),
         SET_ASIDE: _l("Set aside")}
ARGUMENTS = {"strong": _l("Strong"), "fair": _l("Fair"), "thin": _l("Thin")}
# What can be decided, and what each asks for besides.
OUTCOMES = {ACCEPTED: _l("Yes: it will be done"), PARTLY: _l("Part of it will be done"),
            NOT: _l("No: it will not be done"), LATER: _l("Not now, but later"),
            NOT_OURS: _l("It is the job of somebody else")}


def sayings() -> SimpleNamespace:
    """Return the fixed words of codes in the page's language, each as a function of the code."""
    names = ("outcome_words", "argument_words", "evidence_words", "group_words")
    return SimpleNamespace(
        **{name.removesuffix("_words"): partial(_said, name) for name in names},
        standing=lambda code: ledger_words.standing_words(code, gettext), state=lambda code: STATES[code],
        share=lambda count, base: share_words(count, base, gettext),
        word=lambda code: scale_words(code, gettext), counted=counted,
        lines=lambda decision: decision_words.decision_lines(decision, locale.language().tag, gettext))


def counted(row: "EvidenceView") -> str:
    """Return the number of one thing that a finding rests on, empty where nothing is counted."""
    if row.count is None or row.base is None:
        return ""
    if row.unit == "events":
        return gettext("raised at %(count)s of %(base)s events", count=row.count, base=row.base)
    return share_words(row.count, row.base, gettext)


def scale_choices() -> list[tuple[str, str]]:
    """Return the words that an author can print in place of the counted one; the counted one is first."""
    codes = [*(code for _least, code in WORDS_SCALE), "one-or-two"]
    return [("", gettext("The word that the numbers give")), *((code, scale_words(code, gettext)) for code in codes)]


def _said(name: str, code: str) -> str:
    return str(getattr(decision_words, name)(code, gettext))
