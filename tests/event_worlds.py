"""Events for tests: planned, held and with notes, made through the services that people use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from consult.domain.events import Note, Plan, Record
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.events import Event, EventNote
from consult.services import codebooks, event_codings, event_notes, events
from tests.worlds import World

STARTS = datetime(2026, 3, 5, 18, tzinfo=UTC)
PLAN = Plan("Workshop in Peckham", STARTS, STARTS + timedelta(hours=2), "in-person", place="Library",
            access_contact="access@example.org")


@dataclass
class EventWorld:
    """Short ways to plan, hold and note events of a world, by its intake officer, and to code by its coder."""

    world: World

    @property
    def consultation_id(self) -> int:
        """The row id of the consultation."""
        return self.world.consultation.id

    @property
    def officer(self) -> int:
        """The row id of the intake officer."""
        return self.world.staff["intake-officer"].id

    @property
    def coder(self) -> int:
        """The row id of the coder."""
        return self.world.staff["coder"].id

    def planned(self, **changes: object) -> Event:
        """Plan an event like PLAN."""
        return events.plan(consultation_id=self.consultation_id, planned=replace(PLAN, **changes), by_id=self.officer)

    def held(self, participants: int = 12, **changes: object) -> Event:
        """Plan an event and write down that it took place."""
        event = self.planned(**changes)
        return events.record(consultation_id=self.consultation_id, public_id=event.public_id,
                             happened=Record(participants, 2), by_id=self.officer)

    def noted(self, event: Event, *notes: Note | str) -> Sequence[EventNote]:
        """Take in notes, words alone as statements; return all that stand."""
        made = [Note("statement", note, table="1") if isinstance(note, str) else note for note in notes]
        event_notes.take_in(consultation_id=self.consultation_id, event_id=event.public_id, notes=made,
                            by_id=self.officer)
        return db.session.scalars(select(EventNote).where(
            EventNote.event_id == event.id, EventNote.removed_at.is_(None)).order_by(EventNote.id)).all()

    def theme(self, name: str) -> Theme:
        """Make a theme."""
        return codebooks.add_theme(consultation_id=self.consultation_id, name=name, by_id=self.coder)

    def coded(self, note: EventNote, theme: Theme, stance: str = "support") -> None:
        """Give a theme to a note."""
        event_codings.give(consultation_id=self.consultation_id, note_id=note.public_id, theme=theme.public_id,
                           stance=stance, by_id=self.coder)
