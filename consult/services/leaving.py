"""Leaving a forum and being forgotten: everything that leads to somebody goes, and what the group keeps has no name.

Every column of the database that can name a member stands in one of the three lists below; a test looks for others.
"""

from pathlib import PurePosixPath

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.domain.errors import Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.working_days import london_day
from consult.models.base import Base, utc_now
from consult.models.forum_notes import NoteLine
from consult.models.group_decisions import GroupDecision, Position
from consult.models.members import Member
from consult.models.threads import AgreementStep, Post, Thread
from consult.queries import leaving as theirs
from consult.queries import members
from consult.services import agendas, forum_files, note_editions
from consult.services.members import own
from consult.services.transaction import writing

# What stands for words that are no longer there, where a table wants some.
GONE = "–"
STAY, GO = "stay", "go"
# The rows of these go with the person.
DELETE = frozenset({
    ("access_profiles", "member_id"), ("cards", "member_id"), ("forum_invitations", "beside_id"),
    ("forum_invitations", "made_by_id"), ("item_merge_answers", "member_id"), ("item_wishes", "member_id"),
    ("meeting_needs", "member_id"), ("member_contacts", "member_id"), ("member_factors", "member_id"),
    ("member_sessions", "member_id"), ("notices", "member_id"), ("passkeys", "member_id"), ("turnouts", "member_id"),
})
# These rows stay without anybody.
NOBODY = frozenset({
    ("join_requests", "answered_by_id"), ("meeting_needs", "arranged_by_member_id"), ("member_reports", "from_id"),
    ("note_lines", "own_words_of_id"), ("outside_requests", "answered_by_id"), ("positions", "member_id"),
})
# These rows are the group's: they go to the one row that stands for everyone who left.
KEEP = frozenset({
    ("activities", "written_by_id"), ("agenda_items", "proposed_by_id"), ("agenda_items", "written_by_id"),
    ("agreement_steps", "about_id"), ("agreement_steps", "by_id"), ("agreement_steps", "heard_by_id"),
    ("announced_guests", "announced_by_id"), ("asks", "written_by_id"), ("charters", "drafted_by_id"),
    ("forum_files", "member_id"), ("forum_reviews", "written_by_id"), ("group_decisions", "opened_by_id"),
    ("item_merges", "asked_by_id"), ("meetings", "planned_by_id"), ("member_reports", "heard_by_id"),
    ("moderations", "by_id"), ("moderations", "heard_by_id"), ("note_corrections", "by_id"),
    ("note_lines", "written_by_id"), ("notes", "begun_by_id"), ("papers", "added_by_id"), ("posts", "member_id"),
    ("threads", "started_by_id"),
})
# Who stands beside somebody leaves with them.
BESIDE = ("members", "beside_id")


def leave(*, by: Acting, words: str, is_sure: bool) -> None:
    """Forget who acts, at once and for good; who stood beside them goes too. Nothing can bring them back.

    `words` "stay": what they said is the group's, without a name. "go": what was not released is taken back. Their
    voice and their face go in either case. It works in every state of the forum. Raises Refused("is_sure",
    "leaving-unsure"), Refused("words", "option-unknown").
    """
    by.require(Right.BE_THERE)
    if words not in (STAY, GO):
        raise Refused("words", "option-unknown")
    if not is_sure:
        raise Refused("is_sure", "leaving-unsure")
    with writing() as session:
        forget(session, own(session, by), takes_words=words == GO)


def forget(session: Session, member: Member, *, takes_words: bool = False) -> None:
    """Forget a member inside the caller's write transaction."""
    for supporter in members.beside(session, member.id):
        forget(session, supporter, takes_words=takes_words)
    left = _who_left(session, member.forum_id)
    _lose_voice_and_face(session, member, everything=takes_words)
    if takes_words:
        _take_back(session, member)
    _lose_name(session, member)
    _keep_what_was_met(session, member.id, left.id)
    for table, column in sorted(NOBODY | KEEP):
        cell = Base.metadata.tables[table].c[column]
        value = None if (table, column) in NOBODY else left.id
        session.execute(update(Base.metadata.tables[table]).where(cell == member.id).values({column: value}))
    for table, column in sorted(DELETE):
        cell = Base.metadata.tables[table].c[column]
        session.execute(delete(Base.metadata.tables[table]).where(cell == member.id))
    session.execute(delete(Member).where(Member.id == member.id))
    session.expire_all()


def _who_left(session: Session, forum_id: int) -> Member:
    found = members.who_left(session, forum_id)
    if found is None:
        month = london_day(utc_now()).replace(day=1)
        # The day tells nothing: it is that of the first who left, and only its month.
        found = Member(forum_id=forum_id, name="", joined_month=month, left_on=month)
        session.add(found)
        session.flush()
    return found


def _lose_voice_and_face(session: Session, member: Member, *, everything: bool) -> None:
    """Delete recordings and films; what was said in them stays as words where they were written down."""
    for row in theirs.files(session, member.id):
        if row.kind == "file" and not everything:
            row.name = f"file{PurePosixPath(row.name).suffix}"
            continue
        for owner in theirs.owners(session, row.id):
            owner.words = owner.words or row.transcript
            owner.file_id = None
        if row.kind == "file" and theirs.is_the_groups(session, row.id):
            continue
        forum_files.delete(session, row.id)


def _take_back(session: Session, member: Member) -> None:
    """Empty what was said and not released; what was held back stays in the evidence, as everybody's does."""
    now = utc_now()
    gone = {"words": "", "easy_words": "", "taken_back_at": now}
    session.execute(update(Post).where(Post.member_id == member.id, Post.taken_back_at.is_(None),
                                       Post.is_held_back.is_(False)).values(**gone, file_id=None))
    session.execute(update(Thread).where(Thread.started_by_id == member.id).values(title=GONE, easy_title=""))
    note_editions.take_back_unreleased(session, member.id, now)
    session.execute(update(Position).where(Position.member_id == member.id).values(words=""))
    for item in theirs.standing_items(session, member.id):
        agendas.empty(session, item)
    session.flush()


def _lose_name(session: Session, member: Member) -> None:
    """Take the person out of where words of ours name them, or tell about them."""
    session.execute(update(NoteLine).where(NoteLine.own_words_of_id == member.id).values(is_attributed=False))
    steps = select(AgreementStep.public_id).where(AgreementStep.about_id == member.id)
    session.execute(update(GroupDecision).where(GroupDecision.subject_kind == "moderation",
                                                GroupDecision.subject_id.in_(steps)).values(question=GONE))
    session.execute(update(AgreementStep).where(AgreementStep.about_id == member.id)
                    .values(reason=GONE, appeal_words="", heard_words=""))
    session.execute(update(GroupDecision).where(GroupDecision.subject_kind == "chair",
                                                GroupDecision.subject_id == member.public_id)
                    .values(question=GONE, subject_id=""))


def _keep_what_was_met(session: Session, member_id: int, left_id: int) -> None:
    """Keep whether needs were met at meetings that were held, as a number without words; one of a kind for all."""
    for need in theirs.needs_of_past_meetings(session, member_id):
        if not theirs.is_kept(session, left_id, need):
            need.member_id, need.words_sealed = left_id, None
            session.flush()


