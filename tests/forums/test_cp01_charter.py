"""CP-01: a charter of ten parts, in versions that the members adopt, in plain words, Easy Read and BSL."""

from datetime import date

import pytest

from consult.domain.charters import PARTS
from consult.domain.errors import Conflict, NotFound
from consult.extensions import db
from consult.models.charters import Charter
from consult.models.forums import Forum
from consult.models.threads import ForumFile
from consult.queries import charters as stored
from consult.queries import forum_files
from consult.services import charters
from consult.services.group_decisions import Asked
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.forums.deciding import agree
from tests.linting import LintingClient

TEXTS = {part: {"plain": f"Plain {part}.", "easy-read": f"Easy {part}."} for part in PARTS}
LATER = date(2099, 1, 1)


def test_cp01_the_charter_has_every_part_that_is_asked_for(client: LintingClient, forum: ForumWorld) -> None:
    adopt(forum)
    forum.enter(client, forum.members[0])
    page = client.get("/en/space/charter").text
    for heading in ("What we are for", "What we decide", "What we give advice on", "Who chairs", "How people join",
                    "How people leave", "Our notes", "Pay and costs", "Staying safe", "How we end"):
        assert heading in page


def test_cp01_it_is_adopted_by_the_members_and_by_nobody_else(forum: ForumWorld) -> None:
    draft = whole_draft(forum)
    for standing in ("supporter", "listener", "independent", "monitor"):
        with pytest.raises(NotFound):
            charters.ask(by=forum.acting(forum.someone(standing)), charter_id=draft, asked=Asked("Yes?"))
    assert stored.current(db.session(), forum.id) is None
    agree(forum, charters.ask(by=forum.acting(), charter_id=draft, asked=Asked("Yes?")))
    [row] = db.session().query(Charter)
    assert row.adopted_at is not None and row.adopted_by_id is not None


def test_cp01_versions_are_kept_and_what_was_adopted_never_changes(client: LintingClient, forum: ForumWorld) -> None:
    first = adopt(forum)
    with pytest.raises(Conflict):
        charters.write(by=forum.acting(), charter_id=first, texts={}, film_due_on=LATER)
    adopt(forum, {**TEXTS, "pay": {"plain": "We are paid.", "easy-read": "We are paid."}})
    forum.enter(client)
    assert "We are paid." in client.get("/en/space/charter").text
    old = client.get(f"/en/space/charter/versions/{first}").text
    assert "Plain pay." in old and "A newer version has taken its place." in old


def test_cp01_it_is_there_in_plain_words_in_easy_read_and_in_bsl(client: LintingClient, forum: ForumWorld) -> None:
    draft = whole_draft(forum)
    film = a_film(forum)
    charters.set_film(by=forum.acting(), charter_id=draft, file_id=film)
    agree(forum, charters.ask(by=forum.acting(), charter_id=draft, asked=Asked("Yes?")))
    forum.enter(client)
    plain, easy = (client.get(f"/en/space/charter?way={way}").text for way in ("plain", "easy-read"))
    assert "Plain pay." in plain and "Easy pay." in easy and "Plain pay." not in easy
    assert f"/en/space/files/{film}" in plain and "<video" in plain


def test_cp01_without_easy_read_or_a_day_for_the_film_it_cannot_be_adopted(forum: ForumWorld) -> None:
    by, draft = forum.acting(), charters.begin(by=forum.acting()).public_id
    for texts, due in (({part: {"plain": "Words."} for part in PARTS}, LATER), (TEXTS, None)):
        charters.write(by=by, charter_id=draft, texts=texts, film_due_on=due)
        with pytest.raises(Conflict, match="charter-not-ready"):
            charters.ask(by=by, charter_id=draft, asked=Asked("Yes?"))


def test_cp01_the_public_reads_it_and_watches_its_film_where_the_group_has_a_page(
    client: LintingClient, forum: ForumWorld
) -> None:
    draft, film = whole_draft(forum), a_film(forum)
    charters.set_film(by=forum.acting(), charter_id=draft, file_id=film)
    agree(forum, charters.ask(by=forum.acting(), charter_id=draft, asked=Asked("Yes?")))
    assert forum_files.released(db.session(), forum.id, film) is None
    with writing() as session:
        session.get_one(Forum, forum.id).slug = "riders"
    page = client.get("/en/forums/riders/charter").text
    assert "Plain pay." in page and "Easy pay." in page and f"/forums/riders/films/{film}" in page
    assert forum_files.released(db.session(), forum.id, film) is not None
    assert forum_files.released(db.session(), forum.id, a_film(forum, "another")) is None


def test_cp01_a_film_that_is_late_is_late_for_the_public_too(
    client: LintingClient, forum: ForumWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt(forum)
    with writing() as session:
        session.get_one(Forum, forum.id).slug = "riders"
    assert "In British Sign Language from 1 January 2099" in client.get("/en/forums/riders/charter").text
    monkeypatch.setattr("consult.web.public.forums.london_day", lambda _now: date(2099, 1, 2))
    assert "It was promised for 1 January 2099" in client.get("/en/forums/riders/charter").text


def whole_draft(world: ForumWorld, texts: dict[str, dict[str, str]] = TEXTS) -> str:
    draft = charters.begin(by=world.acting()).public_id or ""
    charters.write(by=world.acting(), charter_id=draft, texts=texts, film_due_on=LATER)
    return draft


def adopt(world: ForumWorld, texts: dict[str, dict[str, str]] = TEXTS) -> str:
    draft = whole_draft(world, texts)
    agree(world, charters.ask(by=world.acting(), charter_id=draft, asked=Asked("Yes?")))
    return draft


def a_film(world: ForumWorld, stored_as: str = "a-film") -> str:
    with writing() as session:
        row = ForumFile(forum_id=world.id, member_id=world.chair.id, kind="video", name="charter.mp4",
                        media_type="video/mp4", size=9, digest="0" * 64, stored_as=stored_as, state="clean",
                        added_on=date(2026, 1, 1))
        session.add(row)
    return row.public_id or ""
