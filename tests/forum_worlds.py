"""A forum to test with: a chair, members, the others whom a group chooses, and officers whom it let in."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask.testing import FlaskClient

from consult.domain.forum_access import Acting
from consult.domain.member_names import skeleton
from consult.models.base import utc_now
from consult.models.forums import Forum, ForumOfficer
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting
from consult.models.members import Member
from consult.services import member_sessions
from consult.services.transaction import writing

NAMES = ("Chair", "Amber", "Birch")


@dataclass
class ForumWorld:
    """A forum and who is in it. `acting` is what services take; `enter` puts somebody's cookie into a client."""

    forum: Forum
    chair: Member
    members: list[Member]

    @property
    def id(self) -> int:
        """The forum's internal id."""
        return self.forum.id

    def acting(self, member: Member | None = None) -> Acting:
        """Return what a member acts as; the chair by default."""
        with writing() as session:
            return member_sessions.acting_as(session.get_one(Member, (member or self.chair).id))

    def someone(self, standing: str, name: str = "", beside: Member | None = None) -> Member:
        """Let somebody of another standing in."""
        return add_member(self.forum.id, name or f"A {standing}", standing=standing,
                          beside_id=(beside or self.members[0]).id if standing == "supporter" else None)

    def officer(self, person_id: int, role: str = "responder", body: str = "MOPAC") -> ForumOfficer:
        """Let a member of staff in as an officer."""
        with writing() as session:
            row = ForumOfficer(forum_id=self.forum.id, person_id=person_id, role=role, body=body)
            session.add(row)
            return row

    def enter(self, client: FlaskClient, member: Member | None = None, *, is_strong: bool = False) -> None:
        """Put a member's session into the client, as the door does."""
        token = member_sessions.begin((member or self.chair).id, is_strong=is_strong)
        client.set_cookie("visit", token)

    def meeting(self, *, days: int = 70, hours: float = 1.5, state: str = "planned") -> Meeting:
        """Plan a meeting that many days from now (before now where negative)."""
        starts = utc_now() + timedelta(days=days)
        with writing() as session:
            row = Meeting(forum_id=self.forum.id, title="Autumn meeting", starts_at=starts,
                          ends_at=starts + timedelta(hours=hours), papers_due_on=(starts - timedelta(days=14)).date(),
                          planned_by_id=self.chair.id, state=state)
            session.add(row)
            return row

    def made_decision(self, kind: str = "other", subject_id: str = "") -> GroupDecision:
        """Keep a decision that the group has made."""
        with writing() as session:
            row = GroupDecision(forum_id=self.forum.id, subject_kind=kind, subject_id=subject_id, question="Yes?",
                                rule="consent", state="made", outcome="Agreed.", opened_by_id=self.chair.id,
                                closes_at=utc_now(), ended_at=utc_now(), could=3, did=3, could_not_live_with_it=0)
            session.add(row)
            return row


def build(name: str = "Night Bus Riders", *, slug: str | None = None, **facts: object) -> ForumWorld:
    """Make an open forum that decides by consent, with a chair and two members, none of them strong."""
    with writing() as session:
        forum = Forum(name=name, slug=slug, host="A partner", host_is_partner=True, opened_on=date(2026, 1, 5),
                      controller_statement="The partner looks after what is kept here.", **facts)
        session.add(forum)
        session.flush()
        forum_id = forum.id
    chair, *members = [add_member(forum_id, one, is_chair=one == "Chair") for one in NAMES]
    return ForumWorld(forum, chair, members)


def add_member(forum_id: int, name: str, *, standing: str = "member", is_chair: bool = False,
               beside_id: int | None = None) -> Member:
    """Put somebody into a forum, past the door."""
    with writing() as session:
        row = Member(forum_id=forum_id, name=name, name_skeleton=skeleton(name), standing=standing, is_chair=is_chair,
                     beside_id=beside_id, joined_month=date(2026, 1, 1), is_not_out=False)
        session.add(row)
        return row
