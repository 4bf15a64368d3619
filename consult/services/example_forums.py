"""Puts the example's forums into the database as if their year had gone by; a real one is made by its members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import member_words
from consult.domain.member_names import skeleton
from consult.domain.working_days import LONDON, add, london_day
from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import AgendaItem, ItemNode, OutsideRequest
from consult.models.asks import Ask, AskMark, AskReply
from consult.models.base import utc_now
from consult.models.charters import Activity, Charter, ForumReview
from consult.models.forum_notes import Note, NoteLine, ReleasedNote
from consult.models.forums import Forum, ForumOfficer
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import AnnouncedGuest, Meeting, Paper
from consult.models.members import Member
from consult.models.plans import PlanNode
from consult.models.threads import Post, Thread
from consult.services import joining
from consult.services.members import hash_of_code

Told = Mapping[str, Any]
FACTS = ("slug", "name", "about", "host", "controller_statement", "decides_by", "joins_by", "how_to_join",
         "advocate_contact", "licence")


@dataclass
class _Made:
    """What is there so far of one forum, by the key that its file gives it."""

    session: Session
    told: Told
    forum: Forum
    officer_id: int
    members: dict[str, Member] = field(default_factory=dict)
    items: dict[str, AgendaItem] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    ways_in: list[dict[str, str]] = field(default_factory=list)

    @property
    def chair(self) -> Member:
        """The first chair."""
        return next(member for member in self.members.values() if member.is_chair)

    def put(self, row: Any) -> Any:
        """Add a row and return it with its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def decided(self, kind: str, subject_id: str, question: str, at: datetime) -> GroupDecision:
        """Keep a decision that the group made."""
        there = len(self.members)
        return self.put(GroupDecision(
            forum_id=self.forum.id, subject_kind=kind, subject_id=subject_id, question=question,
            rule=self.forum.decides_by, state="made", outcome="agreed", opened_by_id=self.chair.id,
            opened_at=at - timedelta(days=7), closes_at=at, ended_at=at, could=there, did=there - 1,
            could_not_live_with_it=0, review_on=london_day(at) + timedelta(days=180)))

    def node_id(self, key: str) -> int | None:
        """Return the newest part of the plan with this key."""
        return self.session.scalar(select(PlanNode.id).where(PlanNode.key == key).order_by(PlanNode.id.desc()))


def load_forums(session: Session, files: Sequence[Told], *, officer_id: int) -> list[dict[str, str]]:
    """Load each file of a forum inside the caller's transaction; `officer_id` is who answers its asks.

    Returns the seven words of every member, with forum and name: of an example alone are they ever kept.
    """
    return [way_in for told in files for way_in in _load(session, told, officer_id)]


def _load(session: Session, told: Told, officer_id: int) -> list[dict[str, str]]:
    forum = Forum(**{name: told[name] for name in FACTS}, host_is_partner=True, is_example=True,
                  opened_on=london_day(utc_now()) - timedelta(weeks=40))
    made = _Made(session, told, forum, officer_id)
    made.put(forum)
    _members(made)
    _charter(made)
    for row in told["officers"]:
        made.put(ForumOfficer(forum_id=forum.id, person_id=officer_id, **row))
    _requests_and_items(made)
    for one in told["meetings"]:
        _meeting(made, one)
    for one in told["asks"]:
        _ask(made, one)
    _around(made)
    return made.ways_in


def _members(made: _Made) -> None:
    for key, facts in made.told["members"].items():
        code = joining.new_code()
        made.ways_in.append({"forum": made.forum.name, "name": facts["name"],
                             "words": " ".join(member_words.words_of(code))})
        made.members[key] = made.put(Member(
            forum_id=made.forum.id, name_skeleton=skeleton(facts["name"]), is_not_out=False,
            code_hash=hash_of_code(code),
            joined_month=_weeks_ago(38).date().replace(day=1), **facts))


