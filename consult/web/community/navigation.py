"""The links of the space, in groups; each is there only for who may follow it."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l

from consult.domain.forum_access import Right
from consult.web import space
from consult.web.access import rule_of

# Group, then (endpoint, words). Words are neutral: a glance at the screen tells nothing of the group.
GROUPS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (_l("Today"), (("space_home.show", _l("Today")),)),
    (_l("Agenda"), (("space_agenda.index", _l("Agenda")), ("space_tray.index", _l("Tray")))),
    (_l("Meetings"), (("space_meetings.index", _l("Meetings")), ("space_access.profile", _l("What I need")))),
    (_l("Talk"), (("space_threads.index", _l("Talk")),)),
    (_l("Decisions"), (("space_decisions.index", _l("Decisions")), ("space_activities.index", _l("Activities")))),
    (_l("Record"), (("space_notes.index", _l("Notes")), ("space_asks.index", _l("Asks")))),
    (_l("How we work"), (
        ("space_charter.show", _l("Charter")), ("space_review.index", _l("Yearly review")),
        ("space_measures.show", _l("Measures")), ("space_steps.index", _l("When something goes wrong")),
        ("space_reports.index", _l("Reports")), ("space_appeals.index", _l("Looking again")),
        ("space_life.show", _l("Settings of the group")), ("space_join.index", _l("Letting people in")))),
    (_l("Mine"), (("space_me.show", _l("My choices")), ("space_mine.show", _l("What came of what I said")),
                  ("space_leaving.show", _l("Leave or take everything")))),
)


# Address books whose pages hang on a page of the navigation.
BELONGS = {
    "space_agenda_links": "space_agenda", "space_agenda_meetings": "space_agenda",
    "space_agenda_merges": "space_agenda", "space_guests": "space_meetings", "space_papers": "space_meetings",
    "space_signals": "space_meetings", "space_meeting_questions": "space_meetings", "space_posts": "space_threads",
    "space_signing": "space_threads", "space_note_lines": "space_notes", "space_note_questions": "space_notes",
    "space_ask_questions": "space_asks", "space_joining": "space_join", "space_safety": "space_me",
}


@dataclass(frozen=True)
class Link:
    """A link of the navigation."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """Links that belong together; `is_current` where the page is one of them."""

    text: str
    links: tuple[Link, ...]
    is_current: bool


def init(app: Flask) -> None:
    """Give pages of the space their navigation."""
    app.context_processor(_furniture)


def _furniture() -> dict[str, Any]:
    acting = space.acting() if _is_space() else None
    return {"acting": acting, "space_groups": groups(acting.rights) if acting else (), "is_space": _is_space()}


def _is_space() -> bool:
    parts = request.path.split("/", 3)
    return len(parts) > 2 and parts[2] == "space"


def groups(rights: frozenset[Right]) -> tuple[Group, ...]:
    """Return the groups with what somebody with these rights may open."""
    found = []
    for text, links in GROUPS:
        kept = []
        for endpoint, words in links:
            rule = rule_of(endpoint)
            if endpoint in current_app.view_functions and rule is not None and rule.right in rights:
                kept.append(Link(str(words), url_for(endpoint), _is_here(endpoint)))
        if kept:
            found.append(Group(str(text), tuple(kept), any(link.is_current for link in kept)))
    return tuple(found)


def _is_here(endpoint: str) -> bool:
    """Say whether the page is of this link: its own address book, or one whose pages hang on it."""
    here = (request.endpoint or "").split(".")[0]
    return endpoint.split(".")[0] == BELONGS.get(here, here)
