"""CP-23: working notes, agreed notes, released notes; nothing leaves without the group, and words can be taken back."""

import io

import pytest
from sqlalchemy import String, cast, select

from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.base import Base
from consult.models.forum_notes import NoteLine
from consult.queries import forum_notes as stored
from consult.services import forum_files, forum_notes, group_decisions, note_releases
from consult.services.attachments import Sent
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.played import FILM
from tests.record_worlds import agreed, decide, line, note, refuse, share, shared


def test_cp23_notes_leave_only_when_the_group_says_yes(forum: ForumWorld) -> None:
    made = agreed(forum)
    decision = share(forum, made)
    assert stored.shared_with_all(db.session(), forum.id) == []
    decide(forum, decision)
    found, = stored.shared_with_all(db.session(), forum.id)
    assert said(found) == ["Words of Chair.", "Words of Amber.", "Words of Birch."]


def test_cp23_nothing_leaves_when_somebody_cannot_live_with_it(forum: ForumWorld) -> None:
    made = agreed(forum)
    refuse(forum, share(forum, made))
    assert stored.shared_with_all(db.session(), forum.id) == []
    assert stored.editions(db.session(), forum.id, made.public_id) == []
    decide(forum, share(forum, made))
    assert len(stored.shared_with_all(db.session(), forum.id)) == 1


def test_cp23_a_question_that_is_taken_back_leaves_no_edition_behind(forum: ForumWorld) -> None:
    made = agreed(forum)
    group_decisions.withdraw(by=forum.acting(), decision_id=share(forum, made).public_id)
    assert stored.proposed(db.session(), forum.id, made.public_id) is None


def test_cp23_working_notes_cannot_be_shared(forum: ForumWorld) -> None:
    made = note(forum)
    with pytest.raises(Conflict, match="note-not-agreed"):
        share(forum, made)


def test_cp23_the_words_that_leave_are_those_that_the_group_was_asked_about(forum: ForumWorld) -> None:
    made = agreed(forum, forum.meeting(days=-1))
    decision = share(forum, made)
    line(forum, made, forum.members[0], "A later thought.")
    forum_notes.correct(by=forum.acting(), line_id=line_of(made, "Words of Chair."), words="Changed since.")
    decide(forum, decision)
    assert said(stored.shared_with_all(db.session(), forum.id)[0])[0] == "Words of Chair."
    assert "A later thought." not in said(stored.shared_with_all(db.session(), forum.id)[0])


def test_cp23_words_taken_back_before_the_release_leave_no_trace_anywhere(forum: ForumWorld) -> None:
    made = agreed(forum, forum.meeting(days=-1))
    own = line(forum, made, forum.members[0], "My mother found out.")
    forum_notes.correct(by=forum.acting(forum.members[0]), line_id=own.public_id, words="My mother knows it.")
    decision = share(forum, made)
    forum_notes.take_back(by=forum.acting(forum.members[0]), line_id=own.public_id)
    decide(forum, decision)
    assert found_in_database("My mother") == []
    assert said(stored.shared_with_all(db.session(), forum.id)[0]) == [
        "Words of Chair.", "Words of Amber.", "Words of Birch."]


def test_cp23_words_taken_back_after_the_release_are_gone_from_every_edition(forum: ForumWorld) -> None:
    made = shared(forum)
    forum_notes.take_back(by=forum.acting(forum.members[0]), line_id=line_of(made, "Words of Amber."))
    newest, first = stored.editions(db.session(), forum.id, made.public_id)
    assert (newest.number, said(newest)) == (2, ["Words of Chair.", "", "Words of Birch."])
    assert first.items == () and first.replaced_at is not None
    assert found_in_database("Words of Amber.") == []


def test_cp23_nobody_takes_the_words_of_another_back(forum: ForumWorld) -> None:
    made = note(forum)
    for use_case in (forum_notes.take_back, forum_notes.claim):
        with pytest.raises((NotFound, Conflict)):
            use_case(by=forum.acting(forum.members[1]), line_id=line_of(made, "Words of Amber."))
    with pytest.raises(Conflict, match="note-not-your-words"):
        forum_notes.correct(by=forum.acting(), line_id=line_of(made, "Words of Amber."), words="No.")


def test_cp23_own_words_that_somebody_else_wrote_down_can_be_claimed_and_taken_back(forum: ForumWorld) -> None:
    made = note(forum)
    written = line(forum, made, forum.chair, "Somebody said that they were stopped.", is_own=False)
    forum_notes.claim(by=forum.acting(forum.members[0]), line_id=written.public_id)
    forum_notes.take_back(by=forum.acting(forum.members[0]), line_id=written.public_id)
    assert found_in_database("were stopped") == []


