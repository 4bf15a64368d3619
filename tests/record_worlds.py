"""A forum's record to test with: agreed notes, a sent ask, a reply; made by the services of the site."""

from consult.domain.asks import Reply
from consult.models.asks import Ask, AskReply
from consult.models.forum_notes import Note, NoteLine
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting
from consult.models.members import Member
from consult.models.people import Person
from consult.services import ask_replies, asks, forum_notes, group_decisions, note_releases
from consult.services.asks import Draft
from tests.forum_worlds import ForumWorld

ASK = Draft("Train officers in BSL", "Every front desk needs one officer who signs.", "MOPAC")
REPLY = Reply("partly", "We train two officers at each desk.", "Head of engagement")


def decide(forum: ForumWorld, decision: GroupDecision) -> None:
    """Let every member agree, and count."""
    for member in (forum.chair, *forum.members):
        group_decisions.take_position(by=forum.acting(member), decision_id=decision.public_id, stance="agree")
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)


def refuse(forum: ForumWorld, decision: GroupDecision) -> None:
    """Let one member say that they cannot live with it, and count."""
    for member in (forum.chair, *forum.members):
        group_decisions.take_position(by=forum.acting(member), decision_id=decision.public_id, stance="object",
                                      words="I cannot live with this.")
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)


def note(forum: ForumWorld, meeting: Meeting | None = None) -> Note:
    """Begin notes with a line of the chair and one of each member, in their own words."""
    made = forum_notes.begin(by=forum.acting(), title="Spring notes", meeting_id=meeting.public_id if meeting else "")
    for member in (forum.chair, *forum.members):
        line(forum, made, member, f"Words of {member.name}.")
    return made


def line(forum: ForumWorld, made: Note, member: Member, words: str, **others: object) -> NoteLine:
    """Put a member's own words into notes."""
    return forum_notes.add(by=forum.acting(member), note_id=made.public_id, words=words, **others)  # type: ignore[arg-type]


def agreed(forum: ForumWorld, meeting: Meeting | None = None) -> Note:
    """Return notes that the group agreed."""
    made = note(forum, meeting)
    decide(forum, note_releases.ask_to_agree(by=forum.acting(), note_id=made.public_id, question="Is this right?"))
    return made


def shared(forum: ForumWorld, made: Note | None = None, audience: str = "public", **others: object) -> Note:
    """Return notes that the group shared."""
    made = made or agreed(forum)
    decide(forum, share(forum, made, audience, **others))
    return made


def share(forum: ForumWorld, made: Note, audience: str = "public", **others: object) -> GroupDecision:
    """Ask the group whether notes may leave it."""
    return note_releases.ask_to_share(by=forum.acting(), note_id=made.public_id, question="Share it?",  # type: ignore[arg-type]
                                      audience=audience, **others)


def sent(forum: ForumWorld, wanted: Draft = ASK) -> Ask:
    """Return an ask that the group sent."""
    ask = asks.draft(by=forum.acting(), wanted=wanted)
    decide(forum, asks.ask_to_send(by=forum.acting(), ask_id=ask.public_id, question="Send it?"))
    return ask


def reply(forum: ForumWorld, ask: Ask, officer: Person, given: Reply = REPLY, after: str = "") -> AskReply:
    """Reply to an ask as an officer whom the forum let in."""
    return ask_replies.give(by_id=officer.id, forum_id=forum.forum.public_id, ask_id=ask.public_id, reply=given,
                            after=after)
