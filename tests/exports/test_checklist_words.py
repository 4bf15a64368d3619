"""The words of checklists, steps and asks: every code that the rules can give has its own."""

import ast
from datetime import date
from pathlib import Path

import pytest

from consult.domain import checklists, recommendations, timelines
from consult.domain.checklists import Facts, FormatFact, Line, items
from consult.exports import ask_words, checklist_words, scrutiny_words, timeline_words
from tests.conventions.sources import tree_of

NAMES = {"easy-read": "Easy Read", "bsl": "BSL", "audio": "Audio", "en": "English"}
RULES = Path(checklists.__file__)
OPENS, CLOSES = date(2026, 4, 1), date(2026, 6, 1)


def say(message: str, /, **facts: object) -> str:
    """Stand in for a translator."""
    return message % facts if facts else message


def test_every_line_that_the_rules_can_give_has_words() -> None:
    everything = {"n": 2, "working": 1, "day": OPENS, "days": 3, "due": CLOSES, "form": "bsl", "language": "en",
                  "offered": 1, "wanted": 2, "of": 3, "signed": CLOSES}
    for code in sorted(codes()):
        words = checklist_words.line_words(Line(code, "shown", everything), say, str, NAMES)
        assert words.endswith(".") and "%" not in words


def test_a_line_says_its_numbers_and_names() -> None:
    found = {line.code: line for item in items(Facts(
        OPENS, OPENS, CLOSES, formats=(FormatFact("bsl", "en", date(2026, 4, 11)),))) for line in item.lines}
    words = checklist_words.line_words(found["format-late"], say, str, NAMES)
    assert words == "Late: BSL (English). Days after the start: 10."
    assert checklist_words.line_words(found["holidays"], say, str, NAMES) == "Public holidays in that time: 4."


def test_a_code_that_is_none_has_no_words() -> None:
    with pytest.raises(KeyError):
        checklist_words.line_words(Line("party", "shown", {}), say, str, {})


def test_every_item_step_status_and_reason_has_words() -> None:
    for key in checklists.KEYS:
        assert checklist_words.item_words(key, say)
    for key in timelines.KEYS:
        assert timeline_words.step_words(key, say)
    for code in (*recommendations.STATUSES, ""):
        assert scrutiny_words.status_words(code, say)
    for code in recommendations.REASONS:
        assert bool(scrutiny_words.reason_words(code, say)) is (code != recommendations.OWN_WORDS)
    for code in (recommendations.UNANSWERED, recommendations.REPLIED, recommendations.ANSWERED):
        assert ask_words.waiting_words(code, say)


def codes() -> set[str]:
    """Return the codes of lines that stand in the rules themselves."""
    found = set()
    for node in ast.walk(tree_of(RULES)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_line", "_counted",
                                                                                              "_left"):
            found |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)
                      and isinstance(one.value, str)}
    counted = {"can-change", "cannot-change", "plan-shown", "duties"}
    left = {"unread", "at-desk", "undecided"}
    notices = {"privacy", "children", "safety"}
    found |= {f"{code}-missing" for code in counted} | {f"{code}-none" for code in left}
    found |= {f"notice-{name}{end}" for name in notices for end in ("", "-missing")}
    found |= {"format-promised", "format-missing"}
    return found - {"-missing", "-none", "notice-"}
