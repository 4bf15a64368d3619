"""CP-16: nothing on a screen, in a cookie, a title or an address says what this is, and the way out is one step."""

import pytest
from flask import Flask
from lxml import html

from consult.domain.errors import Refused
from consult.services import member_settings
from consult.web.access import RULES
from consult.web.community import navigation
from tests.forum_doors import come_in, words_of
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient

TELLING = ("Night", "Bus", "Riders", "forum", "Consult", "MOPAC", "Police", "police", "Policing")
PAGES = ("", "/me", "/me/name", "/me/choices", "/me/contact", "/letting-in", "/leaving")


@pytest.mark.parametrize("path", PAGES)
def test_cp16_titles_icons_and_headers_are_neutral(client: LintingClient, forum: ForumWorld, path: str) -> None:
    forum.enter(client, forum.members[0])
    page = html.document_fromstring(client.get(f"/en/space{path}").get_data(as_text=True))
    head = page.findtext(".//title") + page.xpath("string(//header)") + page.xpath("string(//footer)")
    assert not [word for word in TELLING if word in head]
    assert page.xpath("//link[@rel='icon']/@href") == ["data:,"]


def test_cp16_addresses_and_the_cookie_are_neutral(app: Flask, client: LintingClient, forum: ForumWorld) -> None:
    answer = come_in(client, words_of(forum))
    assert answer.headers["Set-Cookie"].startswith("visit=") and "forum" not in answer.headers["Set-Cookie"]
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in RULES and "/space" in rule.rule]
    assert not [rule for rule in rules if "forum" in rule]


def test_cp16_nothing_is_sent_unless_somebody_asks(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    assert "We never phone you" in client.get("/en/space/me/contact").get_data(as_text=True)
    page = client.get("/en/space/me").get_data(as_text=True)
    assert "We send you nothing, and we do not know how to reach you." in page


def test_cp16_the_way_out_ends_the_visit_and_shows_a_calendar(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    page = html.document_fromstring(client.get("/en/space/me").get_data(as_text=True))
    form = page.xpath("//form[@data-quick-exit]")[0]
    assert form.get("data-quick-exit") == "/en/month"
    answer = client.post(form.get("action"))
    assert answer.location == "/en/month" and "visit=;" in answer.headers["Set-Cookie"]
    assert answer.headers["Clear-Site-Data"] and client.get("/en/space/me").location == "/en/space/enter"


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_cp16_the_calendar_is_a_page_that_anyone_may_have_open(client: LintingClient, lang: str) -> None:
    answer = client.get(f"/{lang}/month")
    page = html.document_fromstring(answer.get_data(as_text=True))
    assert "Set-Cookie" not in answer.headers and not [word for word in TELLING if word in page.text_content()]
    assert page.xpath("//link[@rel='icon']/@href") == ["data:,"] and len(page.xpath("//tbody/tr")) >= 4


def test_cp16_who_is_hidden_leaves_one_step_in_the_history(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    choose(forum, is_not_out=False)
    assert "data-one-step" not in client.get("/en/space/me").get_data(as_text=True)
    choose(forum, is_not_out=True)
    assert "data-one-step" in client.get("/en/space/me").get_data(as_text=True)


@pytest.mark.parametrize("label", ["Night shift", "bus club", "RIDERS"])
def test_cp16_an_own_label_cannot_give_the_group_away(forum: ForumWorld, label: str) -> None:
    with pytest.raises(Refused, match="member-label-tells"):
        choose(forum, label=label)
    choose(forum, label="Gardening")


def test_cp16_the_navigation_is_in_words_that_tell_nothing(app: Flask) -> None:
    with app.test_request_context("/en/space"):
        words = [str(text) for group, links in navigation.GROUPS for text in (group, *(link[1] for link in links))]
    assert not [word for word in words if any(telling in word for telling in TELLING)]


def choose(forum: ForumWorld, *, label: str = "", is_not_out: bool = True) -> None:
    """Change the choices of the first member."""
    member_settings.choose(label=label, language="en", languages={"en"}, is_easy_read=False, is_not_out=is_not_out,
                           by=forum.acting(forum.members[0]))
