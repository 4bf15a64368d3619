"""The pages that compare two versions of a plan: what staff say there, and what everyone sees of it."""

import pytest

from tests.linting import LintingClient
from tests.services.test_plan_changes import NEW, OLD, now
from tests.services.test_plan_changes import final as final
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan/plan-changes"
HERE = f"{HOME}/{OLD}/{NEW}"
PUBLIC = "/en/consultations/small-plan/plan-changes"


def test_a_lead_compares_and_says_what_is_right_and_everyone_sees_it(client: LintingClient, final: World) -> None:
    sign_in(client, final, "lead")
    assert client.send(HOME, {"old": OLD, "new": NEW}).location == HERE
    [first, *rest] = now().waiting
    said = {f"pair-{first.id}": "right"} | {f"pair-{pair.id}": "wrong" for pair in rest}
    assert client.send(f"{HERE}/decide", said).status_code == 303
    assert now().waiting == () and now().tally["changed"] == 1
    client.send("/staff/sign-out")
    assert client.get(PUBLIC).location == f"{PUBLIC}/{OLD}/{NEW}"
    page = client.get(f"{PUBLIC}/{OLD}/{NEW}").text
    assert "<ins>" in page and "by 2029" in page


def test_what_was_said_by_hand_stands_and_can_be_taken_back(client: LintingClient, final: World) -> None:
    sign_in(client, final, "survey-editor")
    client.send(HOME, {"old": OLD, "new": NEW})
    given = {"old_part": "", "new_part": "aim-gaps", "reason": "Asked for by many."}
    assert client.send(f"{HERE}/say", given).status_code == 303
    [new] = [one for one in now().changes if one.kind == "new"]
    assert "Asked for by many." in client.get(HERE).text
    assert client.send(f"{HERE}/take-back", {"pair": str(new.pair_id)}).status_code == 303
    assert now().tally["new"] == 0


def test_a_word_that_is_neither_right_nor_wrong_decides_nothing(client: LintingClient, final: World) -> None:
    sign_in(client, final, "lead")
    client.send(HOME, {"old": OLD, "new": NEW})
    before = now().waiting
    assert client.send(f"{HERE}/decide", {f"pair-{pair.id}": "perhaps" for pair in before}).status_code == 303
    assert now().waiting == before != ()


@pytest.mark.parametrize(("where", "given"), [
    ("", {"old": OLD, "new": OLD}), ("", {}), (f"/{OLD}/{NEW}/say", {"reason": "kept words"})])
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(client: LintingClient, final: World, where: str,
                                                               given: dict[str, str]) -> None:
    sign_in(client, final, "lead")
    answer = client.send(f"{HOME}{where}", given)
    assert answer.status_code == 422 and given.get("reason", "") in answer.text


@pytest.mark.parametrize("address", [PUBLIC, f"{PUBLIC}/{OLD}/{NEW}", f"{PUBLIC}/x/y"])
def test_without_a_comparison_there_is_no_public_page(client: LintingClient, world: World, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_address_of_no_pair_is_not_found(client: LintingClient, final: World) -> None:
    sign_in(client, final, "lead")
    assert client.get(f"{HOME}/{OLD}/{OLD}").status_code == 404
    assert client.send(f"{HERE}/take-back", {"pair": "x"}).status_code == 404


def sign_in(client: LintingClient, world: World, role: str) -> None:
    client.sign_in(world.staff[role].email, PASSWORD)