def test_cp23_members_correct_what_was_written_and_the_group_sees_what_it_was(forum: ForumWorld) -> None:
    made = note(forum)
    written = line(forum, made, forum.chair, "We meet on Monday.", is_own=False)
    forum_notes.correct(by=forum.acting(forum.members[0]), line_id=written.public_id, words="We meet on Tuesday.")
    view = stored.view(db.session(), forum.acting(), made.public_id)
    assert view is not None
    found = next(one for _item, lines in view.items for one in lines if one.public_id == written.public_id)
    assert (found.words, found.before) == ("We meet on Tuesday.", ("We meet on Monday.",))


def test_cp23_notes_for_named_bodies_are_read_by_those_alone(forum: ForumWorld) -> None:
    shared(forum, audience="named", bodies=["MOPAC"])
    session = db.session()
    assert stored.shared_with_all(session, forum.id) == []
    assert [len(stored.shared_with_body(session, forum.id, body)) for body in ("mopac", "TfL", "")] == [1, 0, 0]


def test_cp23_a_film_of_notes_for_named_bodies_is_not_played_to_everyone(
        forum: ForumWorld, client: LintingClient) -> None:
    with writing() as session:
        session.merge(forum.forum).slug = "riders"
    for_all, for_one = (sent_film(forum) for _twice in range(2))
    shared(forum, film_id=for_all)
    shared(forum, audience="named", bodies=["MOPAC"], film_id=for_one)
    for film, status in ((for_all, 200), (for_one, 404), ("x" * 22, 404)):
        with client.get(f"/forums/riders/films/{film}") as answer:
            assert answer.status_code == status


def test_cp23_the_group_deletes_working_notes_and_nothing_of_them_stays(forum: ForumWorld) -> None:
    made = note(forum)
    decide(forum, note_releases.ask_to_delete(by=forum.acting(), note_id=made.public_id, question="Delete them?"))
    assert found_in_database("Words of") == [] and stored.listed(db.session(), forum.id) == []
    assert stored.deleted(db.session(), forum.id) == 1
    with pytest.raises(NotFound):
        line(forum, made, forum.chair, "More.")


def test_cp23_agreed_notes_cannot_be_deleted(forum: ForumWorld) -> None:
    made = agreed(forum)
    with pytest.raises(Conflict, match="note-agreed-already"):
        note_releases.ask_to_delete(by=forum.acting(), note_id=made.public_id, question="Delete them?")


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_cp23_nobody_but_a_member_writes_notes(forum: ForumWorld, standing: str) -> None:
    made = note(forum)
    other = forum.acting(forum.someone(standing))
    with pytest.raises(NotFound):
        forum_notes.begin(by=other, title="Mine")
    with pytest.raises(NotFound):
        forum_notes.add(by=other, note_id=made.public_id, words="Mine.")
    with pytest.raises(NotFound):
        note_releases.ask_to_share(by=other, note_id=made.public_id, question="?", audience="public")


def test_cp23_another_forums_notes_are_not_there(forum: ForumWorld) -> None:
    made, other = note(forum), build("Other riders")
    for use_case in (lambda: forum_notes.add(by=other.acting(), note_id=made.public_id, words="x"),
                     lambda: forum_notes.take_back(by=other.acting(), line_id=line_of(made, "Words of Amber.")),
                     lambda: note_releases.ask_to_agree(by=other.acting(), note_id=made.public_id, question="?")):
        with pytest.raises(NotFound):
            use_case()
    assert stored.view(db.session(), other.acting(), made.public_id) is None


def test_cp23_a_note_has_an_end(forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.domain.forum_notes.MOST_LINES", 3)
    made = note(forum)
    with pytest.raises(Refused, match="note-full"):
        line(forum, made, forum.chair, "One too many.")


def said(edition: stored.Shared) -> list[str]:
    return [one.words for _item, lines in edition.items for one, _name in lines]


def sent_film(forum: ForumWorld) -> str:
    return forum_files.keep(by=forum.acting(), sent=Sent(io.BytesIO(FILM), "film.webm", ""), kind="video").public_id


def line_of(made: object, words: str) -> str:
    found = db.session.scalar(select(NoteLine.public_id).where(NoteLine.words == words))
    assert found is not None
    return found


def found_in_database(words: str) -> list[str]:
    """Return the columns of any table in which the words stand."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if db.session.execute(select(column).where(cast(column, String).contains(words)).limit(1)).first():
                found.append(f"{table.name}.{column.name}")
    return found
