"""Something of every kind in one of the example's forums, and the browser sessions that open its pages."""

from datetime import date, timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from consult.domain.posts import REASONS
from consult.extensions import db
from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import AgendaItem, OutsideRequest
from consult.models.asks import Ask, AskReply
from consult.models.base import utc_now
from consult.models.charters import Activity, Charter, ForumReview
from consult.models.forum_notes import Note, NoteLine
from consult.models.forums import Forum, ForumOfficer
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting, Paper
from consult.models.members import Member
from consult.models.people import Person
from consult.models.threads import AgreementStep, MemberReport, Moderation, Post, Thread
from consult.services import member_sessions
from consult.services.transaction import writing
from tests.journeys.site import Site

SLUG, OTHER = "deaf-and-disabled-londoners", "lgbtq-londoners"
STANDINGS = ("member", "listener", "independent")


def enter(page: Page, site: Site, standing: str) -> None:
    """Put the session of somebody of the example's forum into the browser: for a member, that of its first chair."""
    with site.app.app_context():
        forum = db.session.scalars(select(Forum).where(Forum.slug == SLUG)).one()
        row = db.session.scalars(select(Member).where(Member.forum_id == forum.id, Member.standing == standing)
                                 .order_by(Member.is_chair.desc(), Member.id)).first()
        token = member_sessions.begin(row.id if row else _someone(forum.id, standing), is_strong=True)
        db.session.remove()
    page.context.add_cookies([{"name": "visit", "value": token, "url": site.address}])


def _someone(forum_id: int, standing: str) -> int:
    with writing() as session:
        row = Member(forum_id=forum_id, name=f"The {standing}", name_skeleton=standing, standing=standing,
                     joined_month=date(2026, 1, 1), is_not_out=False)
        session.add(row)
        session.flush()
        return row.id


def forum_values() -> dict[str, str]:
    """Return something real for every part of an address of forums that varies; made the first time."""
    session = db.session()
    forum = session.scalars(select(Forum).where(Forum.slug == SLUG)).one()
    known = session.scalar(select(Thread.public_id).where(Thread.title == "Of every kind"))
    if known is None:
        with writing():
            _make(forum.id)
    return _ids(forum.id)


