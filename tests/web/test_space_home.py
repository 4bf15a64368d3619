"""The first page of the space, its navigation, and errors in it: each shows what waits, and tells nothing else."""

import pytest
from flask import Flask

from consult.models.members import Member
from consult.services.transaction import writing
from tests.filled_forums import Filled, fill_forum
from tests.linting import LintingClient
from tests.worlds import World


def test_it_lists_what_waits_for_a_member_and_leads_there(client: LintingClient, filled: Filled) -> None:
    filled.forum.enter(client, filled.forum.members[1])
    page = client.get("/en/space").get_data(as_text=True)
    assert "The group asks you: \u2068Meet each month?\u2069" in page and "A request from outside waits" in page
    assert f"/en/space/decisions/{filled['group_decisions'].public_id}" in page


def test_a_new_member_with_nothing_to_do_reads_that_nothing_waits(client: LintingClient, filled: Filled) -> None:
    filled.forum.enter(client, filled.forum.someone("monitor"))
    assert "Nothing waits for you now." in client.get("/en/space").get_data(as_text=True)


@pytest.mark.parametrize(("standing", "words"), [("listener", "A report waits for you"),
                                                 ("independent", "Nothing waits for you now.")])
def test_whom_the_group_chose_sees_only_their_own_task(client: LintingClient, filled: Filled, standing: str,
                                                       words: str) -> None:
    filled.forum.enter(client, filled.forum.someone(standing))
    page = client.get("/en/space").get_data(as_text=True)
    assert words in page and "/en/space/agenda" not in page and "/en/space/notes" not in page


def test_the_name_of_the_forum_is_kept_from_the_first_page_of_who_is_not_out(
        client: LintingClient, filled: Filled) -> None:
    amber = filled.forum.members[0]
    with writing() as session:
        session.get_one(Member, amber.id).is_not_out = True
    filled.forum.enter(client, amber)
    assert "Night Bus" not in client.get("/en/space").get_data(as_text=True)


def test_errors_in_the_space_are_as_plain_as_its_pages(client: LintingClient, filled: Filled) -> None:
    filled.forum.enter(client, filled.forum.members[0])
    for path in ("/en/space/never", "/en/space/talk/never"):
        page = client.get(path)
        told = page.get_data(as_text=True)
        assert page.status_code == 404 and "Leave quickly" in told
        assert not [words for words in ("Mayor", "Consult", "Staff sign-in", "Have your say") if words in told]


def test_the_pages_of_a_group_of_links_show_where_the_reader_is(client: LintingClient, filled: Filled) -> None:
    filled.forum.enter(client, filled.forum.members[0])
    page = client.get(f"/en/space/agenda/meetings/{filled['meetings'].public_id}").get_data(as_text=True)
    assert 'aria-current="true">Agenda' in page


@pytest.fixture
def filled(app: Flask, world: World) -> Filled:
    """A forum with something in each of its tables."""
    return fill_forum(world)
