"""The players of a page: which signed and spoken versions stand beside its texts, in the language of the reader."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING

from consult.domain.readiness import parts_of
from consult.domain.surveys import Survey
from consult.domain.text_units import SOURCE_LANGUAGE, units_of
from consult.domain.variants import BSL
from consult.extensions import db
from consult.queries import variant_files
from consult.queries.variant_files import Playable
from consult.web import locale, pages

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

Players = Mapping[str, list[Playable]]


def beside(consultation: Consultation, parts: Iterable[str], survey: Survey | None = None) -> Players:
    """Return by part what is played beside it; no statement where a consultation has none of it.

    `survey` is the one that the page shows where that may be an older version: what was made for other words than
    those of that version is left out.
    """
    found = variant_files.of_parts(db.session(), consultation, parts)
    if found and survey is not None:
        english = parts_of(units_of(survey))
        found = [playable for playable in found if english.get(playable.part, playable.source) == playable.source]
    spoken = _spoken(consultation)
    players: dict[str, list[Playable]] = {}
    for playable in found:
        if playable.form == BSL or playable.language == spoken:
            players.setdefault(playable.part, []).append(playable)
    if players:
        pages.allow("media-src", "'self'")
    return players


def key(players: Players) -> Hashable:
    """Return what tells the players of a page from others: a page that is kept is kept with these."""
    return tuple((playable.public_id, playable.revision) for part in players.values() for playable in part)


def _spoken(consultation: Consultation) -> str:
    """Return the language of recordings here: that in which the words on the page are."""
    tag = locale.language().tag
    return tag if tag in consultation.offered_languages else SOURCE_LANGUAGE