def _make(forum_id: int) -> None:
    session = db.session()
    chair, other, *_rest = session.scalars(select(Member).where(
        Member.forum_id == forum_id, Member.standing == "member").order_by(Member.is_chair.desc(), Member.id))
    officer = session.scalars(select(Person).where(Person.email == "officer@example.org")).one()

    def put(row: object) -> object:
        session.add(row)
        session.flush()
        return row

    starts = utc_now() + timedelta(days=80)
    meeting = Meeting(forum_id=forum_id, title="Winter meeting", starts_at=starts, ends_at=starts + timedelta(hours=2),
                      in_person=True, quiet_space=True, where="The hall.", planned_by_id=chair.id,
                      papers_due_on=(starts - timedelta(days=14)).date())
    put(meeting)
    put(Paper(meeting_id=meeting.id, title="A plan of the hall", form="text", text="Two doors.", ready_at=utc_now(),
              added_by_id=chair.id))
    put(MeetingNeed(meeting_id=meeting.id, member_id=other.id, need="bsl", how_many=2))
    item = AgendaItem(forum_id=forum_id, title="Ramps", words="Three are missing.", proposed_by_id=chair.id,
                      written_by_id=chair.id)
    put(item)
    put(AgendaItem(forum_id=forum_id, title="Lifts", words="", proposed_by_id=other.id, written_by_id=other.id))
    put(OutsideRequest(forum_id=forum_id, placed_by_id=officer.id, body="MOPAC", title="A walk", words="Walk with us.",
                       why="To see.", use="We mend it.", wanted_by=date(2027, 5, 1)))
    put(GroupDecision(forum_id=forum_id, subject_kind="other", question="Meet in May?", rule="consent",
                      opened_by_id=chair.id, closes_at=utc_now() + timedelta(days=7)))
    put(Ask(forum_id=forum_id, title="Lower the counters", words="At every station.", addressee="MOPAC",
            written_by_id=chair.id))
    sent = session.scalars(select(Ask).where(Ask.forum_id == forum_id, Ask.state == "sent").order_by(Ask.id.desc())
                           ).first()
    assert sent is not None
    put(AskReply(ask_id=sent.id, outcome="partly", reason="In May.", signed="Director", by_id=officer.id,
                 replied_on=date(2026, 11, 1)))
    put(Charter(forum_id=forum_id, number=2, texts={"purpose": {"plain": "Safe ways home."}}, why="Newer.",
                drafted_by_id=chair.id))
    put(Activity(forum_id=forum_id, title="A walk", rung="engagement", written_by_id=chair.id))
    put(ForumReview(forum_id=forum_id, year=2020, texts={"equality": "Better."}, written_by_id=chair.id))
    note = Note(forum_id=forum_id, meeting_id=None, title="Between meetings", begun_by_id=chair.id,
                open_until=date(2027, 6, 1))
    put(note)
    put(NoteLine(note_id=note.id, position=1, words="We rang the hall.", written_by_id=chair.id,
                 own_words_of_id=chair.id))
    _talk(forum_id, chair, other)
    decision = GroupDecision(forum_id=forum_id, subject_kind="captions", question="Captions?", rule="consent",
                             state="made", opened_by_id=chair.id, closes_at=utc_now(), ended_at=utc_now())
    put(decision)
    put(Meeting(forum_id=forum_id, title="A meeting now", starts_at=utc_now() - timedelta(minutes=5),
                ends_at=utc_now() + timedelta(hours=5), planned_by_id=chair.id, state="confirmed",
                papers_due_on=date(2026, 11, 1), captions_kept=True, captions_agreed_id=decision.id,
                captions_delete_on=date(2027, 6, 1)))
    _for_officers(officer.id)


def _for_officers(officer_id: int) -> None:
    """Let the officer arrange access for the other forum, whose chairs then do not."""
    session = db.session()
    other = session.scalars(select(Forum).where(Forum.slug == OTHER)).one()
    chair = session.scalars(select(Member).where(Member.forum_id == other.id, Member.is_chair)).first()
    assert chair is not None
    starts = utc_now() + timedelta(days=80)
    meeting = Meeting(forum_id=other.id, title="A walk", starts_at=starts, ends_at=starts + timedelta(hours=2),
                      planned_by_id=chair.id, papers_due_on=(starts - timedelta(days=14)).date())
    session.add_all([meeting, ForumOfficer(forum_id=other.id, person_id=officer_id, role="access-support",
                                           body="MOPAC")])
    session.flush()
    session.add(MeetingNeed(meeting_id=meeting.id, member_id=chair.id, need="captions"))


def _talk(forum_id: int, chair: Member, other: Member) -> None:
    session = db.session()
    thread = Thread(forum_id=forum_id, title="Of every kind", started_by_id=chair.id)
    session.add(thread)
    session.flush()
    posts = [Post(thread_id=thread.id, member_id=member.id, words=words, is_held_back=held) for member, words, held in (
        (chair, "Mine.", False), (chair, "Mine, and held back.", True), (other, "Yours.", False),
        (other, "Yours, and held back.", True))]
    session.add_all(posts)
    session.flush()
    rule = REASONS[0]
    session.add_all([
        Moderation(forum_id=forum_id, post_id=posts[1].id, rule=rule, reason="It hurts.", by_id=other.id),
        Moderation(forum_id=forum_id, post_id=posts[3].id, rule=rule, reason="It hurts.", by_id=chair.id,
                   state="appealed", appeal_words="It does not."),
        AgreementStep(forum_id=forum_id, about_id=other.id, step="pause", reason="Spoke over others.",
                      by_id=chair.id, until=date(2027, 1, 1)),
        AgreementStep(forum_id=forum_id, about_id=other.id, step="appeal", reason="I did not.", by_id=other.id),
        AgreementStep(forum_id=forum_id, about_id=chair.id, step="pause", reason="Was late.", by_id=other.id,
                      until=date(2026, 10, 1)),
        MemberReport(forum_id=forum_id, from_id=chair.id, post_id=posts[2].id, words="This hurt.",
                     sent_on=date(2026, 11, 1)),
    ])


