"""CP-08: items are tied to the plan later, if at all; a group's own theme is given to the team by its decision."""

import pytest

from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.agendas import AgendaItem, ForumTheme, ItemNode
from consult.models.codebooks import Theme
from consult.queries import agenda_links as stored
from consult.queries import agendas
from consult.services import agenda_links, codebooks, group_decisions
from tests.agenda_worlds import everyone_agrees, propose
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World


def test_cp08_an_item_is_tied_to_parts_of_the_plan_later_and_untied(client: LintingClient, forum: ForumWorld,
                                                                    world: World) -> None:
    item = propose(forum, 0, "Lifts")
    assert stored.parts(db.session(), item.id) == []
    forum.enter(client, forum.members[0])
    page = f"/en/space/agenda/items/{item.public_id}/plan/{world.slug}"
    client.get(page)
    client.send(f"{page}/parts", {"node": "aim-knife"})
    assert [one.key for one in stored.parts(db.session(), item.id)] == ["aim-knife"]
    client.send(f"{page}/parts", {"node": "aim-knife"})
    client.send(f"{page}/untie", {"node": "aim-knife"})
    assert db.session.query(ItemNode).count() == 0


def test_cp08_a_part_that_is_not_in_the_plan_is_refused(client: LintingClient, forum: ForumWorld, world: World) -> None:
    item = propose(forum, 0, "Lifts")
    with pytest.raises(Refused, match="item-part-missing"):
        agenda_links.tie(by=forum.acting(), item_id=item.public_id, slug=world.slug, node_key="made-up")
    forum.enter(client, forum.members[0])
    page = f"/en/space/agenda/items/{item.public_id}/plan/{world.slug}"
    client.get(page)
    assert client.send(f"{page}/parts", {}).status_code == 422
    assert client.get(f"/en/space/agenda/items/{item.public_id}/plan/no-such").status_code == 404


def test_cp08_a_theme_leaves_the_group_only_when_it_decides_so(forum: ForumWorld, world: World) -> None:
    item = propose(forum, 0, "Lifts")
    decision = raised(forum, item, world)
    assert db.session.query(Theme).count() == 0
    everyone_agrees(forum, decision)
    theme = db.session.query(Theme).one()
    assert (theme.name, theme.definition, theme.created_by_id) == ("Fear of lifts", "Being stuck.", None)
    assert agendas.raised_themes(db.session(), world.consultation.id) == {theme.public_id}


def test_cp08_a_theme_that_the_group_does_not_want_is_forgotten(forum: ForumWorld, world: World) -> None:
    item = propose(forum, 0, "Lifts")
    group_decisions.withdraw(by=forum.acting(), decision_id=raised(forum, item, world))
    assert db.session.query(ForumTheme).count() == db.session.query(Theme).count() == 0


def test_cp08_a_theme_that_is_there_already_is_marked_and_not_doubled(forum: ForumWorld, world: World) -> None:
    theme = codebooks.add_theme(consultation_id=world.consultation.id, name="fear OF lifts")
    item = propose(forum, 0, "Lifts")
    everyone_agrees(forum, raised(forum, item, world))
    assert db.session.query(Theme).count() == 1
    assert agendas.raised_themes(db.session(), world.consultation.id) == {theme.public_id}
    with pytest.raises(Conflict, match="code-raised"):
        raised(forum, item, world)


def test_cp08_the_team_reads_that_a_group_raised_it_and_not_which(client: LintingClient, forum: ForumWorld,
                                                                  world: World) -> None:
    everyone_agrees(forum, raised(forum, propose(forum, 0, "Lifts"), world))
    client.sign_in(world.email("coder"), PASSWORD)
    page = client.get(f"/staff/consultations/{world.slug}/themes").get_data(as_text=True)
    assert "Raised by a forum" in page and forum.forum.name not in page and "Amber" not in page


def test_cp08_nobody_else_ties_or_raises(forum: ForumWorld, world: World) -> None:
    item = propose(forum, 0, "Lifts")
    for by in (build("Others").acting(), forum.acting(forum.someone("supporter"))):
        with pytest.raises(NotFound):
            agenda_links.tie(by=by, item_id=item.public_id, slug=world.slug, node_key="aim-knife")
        with pytest.raises(NotFound):
            agenda_links.raise_code(by=by, item_id=item.public_id, slug=world.slug, name="Ours", question="Yes?")


def test_cp08_a_theme_is_asked_for_on_the_page(client: LintingClient, forum: ForumWorld, world: World) -> None:
    item = propose(forum, 0, "Lifts")
    forum.enter(client, forum.members[0])
    page = f"/en/space/agenda/items/{item.public_id}/plan/{world.slug}"
    client.get(page)
    assert client.send(f"{page}/theme", {"name": " "}).status_code == 422
    answer = client.send(f"{page}/theme", {"name": "Fear of lifts"})
    assert answer.status_code == 303 and "/space/decisions/" in answer.headers["Location"]
    assert "Fear of lifts" in client.get(page).get_data(as_text=True)


def raised(forum: ForumWorld, item: AgendaItem, world: World) -> str:
    """Ask the group about a theme, and return the decision."""
    return agenda_links.raise_code(by=forum.acting(), item_id=item.public_id, slug=world.slug, name="Fear of lifts",
                                   definition="Being stuck.", question="Yes?").public_id
