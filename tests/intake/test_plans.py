"""Plan files: two generations through one table, and every kind of bad file refused with its line."""

from pathlib import Path

import pytest
import yaml

from consult.domain.errors import Refused
from consult.domain.plans import PlanTree, children_of, counts_by_kind
from consult.intake import yaml_lines
from consult.intake.plans import SHAPES, TOP_LISTS, read_plan
from consult.intake.yaml_lines import MAX_BYTES

PLANS = Path(__file__).parents[2] / "consult" / "example" / "plans"


def test_the_plan_of_2025_is_read_whole(plan_2025: PlanTree) -> None:
    assert counts_by_kind(plan_2025) == {
        "objective": 3, "aim": 9, "commitment": 202, "heading": 12, "section": 25, "delivery": 10,
    }  # fmt: skip


def test_the_plan_of_2021_is_read_by_the_same_code(plan_2021: PlanTree) -> None:
    counts = counts_by_kind(plan_2021)
    assert (counts["priority-area"], counts["commitment"], counts["section"]) == (4, 140, 12)
    assert (counts["focus"], counts["measure"], counts["aim"], counts["delivery"]) == (14, 14, 7, 8)


def test_both_leads_of_a_commitment_are_kept(plan_2025: PlanTree) -> None:
    shared = [node for node in plan_2025.nodes if len(node.leads) > 1]
    assert len(shared) == 24
    assert all(set(node.leads) <= {actor.key for actor in plan_2025.actors} for node in shared)


def test_a_section_without_a_title_keeps_none(plan_2025: PlanTree) -> None:
    sections = [node for node in plan_2025.nodes if node.kind == "section"]
    assert sum(node.title is None for node in sections) == 11


def test_the_words_of_an_aim_an_objective_and_a_heading_land_where_they_belong(plan_2025: PlanTree) -> None:
    by_key = {node.key: node for node in plan_2025.nodes}
    assert by_key["p25-obj-violence"].short_text == "Fewer victims of violent crime and less harm from violence."
    assert by_key["p25-aim-knife-crime-injury"].short_text.startswith("Bring knife crime with injury")
    assert by_key["p25-aim-knife-crime-injury"].measure == "Below current level by end of plan period"
    assert by_key["p25-mw-public-health-violence"].short_title == "Prevent violence (public health approach)"


def test_nodes_stand_in_document_order_and_parents_come_first(plan_2025: PlanTree) -> None:
    before: set[str | None] = {None}
    for position, node in enumerate(plan_2025.nodes):
        assert node.position == position
        assert node.parent_key in before
        before.add(node.key)
    assert [node.kind for node in children_of(plan_2025, None)] == ["objective"] * 3 + ["delivery"] * 10


def test_what_a_measure_counts_and_a_reference_are_kept(plan_2021: PlanTree) -> None:
    by_key = {node.key: node for node in plan_2021.nodes}
    assert by_key["p21-msr-lethal-barrel"].measure == "police recorded crime"
    assert by_key["p21-sub-public-health"].reference == "5.1"


def test_what_is_no_node_is_kept_as_a_fact(plan_2025: PlanTree) -> None:
    assert len(plan_2025.facts["figures"]) == 16
    assert plan_2025.facts["consultation_closed"] == "2025-02-12"
    assert "p25-c-acc-deaf-disabled-forums" in plan_2025.facts["notes"]


def test_every_list_in_the_table_can_be_reached_from_the_top() -> None:
    reached, waiting = set(), list(TOP_LISTS)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting.extend(set(SHAPES[name].children) - reached)
    assert reached == set(SHAPES)


def test_the_small_plan_of_this_file_is_good() -> None:
    assert counts_by_kind(read_plan(GOOD.encode())) == {"objective": 1, "aim": 1, "heading": 1, "section": 1,
                                                        "commitment": 1}


