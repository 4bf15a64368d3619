"""Two coders read forty answers each and twenty are coded twice; a difference is settled, a theme split, one merged.

After each step progress, agreement, shares and history are what they should be. The agreement is worked out again
with scikit-learn from what the two said.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page
from sklearn.metrics import cohen_kappa_score, f1_score

from consult.extensions import db
from consult.queries import double_coding
from consult.queries.consultations import by_slug
from consult.queries.people import person_by_email
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW
from tests.journeys.two_coders import (
    ANSWERS,
    BUSES,
    PHONES,
    QUESTION,
    STREET,
    THEFTS,
    Team,
    code_again,
    code_next,
    merged,
    name_theme,
    of_80,
    people,
    said_second,
    table,
    words_of,
)
from tests.journeys.two_coders import team as running
from tests.journeys.walking import sign_in

TWICE = 20


def test_two_coders_from_the_first_answer_to_a_merged_theme(team: Team, page: Page) -> None:
    prepare(team)
    forty_each(team)
    twenty_twice(team, page)
    settle_one(team)
    split_the_street(team)
    merge_phones_into_thefts(team)
    look_again(team)
    look_at_the_agreement(team, page)


def prepare(team: Team) -> None:
    """The lead names three themes and has the first twenty answers coded twice."""
    for name in (STREET, PHONES, THEFTS):
        name_theme(team, name)
    team.page("lead", "/coding-settings")
    team.send("lead", "/coding-settings", {"double_first": str(TWICE), "double_share": "0"})


def forty_each(team: Team) -> None:
    """They read in turns; each answer is read by one of them and everything counts at once."""
    for turn in range(ANSWERS):
        code_next(team, ("coder", "second")[turn % 2])
        if turn == ANSWERS // 2 - 1:
            assert f"40 of {ANSWERS} answers read" in overview(team)
    assert len(team.first) == ANSWERS and f"{ANSWERS} of {ANSWERS} answers read" in overview(team)
    assert people(team) == of_80({STREET: 40, PHONES: 20, THEFTS: 12})
    assert f"{TWICE} answers wait for a second coder." in words_of(team.page("lead", "/second-coding"))
    assert [change.split(":")[0] for change in history(team)] == [THEFTS, PHONES, STREET]


def twenty_twice(team: Team, page: Page) -> None:
    """Each codes ten of the other's, the first of them in a browser; none of it counts."""
    assert waiting(team, "coder") == waiting(team, "second") == TWICE // 2
    in_the_browser(team, page)
    for turn in range(TWICE - 1):
        code_again(team, ("second", "coder")[turn % 2])
    assert waiting(team, "coder") == waiting(team, "second") == 0
    assert "Coded by two people: 20." in words_of(team.page("coder", "/second-coding"))
    assert people(team) == of_80({STREET: 40, PHONES: 20, THEFTS: 12})
    assert measured(team) == expected(team)


def in_the_browser(team: Team, page: Page) -> None:
    """The coder codes one answer of their colleague's by keyboard, and sees nothing of what was said of it."""
    sign_in(page, team.site, "coder")
    page.goto(f"{team.site.address}{team.here}/second-coding")
    page.get_by_role("button", name="Code the next one").click()
    text = page.inner_text(".app-answer").strip()
    assert problems(page) == [] and not any(theme in page.inner_text(".app-bench__text") for theme in team.themes)
    for name in said_second(text):
        page.select_option("[name=theme]", label=name)
        page.get_by_label("For it", exact=True).focus()
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator("form[action$='/done'] button").press("Enter")
    team.second[text] = said_second(text)


def settle_one(team: Team) -> None:
    """The lead settles the phone that was a theft to the second: what counts follows, the agreement stays."""
    before = measured(team)
    [path] = [href.removeprefix(team.here) for href in team.page("lead", "/differences").xpath("//tbody//th/a/@href")
              if PHONES in words_of(team.page("lead", href.removeprefix(team.here)))][:1]
    assert team.clients["second"].send(team.here + path, {}, lint=False).status_code == 403
    team.page("lead", path)
    team.send("lead", path, {f"theme-{team.themes[PHONES]}": "left-out", f"theme-{team.themes[THEFTS]}": "support",
                             "note": "The phone was in the bag."})
    assert people(team) == of_80({STREET: 40, PHONES: 19, THEFTS: 13})
    assert measured(team) == before and f"{ANSWERS} of {ANSWERS} answers read" in overview(team)
    assert "1 were settled" in words_of(team.page("lead", "/second-coding"))


