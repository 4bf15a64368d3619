"""What follows from a decision of a group, by what it was about; runs inside the transaction that counts it.

The only file that knows every effect; app.py wires it to services/group_decisions.py, which it may not be imported by.
An effect is `(session, decision) -> None` and lives with its noun; it finds its subject by `decision.subject_id`
within `decision.forum_id`, and raises NotFound where that is gone.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Flask
from sqlalchemy.orm import Session

from consult.domain.group_decisions import MADE
from consult.models.group_decisions import GroupDecision
from consult.services import (
    activities,
    agenda_effects,
    announced_guests,
    ask_effects,
    charters,
    forum_life,
    forum_reviews,
    forum_settings,
    meetings,
    members,
    moderation_effects,
    note_editions,
)

Effect = Callable[[Session, GroupDecision], None]

# By kind of subject (models/group_decisions.SUBJECTS); `other` is only recorded.
EFFECTS: Mapping[str, Effect] = MappingProxyType({
    "agenda": agenda_effects.agenda_adopted,
    "ask": ask_effects.sent,
    "ask-withdraw": ask_effects.withdrawn,
    "mark": ask_effects.marked,
    "note-agree": note_editions.note_agreed,
    "note-delete": note_editions.note_deleted,
    "note-release": note_editions.note_released,
    "captions": meetings.captions_decided,
    "chair": members.chair_decided,
    "charter": charters.adopt_decided,
    "close": forum_life.close_decided,
    "moderation": moderation_effects.decided,
    "guest": announced_guests.agreed,
    "pause": forum_life.pause_decided,
    "postpone": meetings.postponed_decided,
    "public-page": forum_settings.page_decided,
    "reopen": forum_life.reopen_decided,
    "review": forum_reviews.publish_decided,
    "rung": activities.lower_decided,
    "settings": forum_settings.settings_decided,
    "request": agenda_effects.request_answered,
    "theme": agenda_effects.code_raised,
})
# What is to be undone where the group did not agree, or the question was taken back.
FAILED: Mapping[str, Effect] = MappingProxyType({
    "mark": ask_effects.mark_dropped,
    "note-release": note_editions.release_dropped,
    "moderation": moderation_effects.not_decided,
    "guest": announced_guests.refused,
    "request": agenda_effects.request_kept,
    "theme": agenda_effects.code_dropped,
})


def init(app: Flask) -> None:
    """Let what follows from decisions follow, in this application."""
    app.extensions["consult.decided"] = follow


def follow(session: Session, decision: GroupDecision) -> None:
    """Do what follows from a decision that was made, or undo what was done in hope of one that was not."""
    effect = (EFFECTS if decision.state == MADE else FAILED).get(decision.subject_kind)
    if effect is not None:
        effect(session, decision)
