"""Files of a forum: served to its members alone, by what they belong to; gone with what they belonged to."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from consult.clients import scanning
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting
from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.models.charters import Charter
from consult.models.threads import ForumFile
from consult.queries import threads as stored
from consult.services import forum_files, moderations, posts, threads
from consult.services.attachments import Sent
from consult.services.posts import Said
from consult.services.threads import Beginning
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld

OGG = b"OggS" + bytes(200)
PDF = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"


class FakeScanner:
    """A scanner that can be stopped; it finds EICAR and nothing else."""

    is_there = True
    is_stopped = False

    def verdict(self, stream: io.BytesIO) -> str:
        if self.is_stopped:
            return scanning.UNKNOWN
        return scanning.HARMFUL if b"EICAR" in stream.read() else scanning.CLEAN


def test_a_file_is_its_senders_until_something_names_it(forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    public_id = keep(amber)
    assert read(amber, public_id) == OGG
    with pytest.raises(NotFound):
        read(birch, public_id)
    said(amber, public_id)
    assert read(birch, public_id) == OGG


def test_the_file_of_a_post_is_for_who_reads_the_talk(forum: ForumWorld, amber: Acting) -> None:
    public_id = keep(amber)
    said(amber, public_id)
    assert read(forum.acting(forum.someone("supporter")), public_id) == OGG
    for standing in ("listener", "independent", "monitor"):
        with pytest.raises(NotFound):
            read(forum.acting(forum.someone(standing)), public_id)
    with pytest.raises(NotFound):
        read(forum_worlds.build("Other").acting(), public_id)


def test_what_belongs_to_agenda_or_charter_is_for_who_reads_that(forum: ForumWorld, amber: Acting) -> None:
    monitor, supporter = forum.acting(forum.someone("monitor")), forum.acting(forum.someone("supporter"))
    spoken, signed = keep(amber), keep(amber)
    with writing() as session:
        session.add(AgendaItem(forum_id=forum.id, title="Buses", proposed_by_id=amber.member_id,
                               written_by_id=amber.member_id, file_id=row_of(spoken).id))
        session.add(Charter(forum_id=forum.id, number=1, drafted_by_id=amber.member_id, film_id=row_of(signed).id))
    assert read(supporter, spoken) == read(monitor, signed) == OGG
    with pytest.raises(NotFound):
        read(monitor, spoken)


def test_the_file_of_a_post_that_is_held_back_is_out_of_sight(
        forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    public_id = keep(amber)
    post_id = said(amber, public_id)
    moderations.hold_back(by=forum.acting(), post_id=post_id, rule="attack", reason="It is about Birch.")
    with pytest.raises(NotFound):
        read(birch, public_id)
    assert read(amber, public_id) == read(forum.acting(), public_id) == OGG


def test_a_post_that_is_taken_back_takes_its_file_and_its_name_along(forum: ForumWorld, amber: Acting) -> None:
    public_id = keep(amber, name="Amber Stone.ogg")
    posts.take_back(by=amber, public_id=said(amber, public_id))
    row = row_of(public_id)
    assert (row.state, row.stored_as, row.name) == ("deleted", None, "audio") and not stored_files()
    with pytest.raises(NotFound):
        read(amber, public_id)


def test_a_file_is_named_by_one_post_and_by_its_sender_only(amber: Acting, birch: Acting) -> None:
    public_id = keep(amber)
    for by in (birch, amber):
        if by is amber:
            said(amber, public_id)
        with pytest.raises(NotFound):
            said(by, public_id)


@pytest.mark.parametrize(("data", "name", "code"), [
    (b"", "a.ogg", "media-empty"), (b"<svg/>", "a.ogg", "media-kind"), (OGG, "a.exe", "media-kind"),
    (OGG + b"EICAR", "a.ogg", "media-harmful")])
def test_a_file_that_is_refused_leaves_nothing(
        amber: Acting, scanner: FakeScanner, data: bytes, name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(amber, data, name)
    assert (refused.value.field, refused.value.code) == ("file", code)
    assert not stored_files() and db.session.scalar(select(ForumFile.id)) is None


def test_a_film_that_is_too_long_and_a_kind_of_our_own_are_refused(amber: Acting) -> None:
    sent = Sent(io.BytesIO(OGG), "a.ogg", "audio/ogg", 601)
    with pytest.raises(Refused, match="film-long"):
        forum_files.keep(by=amber, sent=sent, kind="audio")
    with pytest.raises(NotFound):
        forum_files.keep(by=amber, sent=sent, kind="poster")


def test_with_a_stopped_scanner_a_file_is_held_and_handed_to_nobody(amber: Acting, scanner: FakeScanner) -> None:
    scanner.is_stopped = True
    public_id = keep(amber, OGG + b"EICAR")
    with pytest.raises(Conflict, match="media-unchecked"):
        read(amber, public_id)
    scanner.is_stopped = False
    with pytest.raises(NotFound):
        read(amber, public_id)
    assert row_of(public_id).state == "refused" and not stored_files()


def test_only_a_released_file_is_for_everyone(forum: ForumWorld, amber: Acting) -> None:
    public_id = keep(amber, PDF, "notes.pdf", "file")
    with pytest.raises(NotFound):
        forum_files.opened_released(forum_id=forum.id, public_id=public_id)
    with writing() as session:
        forum_files.release(session, row_of(public_id).id)
    _row, stream = forum_files.opened_released(forum_id=forum.id, public_id=public_id)
    with stream:
        assert stream.read() == PDF
    with pytest.raises(NotFound):
        forum_files.opened_released(forum_id=forum.id + 1, public_id=public_id)


def test_files_that_belong_to_nothing_go_after_two_days_and_others_stay(amber: Acting) -> None:
    loose, named = keep(amber), keep(amber)
    said(amber, named)
    with writing() as session:
        session.execute(update(ForumFile).values(added_on=date(2026, 1, 1)))
    assert forum_files.sweep() == 1
    assert row_of(loose).state == "deleted" and read(amber, named) == OGG


def test_the_files_of_forums_lie_apart_from_those_of_answers(amber: Acting, tmp_path: Path) -> None:
    keep(amber)
    assert forum_files.store().folder.name == "forum-files" and len(stored_files()) == 1


def keep(by: Acting, data: bytes = OGG, name: str = "note.ogg", kind: str = "audio") -> str:
    return forum_files.keep(by=by, sent=Sent(io.BytesIO(data), name, ""), kind=kind).public_id


def said(by: Acting, file_id: str) -> str:
    thread_id = threads.begin(by=by, beginning=Beginning("Buses"), first=Said("", file_id=file_id))
    thread = stored.one(db.session(), by, thread_id)
    assert thread is not None
    return stored.posts(db.session(), by, thread.id).posts[0].public_id


def read(by: Acting, public_id: str) -> bytes:
    _row, stream = forum_files.opened(by=by, public_id=public_id)
    with stream:
        return stream.read()


def row_of(public_id: str) -> ForumFile:
    db.session.expire_all()
    return db.session.scalars(select(ForumFile).where(ForumFile.public_id == public_id)).one()


def stored_files() -> list[str]:
    folder = forum_files.store().folder
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeScanner]:
    fake = FakeScanner()
    monkeypatch.setattr(forum_files, "scanner", lambda: fake)
    yield fake


@pytest.fixture
def forum(app: object) -> ForumWorld:
    return forum_worlds.build()


@pytest.fixture
def amber(forum: ForumWorld) -> Acting:
    return forum.acting(forum.members[0])


@pytest.fixture
def birch(forum: ForumWorld) -> Acting:
    return forum.acting(forum.members[1])
