"""What an attacker sends: every address answers, the same on both databases, and never with a fault."""

import re
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from flask import Flask

from consult.domain.access import ROLES
from consult.services import people, survey_drafts
from tests import coded
from tests.linting import LintingClient
from tests.report_objects import report_objects
from tests.worlds import PASSWORD, World

# NUL, more than any database's integer, markup.
ODD = ("\x00", "9" * 40, "\"><script>alert(1)</script>")
FIELDS = ("after", "before", "channel", "edition", "language", "next", "node", "part", "question", "state", "stance",
          "theme", "then")
PLACE = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")


@pytest.mark.parametrize("odd", ODD)
def test_no_address_breaks_over_what_stands_in_it(client: LintingClient, addresses: list[str], odd: str) -> None:
    query = "&".join(f"{field}={quote(odd)}" for field in FIELDS)
    for address in addresses:
        answer = client.get(f"{address}?{query}", lint=False)
        assert answer.status_code < 500, address
        assert "<script>alert(1)" not in answer.get_data().decode("utf-8", "replace"), address


@pytest.mark.parametrize("odd", ODD)
def test_no_address_breaks_over_its_parts(client: LintingClient, app: Flask, known: "Known", odd: str) -> None:
    for rule in app.url_map.iter_rules():
        for name in set(PLACE.findall(rule.rule)) - {"lang", "filename"}:
            assert client.get(known.filled(rule.rule, {name: odd}), lint=False).status_code < 500, rule.rule


@pytest.mark.parametrize("odd", ODD)
def test_no_form_breaks_over_what_is_typed_in_it(client: LintingClient, addresses: list[str], odd: str) -> None:
    for address in addresses:
        page = client.get(address, lint=False).get_data().decode("utf-8", "replace")
        names = set(re.findall(r'name="([^"]+)"', page)) - {"csrf_token", "viewport", "color-scheme", "is_active",
                                                          "is_administrator", "role", "switch-to"}
        for action in set(re.findall(r'<form[^>]* action="([^"]+)"', page)):
            if not action.endswith(("sign-out", "leave", "cancel", "show")):
                assert client.send(action, dict.fromkeys(names, odd), lint=False).status_code < 500, action


@pytest.fixture
def addresses(app: Flask, known: "Known") -> list[str]:
    """Every address that shows something, signed in with every role."""
    shown = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    return [known.filled(rule.rule, {}) for rule in shown]


@pytest.fixture
def known(client: LintingClient, world: World) -> "Known":
    """A coded answer and a published edition, and someone signed in who may see all of it."""
    answer, theme = world.respond("Many more officers on foot."), coded.theme(world)
    coding = coded.code(world, answer, theme)
    made = report_objects(world, theme)
    boss = world.staff["administrator"]
    for role in ROLES:
        people.grant(person_id=boss.id, consultation_id=world.consultation.id, role=role)
    client.sign_in(boss.email, PASSWORD)
    draft = survey_drafts.copy_of_version(consultation_id=world.consultation.id, number=1, by_id=boss.id)
    ids = {"answers": answer.public_id or "", "themes": theme.public_id, "responses": world.responses[0].public_id,
           "people": world.staff["coder"].public_id, "releases": made["staff_releases"],
           "organisations": made["staff_organisations"], "host-checks": made["staff_host_checks"],
           "asks": made["staff_recommendations"], "remarks": made["staff_host_checks.remark_id"]}
    return Known({**made, "lang": "en", "slug": world.slug, "page": "violence-words", "question_key": "violence-words",
                  "key": "obj-violence", "number": "1", "theme_id": theme.public_id,
                  "coding_id": coding.public_id, "draft_id": draft.public_id, "section_key": "violence"}, ids)


@dataclass(frozen=True)
class Known:
    """What can stand in an address: by the name of the place, and public ids by what stands before them."""

    by_name: dict[str, str]
    ids: dict[str, str]

    def filled(self, rule: str, instead: dict[str, str]) -> str:
        """Return the address of a rule, with other words in some of its places."""
        def part(found: re.Match[str]) -> str:
            name, before = found.group(1), rule[:found.start()].rstrip("/").rpartition("/")[2]
            return quote(instead.get(name) or self.by_name.get(name) or self.ids.get(before, "nothing"), safe="")

        return PLACE.sub(part, rule)
