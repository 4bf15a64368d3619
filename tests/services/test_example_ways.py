"""Twenty receipts of the example: what each shows is what the example's own files say of its words and choices."""

from typing import Any

from sqlalchemy import select

from consult.config import ROOT
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.reports import Edition
from consult.models.responses import Answer, Response
from consult.queries import traces
from consult.services import example as files
from consult.services import taking_back

NUMBER = 20
Told = dict[str, Any]


def test_twenty_receipts_of_the_example_show_their_true_way(example: Consultation) -> None:
    claims, themes = findings(), coded_themes()
    checked = []
    for given in with_words()[:NUMBER]:
        response = stored(given)
        steps = traces.steps_of(db.session(), response)
        chosen = given["answers"] if came_in_time(response) else {}
        by_hand = [one["claim"]["en"] for one in claims if is_part(one, themes.get(given["id"], set()), chosen)]
        checked.append((given["id"], [step.reached.finding.claim["en"] for step in steps], by_hand))
    assert len(checked) == NUMBER and all(shown == by_hand for _id, shown, by_hand in checked), checked
    assert sum(bool(by_hand) for _id, _shown, by_hand in checked) >= NUMBER // 2


def test_every_decision_on_the_way_is_the_one_that_the_file_tells(example: Consultation) -> None:
    outcomes = {one["claim"]["en"]: one.get("decision", {}).get("outcome") for one in findings()}
    for given in with_words()[:NUMBER]:
        for step in traces.steps_of(db.session(), stored(given)):
            decision = step.reached.finding.decision
            assert (decision.outcome if decision else None) == outcomes[step.reached.finding.claim["en"]]


def test_one_of_them_that_is_taken_back_shows_nothing_but_that(example: Consultation) -> None:
    response = stored(with_words()[0])
    assert traces.told_of(db.session(), response).spoken
    taking_back.withdraw(public_id=response.public_id)
    told = traces.told_of(db.session(), db.session().get_one(Response, response.id))
    assert (told.state, told.spoken, told.steps) == ("withdrawn", (), ())


def is_part(finding: Told, themes: set[str], chosen: Told) -> bool:
    """Say by the files alone whether a response is part of a finding."""
    closed = [given.split("/") for given in finding.get("closed", ())]
    return bool(themes & set(finding.get("themes", ()))) or any(chosen.get(key) == choice for key, choice in closed)


def findings() -> list[Told]:
    return [one for one in files.read("findings.yaml")["findings"] if not one.get("is_draft")]


def coded_themes() -> dict[str, set[str]]:
    """Return the themes of each response by its id in the files."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "consult" / "example" / "codings").glob("*.yaml")):
        for coding in files.read(f"codings/{path.name}"):
            found.setdefault(coding["response"], set()).add(coding["theme"])
    return found


def with_words() -> list[Told]:
    """Return the responses of the first files that were written in English and coded, in their order."""
    themes, found = coded_themes(), []
    for path in sorted((ROOT / "consult" / "example" / "responses").glob("*.yaml")):
        found += [given for given in files.read(f"responses/{path.name}")
                  if given["language"] == "en" and given["id"] in themes and words_of(given)]
    return found


def words_of(given: Told) -> list[str]:
    return [words for key, words in given["answers"].items() if key.endswith("-words")]


def stored(given: Told) -> Response:
    """Return the stored response, known by its words."""
    words = [text.strip() for text in words_of(given)]
    ids = {row.response_id for row in db.session.scalars(select(Answer).where(Answer.text.is_not(None)))
           if row.text.strip() == words[0]}
    [response_id] = ids
    return db.session().get_one(Response, response_id)


def came_in_time(response: Response) -> bool:
    return response.received_at <= db.session.scalars(select(Edition.published_at).order_by(Edition.id)).one()
