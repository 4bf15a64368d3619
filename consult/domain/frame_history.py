"""What a code frame was at an earlier version, put together again from the log of its changes; no storage here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from consult.domain.code_frames import CodeFrame, FrameTheme

FIELDS = ("name", "parent", "definition", "include", "exclude", "examples", "position", "state")
# What an action leaves a theme as, where its log does not say.
STATES = {"merged": "merged", "retired": "retired"}


@dataclass(frozen=True)
class Step:
    """One line of the log: the version that it made, the theme (key), what was done, and what was said of it.

    `facts` may hold `before` and `after` (fields of the theme, all or some) and `others`: fields by key of themes
    that changed along with it.
    """

    version: int
    theme: str
    action: str
    facts: Mapping[str, Any]


def as_facts(theme: FrameTheme) -> dict[str, Any]:
    """Return a theme as plain values for the log."""
    return {name: list(theme.examples) if name == "examples" else getattr(theme, name) for name in FIELDS}


def frame_at(version: int, steps: Iterable[Step], now: Mapping[str, FrameTheme], title: str = "") -> CodeFrame:
    """Return the frame as it stood right after a version; steps in their order, `now` the themes as they stand today.

    What the log does not say of a theme is taken from its next step that does, else from today.
    """
    listed = list(steps)
    found: dict[str, FrameTheme] = {}
    for step in listed:
        if step.version > version:
            break
        theme = found.get(step.theme) or _first_known(step.theme, listed, now)
        if theme is None:
            continue
        said = _said(step.facts.get("after"))
        found[step.theme] = replace(theme, **{"state": STATES.get(step.action, "active"), **said})
        for key, fields in dict(step.facts.get("others") or {}).items():
            if key in found:
                found[key] = replace(found[key], **_said(fields))
    return CodeFrame(title, tuple(found.values()), version)


def _first_known(key: str, steps: Iterable[Step], now: Mapping[str, FrameTheme]) -> FrameTheme | None:
    today = now.get(key)
    if today is None:
        return None
    unknown = replace(today, state="active")
    first = next((_said(step.facts["before"]) for step in steps if step.theme == key and step.facts.get("before")), {})
    return replace(unknown, **first)


def _said(fields: Any) -> dict[str, Any]:
    said = {name: value for name, value in dict(fields or {}).items() if name in FIELDS}
    if "examples" in said:
        said["examples"] = tuple(said["examples"])
    return said
