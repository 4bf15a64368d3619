"""A forum with a row in every one of its tables, put there past the services: to carry through migrations and doors."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.access_profiles import AccessProfile, MeetingNeed
from consult.models.agendas import (
    AgendaItem,
    ForumTheme,
    ItemMerge,
    ItemMergeAnswer,
    ItemNode,
    ItemWish,
    OutsideRequest,
)
from consult.models.asks import Ask, AskMark, AskReply, AskReplyForm
from consult.models.base import utc_now
from consult.models.charters import Activity, Charter, ForumReview
from consult.models.codebooks import Theme
from consult.models.forum_notes import Note, NoteCorrection, NoteLine, ReleasedNote
from consult.models.forums import ForumInvitation, ForumYear
from consult.models.group_decisions import Ballot, GroupDecision, Position, Turnout
from consult.models.meetings import AnnouncedGuest, Card, Meeting, Paper
from consult.models.members import JoinRequest, MemberContact, MemberFactor, Notice, Passkey
from consult.models.plans import PlanNode
from consult.models.second_factors import RecoveryCode, SecondFactor
from consult.models.threads import AgreementStep, ForumFile, MemberReport, Moderation, Post, Thread
from consult.services import member_sessions
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.worlds import World

DAY = date(2026, 3, 2)


@dataclass
class Filled:
    """The forum, and the row that was put into each table by its table's name."""

    forum: ForumWorld
    rows: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, table: str) -> Any:
        """Return the row of a table."""
        return self.rows[table]


def fill_forum(world: World, *, name: str = "Night Bus Riders", slug: str | None = None) -> Filled:
    """Make a forum and put something into each of its tables."""
    found = Filled(build(name, slug=slug))
    officer = world.staff["reader"].id
    found.rows["forum_officers"] = found.forum.officer(officer)
    member_sessions.begin(found.forum.chair.id)
    with writing() as session:
        put = _putter(session, found)
        _doors(put, found.forum, officer)
        _agenda(put, found.forum, officer, session)
        _meeting(put, found)
        _talk(put, found)
        _record(put, found, officer)
    return found


def _putter(session: Session, found: Filled) -> Any:
    def put(row: Any) -> Any:
        session.add(row)
        session.flush()
        return found.rows.setdefault(row.__tablename__, row)
    return put


def _doors(put: Any, forum: ForumWorld, officer: int) -> None:
    chair, amber = forum.chair.id, forum.members[0].id
    put(SecondFactor(person_id=officer, secret_sealed=b"sealed"))
    put(RecoveryCode(person_id=officer, code_hash=f"recovery {forum.id}"))
    put(ForumInvitation(forum_id=forum.id, code_hash=f"invited {forum.id}", standing="member", made_by_id=chair,
                        expires_at=utc_now() + timedelta(days=7)))
    put(ForumYear(forum_id=forum.id, year=2025, left=1))
    put(Passkey(member_id=amber, credential_id=f"key {forum.id}".encode(), public_key=b"public"))
    put(MemberFactor(member_id=chair, secret_sealed=b"sealed", is_confirmed=True))
    put(MemberContact(member_id=amber, channel="email", address_sealed=b"sealed"))
    put(Notice(member_id=amber, not_before=utc_now()))
    put(JoinRequest(forum_id=forum.id, code_hash=f"asked {forum.id}", name="Cedar", words="I ride at night.",
                    asked_on=DAY))


def _agenda(put: Any, forum: ForumWorld, officer: int, session: Session) -> None:
    chair, amber = forum.chair.id, forum.members[0].id
    file = put(ForumFile(forum_id=forum.id, member_id=amber, kind="audio", name="voice.ogg", media_type="audio/ogg",
                         size=3, digest="d" * 64, stored_as=f"{forum.id:043}", added_on=DAY))
    asked = put(OutsideRequest(forum_id=forum.id, placed_by_id=officer, body="MOPAC", title="Night patrols",
                               words="Where are they needed?", why="We plan them.", use="We set the routes.",
                               wanted_by=DAY))
    item = put(AgendaItem(forum_id=forum.id, title="Lights at the stops", words="Two are dark.", proposed_by_id=amber,
                          written_by_id=amber, file_id=file.id, way="voice"))
    other = AgendaItem(forum_id=forum.id, title="Patrols", proposed_by_id=chair, written_by_id=chair,
                       request_id=asked.id)
    session.add(other)
    session.flush()
    merge = put(ItemMerge(from_id=other.id, into_id=item.id, asked_by_id=chair))
    put(ItemMergeAnswer(merge_id=merge.id, member_id=chair, agrees=True))
    put(ItemWish(item_id=item.id, member_id=amber, wish="first"))
    put(ItemNode(item_id=item.id, plan_node_id=session.scalars(select(PlanNode.id).limit(1)).one()))
    theme = session.scalars(select(Theme).limit(1)).first()
    if theme is not None:
        put(ForumTheme(consultation_id=theme.consultation_id, name=theme.name, theme_id=theme.id, item_id=item.id))