def split_the_street(team: Team) -> None:
    """The passages on buses get a theme of their own; those answers come up again, and what both said stays."""
    before = measured(team)
    path = f"/themes/{team.themes[STREET]}"
    page = team.page("lead", f"{path}?find=night+bus")
    codings = page.xpath("//input[@name='codings']/@value")
    team.send("lead", f"{path}/split", {"codings": codings, "name": BUSES, "keep_name": BUSES, "place": "beside"})
    assert people(team) == of_80({STREET: 22, PHONES: 19, THEFTS: 13, BUSES: 18})
    assert "Look again at 18 answers" in overview(team) and f"{ANSWERS} of {ANSWERS} answers read" in overview(team)
    assert measured(team) == before
    assert history(team)[0].startswith(f"{BUSES}: split from “{STREET}”, 18 passages moved")


def merge_phones_into_thefts(team: Team) -> None:
    """Stolen phones become part of the other thefts: for those who spoke of them, and for both coders alike."""
    path = f"/themes/{team.themes[PHONES]}/merge"
    team.page("lead", f"{path}?into={team.themes[THEFTS]}")
    team.send("lead", path, {"into": team.themes[THEFTS]})
    assert people(team) == of_80({STREET: 22, THEFTS: 32, BUSES: 18})
    for said in (team.first, team.second):
        said.update({text: merged(themes, PHONES, THEFTS) for text, themes in said.items()})
    assert measured(team) == expected(team) and PHONES not in measured(team)
    assert history(team)[0].startswith(f"{PHONES}: merged into “{THEFTS}”, 19 passages moved")


def look_again(team: Team) -> None:
    """A coder looks at what the changes touched; it was read all the while, and stays in the numbers."""
    before = people(team)
    for _turn in range(ANSWERS):
        page = team.page("coder", f"/code/{QUESTION}/next?again=1")
        read = page.xpath("//form[@id='read-form']/@action")
        if not read:
            break
        team.send("coder", str(read[0]).removeprefix(team.here))
    assert "Look again at" not in overview(team) and f"{ANSWERS} of {ANSWERS} answers read" in overview(team)
    assert people(team) == before and measured(team) == expected(team)
    assert f"{TWICE} answers" in words_of(team.page("lead", f"/agreement/{QUESTION}"))


def look_at_the_agreement(team: Team, page: Page) -> None:
    """The pages are right at both widths; who agrees with whom is for the lead alone."""
    paths = [f"{team.here}/agreement", f"{team.here}/agreement/{QUESTION}", f"{team.here}/differences"]
    for size in ({"width": 1200, "height": 900}, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for path in paths:
            page.goto(team.site.address + path)
            assert problems(page) + reflow_problems(page) == []
            assert "Who agrees with whom" not in page.inner_text("main")
    assert "A coder and A second" in words_of(team.page("lead", "/agreement"))


def overview(team: Team) -> str:
    return words_of(team.page("lead", "/code"))


def history(team: Team) -> list[str]:
    """Return the steps of the code frame, the newest first."""
    return [" ".join(item.text_content().split()) for item in team.page("lead", "/themes/history").xpath("//main//li")]


def waiting(team: Team, role: str) -> int:
    """Return how many answers the page offers this coder: those of the other that wait."""
    with team.site.app.app_context():
        session = db.session()
        person, consultation = person_by_email(session, team.site.emails[role]), by_slug(session, team.site.slug)
        assert person is not None and consultation is not None
        found = [one.mine for one in double_coding.overview(session, consultation.id, person.id)
                 if one.key == QUESTION]
        db.session.remove()
    return found[0]


def measured(team: Team) -> dict[str, list[str]]:
    """Return what the page of the question says: kappa with n of each theme, exact and F1 under an empty name."""
    page = team.page("lead", f"/agreement/{QUESTION}")
    whole = table(page, "measures")
    return {"": [whole["Same themes"][0], whole["F1"][0]],
            **{name.removesuffix(" Out of use"): cells[:2] for name, cells in table(page, "kappa").items()}}


def expected(team: Team) -> dict[str, list[str]]:
    """Work the same out from what both said, with scikit-learn."""
    texts = list(team.second)
    assert len(texts) == TWICE
    themes = sorted({theme for said in (team.first, team.second) for text in texts for theme in said[text]})
    first, second = ([[theme in said[text] for theme in themes] for text in texts]
                     for said in (team.first, team.second))
    one, two = np.array(first, dtype=int), np.array(second, dtype=int)
    f1 = f1_score(one, two, average="samples", zero_division=1.0)
    return {"": [f"{(one == two).all(axis=1).mean():.2f}", f"{f1:.2f}"],
            **{theme: [f"{cohen_kappa_score(one[:, at], two[:, at]):.2f}", str((one | two)[:, at].sum())]
               for at, theme in enumerate(themes)}}


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with running(tmp_path) as found:
        yield found
