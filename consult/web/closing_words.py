"""When a consultation closes, as public and staff pages show it: instants in London time, and every later date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import force_locale, gettext, ngettext

from consult.domain.closings import LATE_CHANNELS, closes_at_for
from consult.domain.instants import utc_now
from consult.domain.languages import LANGUAGES
from consult.domain.variants import AUDIO, BSL, EASY_READ
from consult.domain.working_days import LONDON
from consult.exports.report_words import channel_words
from consult.web import pages

if TYPE_CHECKING:
    from consult.models.consultations import Consultation
    from consult.queries.closings import Change



@dataclass(frozen=True)
class LateChannel:
    """A way to answer that closes later than the rest: its name, until when, and the reasons, the newest first."""

    name: str
    closes_at: datetime
    is_open: bool
    changes: Sequence[Change]


@dataclass(frozen=True)
class Closing:
    """What a page tells about the close: the changes for everyone and the ways that close later."""

    opens: str
    closes: str
    moved: Sequence[Change]
    later: Sequence[LateChannel]


def instant(value: datetime) -> str:
    """Show an instant in London time; in the one hour a year that comes twice, with which of the two it is."""
    shown = pages.moment(value)
    local = value.astimezone(LONDON)
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return shown
    if local.fold:
        return gettext("%(moment)s, after the clocks go back", moment=shown)
    return gettext("%(moment)s, before the clocks go back", moment=shown)


def closing(consultation: Consultation, changes: Sequence[Change]) -> Closing:
    """Return what to show of the close in the language of the page."""
    return Closing(instant(consultation.opens_at), instant(consultation.closes_at),
                   [change for change in changes if change.channel is None],
                   [late for channel in LATE_CHANNELS if (late := _late(consultation, changes, channel)) is not None])


def _late(consultation: Consultation, changes: Sequence[Change], channel: str) -> LateChannel | None:
    own = [change for change in reversed(changes) if change.channel == channel]
    closes_at = closes_at_for(consultation.closes_at, ((channel, change.closes_at) for change in own), channel)
    if closes_at <= consultation.closes_at:
        return None
    return LateChannel(channel_words(channel, gettext), closes_at, utc_now() <= closes_at, own[:1])


def format_name(form: str) -> str:
    """Return what a format is called in the language of the page; raises KeyError for a form that is none."""
    return {EASY_READ: gettext("Easy Read"), BSL: gettext("British Sign Language"), AUDIO: gettext("Audio")}[form]


def reasons_of_lateness(form: str, days: int, tags: Sequence[str]) -> dict[str, str]:
    """Return by language why a close moves where a format came so many days after the opening."""
    found = {}
    for tag in tags:
        with force_locale(LANGUAGES[tag].locale):
            found[tag] = {
                EASY_READ: lambda: ngettext(
                    "Easy Read was ready %(num)s day after the opening. You have as much more time.",
                    "Easy Read was ready %(num)s days after the opening. You have as much more time.", days),
                BSL: lambda: ngettext(
                    "British Sign Language was ready %(num)s day after the opening. You have as much more time.",
                    "British Sign Language was ready %(num)s days after the opening. You have as much more time.",
                    days),
                AUDIO: lambda: ngettext(
                    "Audio was ready %(num)s day after the opening. You have as much more time.",
                    "Audio was ready %(num)s days after the opening. You have as much more time.", days),
            }[form]()
    return found
