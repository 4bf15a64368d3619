"""Talk on the pages of the space: said, signed, changed, taken back, held back; bad input stays on its page."""

import io

import pytest
from flask import Flask

from consult.domain import agreement_steps
from consult.domain import posts as rules
from consult.domain.forum_access import Acting
from consult.extensions import db
from consult.models.threads import Post
from consult.queries import threads as stored
from consult.services import posts, threads
from consult.services.posts import Said
from consult.services.threads import Beginning
from consult.services.transaction import writing
from consult.web.community import step_words
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient, without_tokens

TALK = "/en/space/talk"
OGG = b"OggS" + bytes(200)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(200)


def test_a_member_starts_talking_and_others_answer(forum: ForumWorld, amber: LintingClient) -> None:
    sent = amber.send(f"{TALK}/new", {"title": "Night buses", "text": "They are <b>dark</b>.", "language": "en"})
    assert sent.status_code == 303
    page = amber.get(sent.headers["Location"]).text
    assert "Night buses" in page and "They are <b>dark</b>." in page and "(you)" in page
    assert "Night buses" in amber.get(TALK).text


def test_titles_of_the_browser_say_nothing_of_the_group(forum: ForumWorld, amber: LintingClient, thread: str) -> None:
    for path in (TALK, f"{TALK}/{thread}", f"{TALK}/new", "/en/space/agreement"):
        page = amber.get(path).text
        head = page[:page.index("</head>")]
        assert forum.forum.name not in head and "Ramps" not in head


@pytest.mark.parametrize(("data", "words"), [
    ({"text": " "}, "Write something, or add a voice note or a film"),
    ({"text": "x" * 5001}, "Your answer is too long"), ({"text": "Kept words", "language": "xx"}, "Choose languages")])
def test_what_cannot_be_kept_is_shown_again_with_what_was_typed(
        amber: LintingClient, thread: str, data: dict[str, str], words: str) -> None:
    answer = amber.send(f"{TALK}/{thread}", data)
    assert answer.status_code == 422 and words in answer.text and data["text"].strip() in answer.text


def test_a_voice_note_and_what_is_said_in_it_stand_in_the_thread(amber: LintingClient, thread: str) -> None:
    amber.get(f"{TALK}/{thread}")
    answer = amber.send(f"{TALK}/{thread}", {
        "text": "", "transcript": "Ramps, please", "file": (io.BytesIO(OGG), "a.ogg", "audio/ogg")})
    page = amber.get(answer.headers["Location"])
    assert "<audio" in page.text and "Ramps, please" in page.text
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    file = db.session.scalars(db.select(Post).order_by(Post.id.desc())).first()
    assert file is not None and file.way == "voice"


def test_a_file_of_a_wrong_kind_is_refused_and_nothing_is_kept(amber: LintingClient, thread: str) -> None:
    amber.get(f"{TALK}/{thread}")
    answer = amber.send(f"{TALK}/{thread}", {"text": "Kept words", "file": (io.BytesIO(b"<svg/>"), "a.svg")})
    assert answer.status_code == 422 and "We cannot take this kind of file" in answer.text
    assert "Kept words" in answer.text


def test_a_film_is_said_from_the_signing_page(amber: LintingClient, thread: str) -> None:
    page = amber.get(f"{TALK}/{thread}/sign")
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    answer = amber.send(f"{TALK}/{thread}/sign", {"film": (io.BytesIO(MP4), "a.mp4", "video/mp4"), "seconds": "12"},
                        headers={"Accept": "application/json"})
    assert answer.json["next"].startswith(f"{TALK}/{thread}#p-")
    assert "<video" in amber.get(f"{TALK}/{thread}").text


def test_a_film_that_is_missing_or_too_long_says_so(amber: LintingClient, thread: str) -> None:
    place = f"{TALK}/{thread}/sign"
    amber.get(place)
    assert "Choose a file to send" in amber.send(place, {}).text
    long = {"film": (io.BytesIO(MP4), "a.mp4", "video/mp4"), "seconds": "601"}
    answer = amber.send(place, long, headers={"Accept": "application/json"})
    assert answer.status_code == 422 and "10 minutes" in answer.json["error"]


def test_an_easy_read_reader_gets_the_simple_words_first(forum: ForumWorld, client: LintingClient) -> None:
    member = forum.members[0]
    with writing() as session:
        session.get_one(type(member), member.id).is_easy_read = True
    thread_id = threads.begin(by=forum.acting(), beginning=Beginning("Accessibility of vehicles", "Getting on a bus"),
                              first=Said("The ramps of vehicles fail.", "Ramps break."))
    forum.enter(client, member)
    page = client.get(f"{TALK}/{thread_id}").text
    assert "<h1" in page and "Getting on a bus" in page and "Accessibility of vehicles" not in page
    assert page.index("Ramps break.") < page.index("The ramps of vehicles fail.")