def _charter(made: _Made) -> None:
    texts = {part: dict(words) for part, words in made.told["charter"].items()}
    due = add(london_day(utc_now()), made.told["charter_film_weeks"] * 5)
    texts["film"] = {"due": due.isoformat()}
    row = made.put(Charter(forum_id=made.forum.id, number=1, texts=texts, why="", drafted_by_id=made.chair.id,
                           created_at=_weeks_ago(37)))
    decision = made.decided("charter", row.public_id, "Do we adopt this charter?", _weeks_ago(36))
    row.adopted_at, row.adopted_by_id = decision.ended_at, decision.id


def _requests_and_items(made: _Made) -> None:
    requests = []
    for told in made.told["requests"]:
        facts = {name: told[name] for name in ("title", "body", "words", "why", "use", "state")}
        placed = _weeks_ago(6)
        requests.append(made.put(OutsideRequest(
            forum_id=made.forum.id, placed_by_id=made.officer_id, placed_at=placed, answer=told.get("answer", ""),
            wanted_by=london_day(placed) + timedelta(weeks=told["wanted_in_weeks"]),
            answered_at=placed + timedelta(days=9), answered_by_id=made.chair.id, offered=told["state"],
            offered_title=told["title"] if told["state"] == "changed" else "",
            offered_words=told["answer"] if told["state"] == "changed" else "", **facts)))
    for key, told in made.told["items"].items():
        member = made.members[told["by"]]
        request = told.get("request")
        row = made.put(AgendaItem(
            forum_id=made.forum.id, title=told["title"], words=told["words"], way=told.get("way", "text"),
            minutes=told["minutes"], proposed_by_id=member.id, written_by_id=member.id, created_at=_weeks_ago(14),
            request_id=requests[request].id if request is not None else None))
        made.items[key] = row
        for node in told.get("nodes", ()):
            node_id = made.node_id(node)
            if node_id is not None:
                made.put(ItemNode(item_id=row.id, plan_node_id=node_id))


def _meeting(made: _Made, told: Told) -> None:
    starts = _weeks_ago(told["weeks_ago"]).replace(hour=18, minute=0)
    row = made.put(Meeting(
        forum_id=made.forum.id, title=told["title"], starts_at=starts, ends_at=starts + timedelta(hours=told["hours"]),
        in_person=told["in_person"], papers_due_on=add(london_day(starts), -10), state="held",
        rule_read_at=starts + timedelta(minutes=3), planned_by_id=made.chair.id))
    made.meetings[told["key"]] = row
    decision = made.decided("agenda", row.public_id, "Do we adopt this agenda?", starts)
    row.agenda_adopted_at, row.agenda_adopted_id = starts, decision.id
    for position, key in enumerate(told["items"], start=1):
        item = made.items[key]
        item.meeting_id, item.position, item.state = row.id, position, "done"
    for key in told["moved_on"]:
        made.items[key].moved_on += 1
    _guest(made, row, told)
    for form in told["papers"]["forms"]:
        made.put(Paper(meeting_id=row.id, title=told["papers"]["title"], form=form, added_by_id=made.chair.id,
                       text=told["papers"]["title"], ready_at=starts - timedelta(days=16)))
    for key, needs in told["needs"].items():
        for need in needs:
            made.put(MeetingNeed(meeting_id=row.id, member_id=made.members[key].id, need=need, state="booked",
                                 how_many=2 if need == "bsl" else 1, booked="Booked by our host.",
                                 arranged_by_member_id=made.chair.id))
    _notes(made, row, told["notes"])


def _guest(made: _Made, meeting: Meeting, told: Told) -> None:
    guest = told.get("guest")
    if guest is None:
        return
    row = made.put(AnnouncedGuest(
        meeting_id=meeting.id, kind=guest["kind"], who=guest["who"], why=guest["why"], state=guest["answer"],
        item_id=made.items[guest["item"]].id if guest.get("item") else None, announced_by_id=made.chair.id,
        announced_at=meeting.starts_at - timedelta(days=20)))
    row.decision_id = made.decided("guest", row.public_id, "Can they come?",
                                   meeting.starts_at - timedelta(days=12)).id