def _ids(forum_id: int) -> dict[str, str]:
    session = db.session()

    def one(column, *where):  # type: ignore[no-untyped-def]
        found = session.scalars(select(column).where(*where).limit(1)).first()
        assert found is not None, (column, where)
        return str(found)

    post = {words: one(Post.public_id, Post.words == words) for words in (
        "Mine.", "Mine, and held back.", "Yours.", "Yours, and held back.")}
    held = {words: one(Moderation.public_id, Moderation.post_id == Post.id, Post.words == words)
            for words in ("Mine, and held back.", "Yours, and held back.")}
    marked = one(AskReply.ask_id, AskReply.reason == "In May.")
    return {
        "forum_slug": SLUG, "forum_id": one(Forum.public_id, Forum.id == forum_id), "year": str(one(
            ForumReview.year, ForumReview.forum_id == forum_id, ForumReview.published_at.is_not(None))),
        "public_ask": one(Ask.public_id, Ask.id == int(marked)), "forum_draft_ask": one(
            Ask.public_id, Ask.title == "Lower the counters"),
        "released_note": _released(forum_id), "meeting_id": one(Meeting.public_id, Meeting.title == "Winter meeting"),
        "need_id": one(MeetingNeed.public_id, MeetingNeed.need == "bsl", MeetingNeed.state == "asked"),
        "item_id": one(AgendaItem.public_id, AgendaItem.title == "Ramps"),
        "paper_id": one(Paper.public_id, Paper.title == "A plan of the hall"),
        "tray_id": one(OutsideRequest.public_id, OutsideRequest.title == "A walk"),
        "thread_id": one(Thread.public_id, Thread.title == "Of every kind"),
        "note_id": one(Note.public_id, Note.title == "Between meetings"),
        "line_id": one(NoteLine.public_id, NoteLine.words == "We rang the hall."),
        "about_id": one(Member.public_id, Member.id == AgreementStep.about_id, AgreementStep.step == "appeal",
                        AgreementStep.forum_id == forum_id),
        "now_id": one(Meeting.public_id, Meeting.title == "A meeting now"),
        "agreed_note": one(Note.public_id, Note.forum_id == forum_id, Note.layer == "agreed"),
        "officers_forum": one(Forum.public_id, Forum.slug == OTHER),
        "officers_need": one(MeetingNeed.public_id, MeetingNeed.meeting_id == Meeting.id, Meeting.title == "A walk"),
        "officers_ask": one(Ask.public_id, Ask.forum_id == Forum.id, Forum.slug == OTHER, Ask.addressee == "MOPAC"),
        "space_activities": one(Activity.public_id, Activity.title == "A walk"),
        "space_charter": one(Charter.public_id, Charter.forum_id == forum_id, Charter.number == 1),
        "space_decisions": one(GroupDecision.public_id, GroupDecision.question == "Meet in May?"),
        "space_review": one(ForumReview.public_id, ForumReview.year == 2020),
        "space_reports": one(MemberReport.public_id, MemberReport.words == "This hurt."),
        "space_appeals:message": held["Yours, and held back."],
        "space_appeals:step": one(AgreementStep.public_id, AgreementStep.step == "appeal"),
        "space_posts:appeal": held["Mine, and held back."], "space_posts:change": post["Mine."],
        "space_posts:take_back": post["Mine."], "space_posts:hold_back": post["Yours."],
    }


def _released(forum_id: int) -> str:
    from consult.queries import forum_notes

    return forum_notes.shared_with_all(db.session(), forum_id)[0].public_id
