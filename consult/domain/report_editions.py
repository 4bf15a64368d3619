"""What an edition says of itself and of its making: sign-off, change log, duties, code frame; frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]


@dataclass(frozen=True)
class Waiting:
    """One thing that was not done: its code (report_readiness) and how many there were; `of` names a language."""

    code: str
    count: int
    of: str = ""


@dataclass(frozen=True)
class SignOff:
    """Who stands for an edition as the whole report.

    `why` is why it was signed off although things waited: `waiting` says how many of each at that moment; both are
    empty where nothing did.
    """

    name: str
    office: str
    why: str = ""
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True)
class ReportedEdition:
    """A line of the change log: an edition up to this one, the day it came out (ISO), and what changed in it.

    `recalled` is why it was called back, empty where it stands.
    """

    number: int
    published_on: str
    is_signed_off: bool = False
    changes: Text = field(default_factory=dict)
    recalled: str = ""


@dataclass(frozen=True)
class ReportedDuty:
    """A law or a promise under which people were asked."""

    title: Text
    words: Text
    source: str = ""


@dataclass(frozen=True)
class ReportedCode:
    """A theme of the code frame: what belongs in it and what does not, `parent` the key of the theme above it."""

    key: str
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Scope:
    """What people could still change and what they could not, and the duties under which they were asked."""

    can_change: Text = field(default_factory=dict)
    cannot_change: Text = field(default_factory=dict)
    duties: tuple[ReportedDuty, ...] = ()
