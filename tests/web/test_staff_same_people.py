"""One person or two on the page: both beside each other, decided with a reason, taken back, linked by hand."""

import pytest

from consult.domain.same_people import BASES
from consult.extensions import db
from consult.models.responses import Response
from consult.models.submissions import SamePerson
from consult.services import same_person_proposals, taking_back
from consult.services.transaction import writing
from consult.web.staff.same_people import basis_words
from tests.letter_worlds import letter, response_of
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

PLACE = "/staff/consultations/small-plan/same-person"


def test_every_sign_has_its_words(client: LintingClient) -> None:
    assert set(basis_words()) == set(BASES)


def test_without_pairs_the_page_says_so(lead: LintingClient) -> None:
    assert "No pair waits for a decision" in lead.get(PLACE).text
    assert "Nothing was decided yet" in lead.get(f"{PLACE}/decided").text


def test_a_pair_is_listed_and_both_stand_beside_each_other(lead: LintingClient, pair: str) -> None:
    page = lead.get(PLACE).text
    assert "1 pair waits for a decision" in page and "Both came from the same address." in page
    page = lead.get(f"{PLACE}/{pair}").text
    assert "More light by the canal." in page and "The towpath is dark." in page and "mail.example" not in page


def test_one_person_is_counted_with_the_response_that_was_chosen(lead: LintingClient, pair: str) -> None:
    lead.get(f"{PLACE}/{pair}")
    typed = {"counted": "other", "reason": "She told us on the phone."}
    assert lead.send(f"{PLACE}/{pair}/link", typed).status_code == 303
    assert counted_with() == [other_id(), None]
    assert "No pair waits" in lead.get(PLACE).text
    page = lead.get(f"{PLACE}/decided").text
    assert "One person: counted once" in page and "She told us on the phone." in page and "A lead" in page


def test_two_people_stay_two(lead: LintingClient, pair: str) -> None:
    assert lead.send(f"{PLACE}/{pair}/apart", {"why": "Mother and daughter."}).status_code == 303
    assert counted_with() == [None, None]
    assert "Two people: both count" in lead.get(f"{PLACE}/{pair}").text


def test_a_link_can_be_taken_back(lead: LintingClient, pair: str) -> None:
    lead.send(f"{PLACE}/{pair}/link", {"reason": "One person."})
    assert "Counted with another" in lead.get(f"{PLACE}/{pair}").text
    assert lead.send(f"{PLACE}/{pair}/apart", {"why": "It was her sister."}).status_code == 303
    assert counted_with() == [None, None] and "taken back: both count" in lead.get(f"{PLACE}/{pair}").text


@pytest.mark.parametrize(("step", "field", "typed"), [
    ("link", "reason", {"counted": "first"}), ("link", "reason", {"reason": "x" * 501}), ("apart", "why", {}),
])
def test_a_reason_is_asked_for(lead: LintingClient, pair: str, step: str, field: str, typed: dict[str, str]) -> None:
    answer = lead.send(f"{PLACE}/{pair}/{step}", typed)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and counted_with() == [None, None]


def test_whoever_decides_second_is_told(lead: LintingClient, pair: str) -> None:
    lead.send(f"{PLACE}/{pair}/link", {"reason": "One person."})
    lead.send(f"{PLACE}/{pair}/link", {"reason": "One person."})
    assert "This proposal was decided before" in lead.get(f"{PLACE}/{pair}").text


def test_two_responses_are_linked_by_hand(lead: LintingClient, world: World) -> None:
    one, two = (response.public_id for response in world.responses[:2])
    address = f"https://consult.example/staff/consultations/small-plan/responses/{one}"
    answer = lead.send(PLACE, {"first": address, "other": two, "reason": "He showed us both receipts."})
    assert answer.status_code == 303 and "A person put them together." in lead.get(answer.location).text


@pytest.mark.parametrize("other", ["", "elsewhere", "no such/thing here"])
def test_what_is_no_response_cannot_be_linked(lead: LintingClient, world: World, other: str) -> None:
    answer = lead.send(PLACE, {"first": world.responses[0].public_id, "other": other, "reason": "Why not"})
    assert answer.status_code == 422 and 'id="first-error"' in answer.text and "Why not" in answer.text


def test_one_address_is_looked_for_when_asked(lead: LintingClient, world: World) -> None:
    for words in ("More light by the canal.", "The towpath is dark."):
        letter(world, words, channel="email", address="a@mail.example")
    with writing() as session:
        # What came in before pairs were looked for at once.
        session.query(SamePerson).delete()
    lead.get(PLACE)
    assert lead.send(f"{PLACE}/look").status_code == 303
    page = lead.get(PLACE).text
    assert "We found 1 pair more." in page and "Both came from the same address." in page


def test_a_response_that_was_taken_back_is_no_question_any_more(lead: LintingClient, pair: str) -> None:
    taking_back.withdraw(public_id=ours()[0].public_id)
    assert "No pair waits" in lead.get(PLACE).text
    page = lead.get(f"{PLACE}/{pair}").text
    assert "Nothing is kept of this response any more." in page and "Does not count" in page


def test_pairs_of_another_consultation_are_not_found(lead: LintingClient, pair: str) -> None:
    assert lead.get(f"{PLACE}/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert lead.get(f"/staff/consultations/other/same-person/{pair}").status_code == 404


def ours() -> list[Response]:
    """Return the two responses of the pair, as they stand now."""
    db.session.rollback()
    db.session.expire_all()
    [pair] = db.session.query(SamePerson)
    return [db.session.get_one(Response, row_id) for row_id in (pair.first_id, pair.second_id)]


def counted_with() -> list[int | None]:
    """Return what each of the pair is counted with."""
    return [response.counts_with_id for response in ours()]


def other_id() -> int:
    """Return the row id of the later one of the pair."""
    return ours()[1].id


@pytest.fixture
def pair(world: World) -> str:
    """The public id of a proposal: two e-mails from one address."""
    answers = [letter(world, words, channel="email", address="a@mail.example")
               for words in ("More light by the canal.", "The towpath is dark.")]
    with writing() as session:
        same_person_proposals.look_for(session, world.consultation.id, response_of(answers[1]).id)
    [found] = db.session.query(SamePerson)
    return found.public_id


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a lead is signed in."""
    client.sign_in(world.email("lead"), PASSWORD)
    return client