def _meeting(put: Any, found: Filled) -> None:
    forum, item = found.forum, found["agenda_items"]
    chair, amber = forum.chair.id, forum.members[0].id
    starts = utc_now() + timedelta(days=70)
    meeting = put(Meeting(forum_id=forum.id, title="Spring meeting", starts_at=starts,
                          ends_at=starts + timedelta(hours=2), papers_due_on=DAY, planned_by_id=chair))
    decision = put(GroupDecision(forum_id=forum.id, subject_kind="other", question="Meet each month?", rule="consent",
                                 opened_by_id=chair, closes_at=starts))
    put(Position(decision_id=decision.id, member_id=amber, stance="concern", words="Not in August."))
    put(Ballot(key=f"ballot {forum.id}", decision_id=decision.id, choice=1))
    put(Turnout(decision_id=decision.id, member_id=amber))
    put(AnnouncedGuest(meeting_id=meeting.id, kind="police", who="A sergeant", item_id=item.id, announced_by_id=chair))
    put(Paper(meeting_id=meeting.id, item_id=item.id, title="Where it is dark", form="text", text="A list.",
              added_by_id=chair))
    put(Card(meeting_id=meeting.id, kind="hand", member_id=amber))
    put(AccessProfile(member_id=amber, needs_sealed=b"sealed"))
    put(MeetingNeed(meeting_id=meeting.id, member_id=amber, need="captions"))
    put(Charter(forum_id=forum.id, number=1, texts={"purpose": {"plain": "Safe ways home."}}, drafted_by_id=chair))
    put(Activity(forum_id=forum.id, title="Night walk", rung="engagement", written_by_id=chair))
    put(ForumReview(forum_id=forum.id, year=2025, texts={"equality": "Better."}, written_by_id=chair))


def _talk(put: Any, found: Filled) -> None:
    forum = found.forum
    chair, amber = forum.chair.id, forum.members[0].id
    thread = put(Thread(forum_id=forum.id, title="The dark stops", item_id=found["agenda_items"].id,
                        started_by_id=amber))
    post = put(Post(thread_id=thread.id, member_id=amber, words="The one at the mill."))
    put(MemberReport(forum_id=forum.id, from_id=amber, post_id=post.id, words="This hurt.", sent_on=DAY))
    put(Moderation(forum_id=forum.id, post_id=post.id, rule="names-someone", reason="It names someone.", by_id=chair))
    put(AgreementStep(forum_id=forum.id, about_id=amber, step="private-word", reason="Spoke over others.",
                      by_id=chair))


def _record(put: Any, found: Filled, officer: int) -> None:
    forum, decision = found.forum, found["group_decisions"]
    chair, amber = forum.chair.id, forum.members[0].id
    note = put(Note(forum_id=forum.id, meeting_id=found["meetings"].id, title="Spring notes", begun_by_id=chair))
    line = put(NoteLine(note_id=note.id, position=1, words="Two stops are dark.", own_words_of_id=amber,
                        written_by_id=chair))
    put(NoteCorrection(line_id=line.id, before="One stop is dark.", by_id=amber))
    put(ReleasedNote(note_id=note.id, number=1, title="Spring notes", body=[{"words": "Two stops are dark."}],
                     to_whom="public", decision_id=decision.id))
    ask = put(Ask(forum_id=forum.id, title="Mend the lights", words="Mend both by June.", addressee="TfL",
                  written_by_id=amber, state="sent", sent_on=DAY, reply_due_on=DAY, decision_id=decision.id))
    reply = put(AskReply(ask_id=ask.id, outcome="partly", reason="One in May.", signed="Director", by_id=officer,
                         replied_on=DAY))
    put(AskReplyForm(reply_id=reply.id, form="easy-read", text="One light."))
    put(AskMark(reply_id=reply.id, mark="partly", decision_id=decision.id, marked_on=DAY))
