"""What a group sets for itself beside its charter: how it decides, its days, whom to turn to, its public page.

No storage and no words for readers here; a change is proposed as a whole and made by the group's decision.
"""

import json
import re
from collections.abc import Mapping

from consult.domain.errors import Conflict, Refused
from consult.domain.group_decisions import RULES

DECIDES_BY, JOINS_BY, HOW_TO_JOIN = "decides_by", "joins_by", "how_to_join"
PAPERS_DAYS, RECORD_DAYS = "papers_days", "record_days"
ABOUT, ADVOCATE, LICENCE = "about", "advocate_contact", "licence"
# In the order of the page.
NAMES = (ABOUT, DECIDES_BY, JOINS_BY, HOW_TO_JOIN, PAPERS_DAYS, RECORD_DAYS, ADVOCATE, LICENCE)
CHOICES: Mapping[str, tuple[str, ...]] = {DECIDES_BY: RULES, JOINS_BY: ("invitation", "asking")}
# Working days: papers before a meeting (CP-11), additions after it, which is never less than ten (CP-13).
DAYS: Mapping[str, tuple[int, int]] = {PAPERS_DAYS: (1, 60), RECORD_DAYS: (10, 60)}
MOST_TEXT = 1000
LEAST_SLUG, MOST_SLUG = 3, 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Settings = Mapping[str, str | int]


def check(given: Mapping[str, str]) -> dict[str, str | int]:
    """Return the settings that are given, as they are kept; raises Refused by the name of a setting."""
    return {name: _checked(name, given[name].strip()) for name in NAMES if name in given}


def _checked(name: str, value: str) -> str | int:
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise Refused(name, "option-unknown")
        return value
    if name in DAYS:
        least, most = DAYS[name]
        if not (value.isascii() and value.isdigit() and len(value) <= len(str(most)) and least <= int(value) <= most):
            raise Refused(name, "number-range", {"least": least, "most": most})
        return int(value)
    if len(value) > MOST_TEXT:
        raise Refused(name, "forum-words-long", {"most": MOST_TEXT})
    return value


def changes(now: Settings, wanted: Settings) -> dict[str, str | int]:
    """Return what would become different; raises Conflict where nothing would."""
    found = {name: value for name, value in wanted.items() if value != now.get(name)}
    if not found:
        raise Conflict("settings-the-same")
    return found


def to_detail(wanted: Settings) -> str:
    """Return settings as a decision keeps them."""
    return json.dumps(dict(wanted), ensure_ascii=False, sort_keys=True)


def from_detail(detail: str) -> dict[str, str | int]:
    """Return the settings that a decision is about."""
    return {name: value for name, value in json.loads(detail or "{}").items() if name in NAMES}


def check_slug(slug: str) -> str:
    """Return the last part of a public address; raises Refused where it cannot be one."""
    slug = slug.strip().lower()
    if not LEAST_SLUG <= len(slug) <= MOST_SLUG or not _SLUG.fullmatch(slug):
        raise Refused("slug", "forum-slug-wrong", {"least": LEAST_SLUG, "most": MOST_SLUG})
    return slug