def test_a_member_changes_and_takes_back_only_their_own_words(
        forum: ForumWorld, amber: LintingClient, thread: str) -> None:
    mine = post_of(forum, thread)
    assert amber.send(f"/en/space/posts/{mine}/change", {"text": "Lifts", "language": "en"}).status_code == 303
    assert "Lifts" in amber.get(f"{TALK}/{thread}").text
    theirs = posts.add(by=forum.acting(), thread_id=thread, said=Said("Chair's words"))
    for path in ("change", "take-back"):
        assert amber.get(f"/en/space/posts/{theirs}/{path}").status_code == 404
    amber.get(f"/en/space/posts/{mine}/take-back")
    assert amber.send(f"/en/space/posts/{mine}/take-back").status_code == 303
    page = amber.get(f"{TALK}/{thread}").text
    assert "These words were taken back." in page and "Lifts" not in page


def test_the_link_to_new_posts_counts_those_of_others(forum: ForumWorld, amber: LintingClient, thread: str) -> None:
    place = f"{TALK}/{thread}/new-posts?after={post_of(forum, thread)}"
    assert amber.get(place).json["count"] == 0
    for words in ("one", "two", "three"):
        posts.add(by=forum.acting(), thread_id=thread, said=Said(words))
    assert amber.get(place).json == {"count": 3, "words": "Show 3 new messages"}
    page = amber.get(f"{TALK}/{thread}?after={post_of(forum, thread)}").text
    assert ">one<" in page and "Ramps first" not in page
    assert "Ramps first" in amber.get(f"{TALK}/{thread}?after={post_of(forum, thread, -1)}").text


@pytest.mark.parametrize("query", ["?after=x", "?before='; --", "?at=%F0%9F%98%80", "?answers=<b>", "?after=&before="])
def test_odd_addresses_show_the_newest_page(amber: LintingClient, thread: str, query: str) -> None:
    assert "Ramps first" in amber.get(f"{TALK}/{thread}{query}").text


def test_a_long_thread_is_left_through_its_links_in_both_ways(
        forum: ForumWorld, amber: LintingClient, thread: str) -> None:
    view = stored.one(db.session(), forum.acting(), thread)
    assert view is not None
    with writing() as session:
        session.add_all(Post(thread_id=view.id, member_id=forum.chair.id, words=f"said {at}") for at in range(120))
    first = amber.get(f"{TALK}/{thread}").text
    assert "said 119" in first and "said 60" not in first and "Earlier messages" in first
    begun = post_of(forum, thread)
    page = amber.get(f"{TALK}/{thread}?at={begun}").text
    assert f'id="p-{begun}"' in page and "Later messages" in page


def test_a_thread_of_another_forum_is_a_thread_that_never_was(forum: ForumWorld, client: LintingClient,
                                                               thread: str) -> None:
    other = forum_worlds.build("Other")
    other.enter(client)
    post = post_of(forum, thread)
    for real, made_up in ((f"{TALK}/{thread}", f"{TALK}/{'A' * 22}"),
                          (f"{TALK}/{thread}/new-posts", f"{TALK}/{'A' * 22}/new-posts"),
                          (f"/en/space/posts/{post}/hold-back", f"/en/space/posts/{'A' * 22}/hold-back")):
        answers = [client.get(path) for path in (real, made_up)]
        assert [answer.status_code for answer in answers] == [404, 404]
        pages = [without_tokens(answer.text) for answer in answers]
        assert pages[0].replace(thread, "").replace(post, "") == pages[1].replace("A" * 22, "")


def test_a_supporter_reads_along_and_says_nothing(forum: ForumWorld, client: LintingClient, thread: str) -> None:
    forum.enter(client, forum.someone("supporter"))
    page = client.get(f"{TALK}/{thread}").text
    assert "Ramps first" in page and "Say something" not in page and "Hold back" not in page
    client.get("/en/space/report")
    assert client.send(f"{TALK}/{thread}", {"text": "x", "language": "en"}).status_code == 404


def test_markup_in_words_titles_and_file_names_does_nothing(forum: ForumWorld, amber: LintingClient) -> None:
    bad = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    amber.get(f"{TALK}/new")
    answer = amber.send(f"{TALK}/new", {"title": f"T {bad}", "text": f"W {bad}", "easy_words": f"E {bad}",
                                        "language": "en", "file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), f"{bad}.pdf")})
    for path in (answer.headers["Location"], TALK):
        page = amber.get(path).text
        assert "<img" not in page and "<script>alert" not in page


def test_every_code_has_its_words(client: LintingClient) -> None:
    assert set(step_words.REASONS) == set(rules.REASONS) and set(step_words.STATES) == set(rules.MODERATION_STATES)
    assert set(step_words.STEPS) == set(agreement_steps.STEPS)
    assert set(step_words.DECISIONS) == set(agreement_steps.DECISIONS)
    assert set(step_words.HEARINGS) == {*rules.OUTCOMES, *agreement_steps.APPEAL_OUTCOMES}


def post_of(forum: ForumWorld, thread_id: str, at: int = 0) -> str:
    ids = db.session.scalars(db.select(Post.public_id).order_by(Post.id)).all()
    return str(ids[at])


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    return forum_worlds.build()


@pytest.fixture
def amber(forum: ForumWorld, client: LintingClient) -> LintingClient:
    forum.enter(client, forum.members[0])
    return client


@pytest.fixture
def thread(forum: ForumWorld) -> str:
    by: Acting = forum.acting(forum.members[0])
    return threads.begin(by=by, beginning=Beginning("Buses"), first=Said("Ramps first"))