def _notes(made: _Made, meeting: Meeting, told: Told) -> None:
    ended = meeting.ends_at
    agreed, released = ended + timedelta(days=16), ended + timedelta(days=19)
    row = made.put(Note(forum_id=made.forum.id, meeting_id=meeting.id, title=told["title"], layer="agreed",
                        open_until=add(london_day(ended), 10), begun_by_id=made.chair.id, created_at=ended,
                        agreed_at=agreed))
    body = []
    for position, line in enumerate(told["lines"], start=1):
        speaker = made.members.get(line.get("by", ""))
        kept = made.put(NoteLine(
            note_id=row.id, item_id=made.items[line["item"]].id, position=position, kind=line["kind"],
            words=line["words"], easy_words=line.get("easy", ""), written_by_id=made.chair.id, written_at=ended,
            own_words_of_id=speaker.id if speaker else None, is_attributed=speaker is not None))
        body.append({"ref": kept.public_id, "item": made.items[line["item"]].title, "words": line["words"],
                     "kind": line["kind"], "easy": line.get("easy", ""), "language": "en",
                     "is_named": speaker is not None, "is_gone": False})
    edition = made.put(ReleasedNote(
        note_id=row.id, number=1, title=told["title"], body=body, to_whom="public", released_at=released,
        decision_id=made.decided("note-release", row.public_id, "Do we release these notes?", released).id))
    assert edition.id


def _ask(made: _Made, told: Told) -> None:
    sent = london_day(_weeks_ago(told["sent_weeks_ago"]))
    row = made.put(Ask(
        forum_id=made.forum.id, title=told["title"], words=told["words"], easy_words=told["easy"],
        addressee=told["addressee"], plan_node_id=made.node_id(told["node"]),
        written_by_id=made.members[told["by"]].id, state="draft", reply_days=told["reply_days"]))
    decision = made.decided("ask", row.public_id, "Do we send this?", _at(sent))
    row.state, row.sent_on, row.decision_id = "sent", sent, decision.id
    row.reply_due_on = add(sent, told["reply_days"])
    reply = told.get("reply")
    if reply is None:
        return
    on_day = london_day(_weeks_ago(reply["weeks_ago"]))
    answer = made.put(AskReply(
        ask_id=row.id, outcome=reply["outcome"], reason=reply["reason"], easy_reason=reply["easy"],
        signed=reply["signed"], text_before=reply.get("before", ""), text_after=reply.get("after", ""),
        later_on=on_day + timedelta(weeks=26) if reply["outcome"] == "later" else None, by_id=made.officer_id,
        replied_on=on_day))
    marked = made.decided("mark", answer.public_id, "How does the reply answer us?", _at(on_day + timedelta(days=5)))
    made.put(AskMark(reply_id=answer.id, mark=told["mark"]["mark"], words=told["mark"]["words"],
                     decision_id=marked.id, marked_on=on_day + timedelta(days=5), is_made=True))


def _around(made: _Made) -> None:
    last = list(made.meetings.values())[-1]
    for told in made.told["activities"]:
        made.put(Activity(
            forum_id=made.forum.id, title=told["title"], what=told["what"], rung=told["rung"],
            responder=told["responder"], meeting_id=last.id, written_by_id=made.chair.id,
            feedback_due_on=london_day(utc_now()) + timedelta(weeks=told["feedback_weeks"])))
    review = made.told["review"]
    made.put(ForumReview(forum_id=made.forum.id, year=london_day(utc_now()).year - review["years_ago"],
                         texts=review["texts"], written_by_id=made.chair.id, published_at=_weeks_ago(2)))
    for told in made.told["threads"]:
        thread = made.put(Thread(forum_id=made.forum.id, title=told["title"],
                                 started_by_id=made.members[told["by"]].id, created_at=_weeks_ago(2)))
        for number, post in enumerate(told["posts"]):
            made.put(Post(thread_id=thread.id, member_id=made.members[post["by"]].id, words=post["words"],
                          created_at=_weeks_ago(2) + timedelta(hours=number)))


def _weeks_ago(weeks: int) -> datetime:
    return utc_now() - timedelta(weeks=weeks)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)