@pytest.mark.parametrize(
    ("good", "bad", "line", "code", "name"),
    [
        ("schema: pcp-plan/1", "schema: pcp-plan/9", 1, "wrong-schema", "pcp-plan/1"),
        ("  id: small-plan\n", "", 3, "missing", "id"),
        ("  title: Small plan\n", "", 3, "missing", "title"),
        ("- id: o-one\n  title: Less harm", "- title: Less harm", 10, "missing", "id"),
        ("- id: o-one\n  title: Less harm", "- id: o-one", 10, "missing", "title"),
        ("text: Fewer wounds.", "measure: none", 13, "missing", "text"),
        ("id: a-one", "id: o-one", 13, "duplicate-id", "o-one"),
        ("id: a-one", "id: A one", 13, "not-a-key", "A one"),
        ("lead: [mayor, mps]", "lead: [mayor, mpz]", 25, "unknown-actor", "mpz"),
        ("lead: [mayor, mps]", "lead: [mayor, mayor]", 25, "repeated-value", "mayor"),
        ("lead: [mayor, mps]", "lead: mayor", 25, "wrong-type", "lead"),
        ("type: [fund]", "type: [find]", 26, "unknown-type", "find"),
        ("    topics: [knives]", "    topics: [forks]", 16, "unknown-topic", "forks"),
        ("    - id: s-one", "    - id: s-one\n      promises: []", 23, "unknown-field", "promises"),
        ("    - id: s-one", "    - id: s-one\n      measures: []", 23, "unknown-field", "measures"),
        ("objectives:", "objectivs: []\nobjectives:", 9, "unknown-field", "objectivs"),
        ("title: Less harm", "title: [Less harm]", 11, "wrong-type", "title"),
        ("title: Less harm", "title: ''", 11, "empty", "title"),
        ("title: Less harm", "title: 2025", 11, "wrong-type", "title"),
        ("order: 1", "order: first", 19, "wrong-type", "order"),
        ("order: 1", "order: -1", 19, "out-of-range", "order"),
        ("{document: Draft, heading: Part 1}", "{document: Draft}", 27, "missing", "heading"),
        ("  mps: Police", "  The Police: Police", 6, "not-a-key", "The Police"),
        ("  - id: a-one", "  - just words\n  - id: a-one", 13, "wrong-type", "priority_aims"),
        ("title: Less harm", "title: Less harm\n  text: a\n  ambition: b", 13, "said-twice", "ambition"),
        ("title: Less harm", f"title: Less harm\n  ref: {'9' * 41}", 12, "too-long", "ref"),
        ("title: Small plan", f"title: {'a' * 301}", 4, "too-long", "title"),
    ],
)
def test_a_bad_entry_is_refused_with_its_line(good: str, bad: str, line: int, code: str, name: str) -> None:
    assert GOOD.count(good) == 1
    problems = refusal(GOOD.replace(good, bad).encode()).facts["problems"]
    assert {"line": line, "code": code, "name": name} in problems


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"schema: pcp-plan/1\ntitle: caf\xe9\n", 2, "not-utf-8"),
        ("schema: pcp-plan/1\n".encode("utf-16"), 1, "not-utf-8"),
        (b"schema: pcp-plan/1\nplan: \x00\n", 2, "bad-character"),
        (b"schema: pcp-plan/1\nplan: {title: \"a\\0b\"}\n", 2, "bad-character"),
        (b"schema: pcp-plan/1\nplan:\n\tid: x\n", 3, "not-yaml"),
        (b"schema: pcp-plan/1\nplan: [1, 2\nid: x\n", 3, "not-yaml"),
        (b"", 1, "no-content"),
        (b"# only a remark\n", 1, "no-content"),
        (b"- a\n- b\n", 1, "wrong-type"),
        (b"a: 1\n---\nb: 2\n", 2, "several-documents"),
        (b"schema: pcp-plan/1\nplan: {id: a, title: b}\n", 1, "no-nodes"),
        (b"schema: pcp-plan/1\nplan: !!python/object/apply:os.system [ls]\n", 2, "unknown-tag"),
        (b"schema: pcp-plan/1\nplan: {id: a, id: b}\n", 2, "repeated-name"),
        (b"schema: pcp-plan/1\n? [a, b]\n: c\n", 2, "name-not-text"),
        (b"a: 1\nb: *nothing\n", 2, "unknown-alias"),
        (b"a: 1\nb: &b [*b]\n", 2, "alias-loop"),
        (b"a: 1\nb: " + b"[" * 1_000_000, 2, "too-deep"),
        (b"a: &a x\nb:\n" + b"- *a\n" * 101, 103, "too-many-aliases"),
        (b"a:\n" + b"- x\n" * 200_001, 200_001, "too-many-values"),
        (b"#\n" * (MAX_BYTES // 2 + 1), MAX_BYTES // 2 + 1, "too-large"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(data: bytes, line: int, code: str) -> None:
    problems = refusal(data).facts["problems"]
    assert (line, code) in [(problem["line"], problem["code"]) for problem in problems]


def test_nested_aliases_are_counted_as_what_they_stand_for() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    refused = refusal("\n".join(rows).encode())
    assert (refused.code, refused.facts["line"]) == ("too-many-values", 6)


def test_aliases_cannot_hide_depth() -> None:
    rows = [f"a{n}: &a{n} [[[[*a{n - 1}]]]]" if n else "a0: &a0 [x]" for n in range(12)]
    assert refusal("\n".join(rows).encode()).code == "too-deep"


def test_a_few_aliases_are_as_good_as_the_words_that_they_repeat() -> None:
    text = GOOD.replace("lead: [mayor, mps]", "lead: &who [mayor, mps], partners: *who")
    commitment = read_plan(text.encode()).nodes[-1]
    assert commitment.leads == commitment.partners == ("mayor", "mps")


def test_every_problem_is_told_and_the_highest_in_the_file_comes_first() -> None:
    text = GOOD.replace("lead: [mayor, mps]", "lead: [mpz]").replace("text: Fewer wounds.", "words: none")
    refused = refusal(text.encode())
    assert (refused.field, refused.code, refused.facts["line"]) == ("file", "missing", 13)
    assert refused.facts["reason"] == refused.code
    assert [problem["code"] for problem in refused.facts["problems"]] == ["missing", "unknown-field", "unknown-actor"]


def test_no_more_than_fifty_problems_are_told() -> None:
    bad = "objectives:\n" + "- title: No key\n" * 80
    refused = refusal(GOOD.replace("objectives:\n", bad).encode())
    assert len(refused.facts["problems"]) == 50
    assert refused.facts["is_cut"] is True


def test_both_parsers_read_the_same(monkeypatch: pytest.MonkeyPatch, plan_2021: PlanTree) -> None:
    monkeypatch.setattr(yaml_lines, "_LOADER", yaml.SafeLoader)
    assert read_plan((PLANS / "pcp_2021_25.yaml").read_bytes()) == plan_2021
    assert refusal(GOOD.replace("text: Fewer", "\tFewer").encode()).facts["line"] == 15


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert read_plan(data) == read_plan(GOOD.encode())


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_plan(data)
    return caught.value


@pytest.fixture(scope="module")
def plan_2025() -> PlanTree:
    return read_plan((PLANS / "pcp_2025_29.yaml").read_bytes())


@pytest.fixture(scope="module")
def plan_2021() -> PlanTree:
    return read_plan((PLANS / "pcp_2021_25.yaml").read_bytes())


GOOD = """schema: pcp-plan/1
plan:
  id: small-plan
  title: Small plan
actors:
  mps: Police
  mayor: Mayor
commitment_types: {fund: pays for something}
objectives:
- id: o-one
  title: Less harm
  priority_aims:
  - id: a-one
    title: Knives
    text: Fewer wounds.
    topics: [knives]
  mayor_will:
  - id: h-one
    order: 1
    title: Prevent
    subsections:
    - id: s-one
      title: null
      commitments:
      - {id: c-one, text: Pay., lead: [mayor, mps],
         type: [fund],
         source: {document: Draft, heading: Part 1}}
topics: [knives]
"""
