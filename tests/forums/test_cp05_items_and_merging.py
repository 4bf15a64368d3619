"""CP-05: anyone proposes, in words, by voice, signed, by phone or through a supporter; merging is agreed."""

from io import BytesIO

import pytest

from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.models.members import Member
from consult.queries import agenda_merges as stored
from consult.queries import agendas as stored_items
from consult.services import agenda_merges
from consult.services.transaction import writing
from tests.agenda_worlds import propose
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.played import FILM

OGG = b"OggS" + bytes(200)
PROPOSE = "/en/space/agenda/propose"


def test_cp05_a_member_proposes_in_words_on_the_page(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    client.get(PROPOSE)
    client.send(PROPOSE, {"title": "Lifts at stations", "words": "Two are broken.", "whose_idea": "own"})
    item = only_item()
    assert (item.way, item.proposed_by_id) == ("text", forum.members[0].id)
    page = client.get(f"/en/space/agenda/items/{item.public_id}").get_data(as_text=True)
    assert "Lifts at stations" in page and "Two are broken." in page and "Amber" in page


@pytest.mark.parametrize("content, name, declared, way", [
    (OGG, "note.ogg", "audio/ogg", "voice"), (FILM, "sign.webm", "video/webm", "bsl")])
def test_cp05_a_recording_alone_is_an_item(client: LintingClient, forum: ForumWorld, content: bytes, name: str,
                                           declared: str, way: str) -> None:
    forum.enter(client, forum.members[0])
    client.get(PROPOSE)
    answer = client.send(PROPOSE, {"title": "", "file": (BytesIO(content), name, declared)},
                         content_type="multipart/form-data")
    assert answer.status_code == 303
    item = only_item()
    assert item.way == way and item.title == "" and item.file_id is not None
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert ("A film" if way == "bsl" else "A voice note") in page


def test_cp05_who_rings_is_named_as_the_proposer_only_if_they_want(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[1])
    client.get(PROPOSE)
    answer = client.send(PROPOSE, {"title": "Lifts", "whose_idea": "phone", "whose": "Amber"})
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert only_item().proposed_by_id == forum.members[0].id
    assert "Written down by:" in page and "Birch" in page
    client.get(PROPOSE)
    unknown = client.send(PROPOSE, {"title": "Lifts", "whose_idea": "phone", "whose": "Nobody"})
    assert unknown.status_code == 422 and "Nobody here has this name" in unknown.get_data(as_text=True)


def test_cp05_a_supporter_proposes_for_the_member_beside_them(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.someone("supporter", beside=forum.members[0]))
    assert "You propose this for" in client.get(PROPOSE).get_data(as_text=True)
    client.send(PROPOSE, {"title": "Lifts"})
    assert (only_item().way, only_item().proposed_by_id) == ("supporter", forum.members[0].id)


def test_cp05_an_empty_proposal_is_shown_again_with_what_is_missing(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    client.get(PROPOSE)
    answer = client.send(PROPOSE, {"title": " ", "words": "Kept words"})
    assert answer.status_code == 422 and "Kept words" in answer.get_data(as_text=True)
    assert db.session.query(AgendaItem).count() == 0


def test_cp05_items_are_merged_when_both_proposers_agree_and_not_before(forum: ForumWorld) -> None:
    lifts, ramps = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps")
    merge = agenda_merges.ask(by=forum.acting(), from_id=lifts.public_id, into_id=ramps.public_id)
    agenda_merges.answer(by=forum.acting(forum.members[0]), merge_id=merge.public_id, agrees=True)
    assert db.session.get_one(AgendaItem, lifts.id).state == "proposed"
    agenda_merges.answer(by=forum.acting(forum.members[1]), merge_id=merge.public_id, agrees=True)
    assert db.session.get_one(AgendaItem, lifts.id).merged_into_id == ramps.id
    assert stored_items.proposers(db.session(), [ramps.id])[ramps.id] == tuple(one.id for one in forum.members)


def test_cp05_one_no_keeps_both_items(client: LintingClient, forum: ForumWorld) -> None:
    lifts, ramps = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps")
    merge = agenda_merges.ask(by=forum.acting(forum.members[0]), from_id=lifts.public_id, into_id=ramps.public_id)
    forum.enter(client, forum.members[1])
    assert "Can these two become one item?" in client.get("/en/space/agenda").get_data(as_text=True)
    client.send(f"/en/space/agenda/merges/{merge.public_id}", {"answer": "no"})
    assert {one.state for one in db.session.query(AgendaItem)} == {"proposed"}
    assert stored.merges(db.session(), forum.acting()) == []


def test_cp05_nobody_answers_for_another_proposer(forum: ForumWorld) -> None:
    lifts, ramps = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps")
    merge = agenda_merges.ask(by=forum.acting(), from_id=lifts.public_id, into_id=ramps.public_id)
    for other in (forum.chair, forum.someone("supporter"), forum.someone("listener")):
        with pytest.raises(NotFound):
            agenda_merges.answer(by=forum.acting(other), merge_id=merge.public_id, agrees=True)


def test_cp05_an_item_whose_proposer_left_is_not_merged(forum: ForumWorld) -> None:
    lifts, ramps = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps")
    with writing() as session:
        day = lifts.created_at.date()
        nobody = Member(forum_id=forum.id, name="", left_on=day, joined_month=day)
        session.add(nobody)
        session.flush()
        session.get_one(AgendaItem, lifts.id).proposed_by_id = nobody.id
    with pytest.raises(Refused, match="merge-nobody-to-ask"):
        agenda_merges.ask(by=forum.acting(), from_id=lifts.public_id, into_id=ramps.public_id)


def test_cp05_a_merge_is_asked_on_the_page_of_an_item(client: LintingClient, forum: ForumWorld) -> None:
    lifts, ramps = propose(forum, 0, "Lifts"), propose(forum, 0, "Ramps")
    forum.enter(client, forum.members[0])
    address = f"/en/space/agenda/items/{lifts.public_id}/merge"
    client.get(address)
    assert client.send(address, {"into": "made-up"}).status_code == 422
    client.send(address, {"into": ramps.public_id})
    assert db.session.get_one(AgendaItem, lifts.id).state == "merged"
    with pytest.raises(Conflict):
        agenda_merges.ask(by=forum.acting(forum.members[0]), from_id=lifts.public_id, into_id=ramps.public_id)


def only_item() -> AgendaItem:
    """Return the one item there is."""
    db.session.expire_all()
    return db.session.query(AgendaItem).order_by(AgendaItem.id.desc()).first() or AgendaItem()
