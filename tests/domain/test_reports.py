"""The frozen report keeps every value through its file, and its words match its numbers."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.report_json import digest, from_json, to_json
from consult.domain.reports import (
    Cell,
    Column,
    Counters,
    Exclusion,
    HowAsked,
    NodeSection,
    NodeTheme,
    NowhereTheme,
    PeopleAndMachines,
    PlanLink,
    PlanNodeName,
    QuestionReading,
    Quote,
    Report,
    Row,
    Table,
    ThemeSection,
    pick,
    words_for_share,
)


def test_a_report_comes_back_from_its_file_as_it_went_in():
    assert from_json(to_json(full_report())) == full_report()


def test_equal_reports_are_equal_bytes_whatever_the_order_in_which_they_were_filled():
    table = full_report().tables[0]
    turned = dataclasses.replace(table, cells=dict(reversed(table.cells.items())), title={"ur": "عمر", "en": "Age"})
    again = dataclasses.replace(full_report(), tables=(turned,))
    assert to_json(again) == to_json(full_report())
    assert digest(again) == digest(full_report())


def test_one_changed_number_changes_the_digest():
    assert digest(dataclasses.replace(full_report(), edition=2)) != digest(full_report())
    assert len(digest(full_report())) == 64


def test_letters_of_every_script_stand_in_the_file_as_they_are():
    assert "عمر" in to_json(full_report())


@pytest.mark.parametrize("change", [
    lambda plain: plain.pop("edition"),
    lambda plain: plain.update(extra=1),
    lambda plain: plain.update(edition="1"),
    lambda plain: plain.update(edition=True),
    lambda plain: plain["tables"][0].update(cells={}),
    lambda plain: plain["counters"].update(respondents=None),
])
def test_a_file_that_is_not_a_report_is_a_fault(change):
    plain = json.loads(to_json(full_report()))
    change(plain)
    with pytest.raises(ValueError):
        from_json(json.dumps(plain))


@pytest.mark.parametrize("language, expected", [("ur", ("عمر", "ur")), ("en", ("Age", "en")), ("bn", ("Age", "en"))])
def test_words_fall_back_to_english_and_say_so(language, expected):
    assert pick({"en": "Age", "ur": "عمر"}, language) == expected


def test_words_in_one_other_language_alone_are_still_words():
    assert pick({"tr": "Yaş", "en": ""}, "bn") == ("Yaş", "tr")
    assert pick({}, "bn") == ("", "bn")


@pytest.mark.parametrize("count, base, code", [
    (90, 100, "nearly-all"), (100, 100, "nearly-all"), (89, 100, "most"), (60, 100, "most"),
    (59, 100, "more-than-half"), (51, 100, "more-than-half"),
    (50, 100, "about-half"), (45, 100, "about-half"), (44, 100, "many"), (25, 100, "many"),
    (24, 100, "some"), (10, 100, "some"), (9, 100, "a-few"), (3, 100, "a-few"), (2, 100, "one-or-two"),
    (1, 30, "one-or-two"), (2, 30, "one-or-two"), (0, 30, "none"), (29, 29, "counts"), (1, 29, "counts"),
    (0, 0, "counts"),
])
def test_the_words_scale_follows_the_printed_percentage(count, base, code):
    assert words_for_share(count, base) == code


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_more_people_never_get_a_weaker_word(count, base):
    if count >= base:
        with pytest.raises(ValueError):
            words_for_share(base + 1, base)
        return
    order = "counts none one-or-two a-few some many about-half more-than-half most nearly-all".split()
    assert order.index(words_for_share(count, base)) <= order.index(words_for_share(count + 1, base))


def full_report() -> Report:
    """A report with something in every field."""
    cells = {("under-18", "people"): Cell(None, 120, None, "small-number"), ("18-24", "people"): Cell(80, 120, 67)}
    quote = Quote("We need lights.", "en", "individual", "t1", "p25-obj-trust", True, "ps-1")
    theme = ({"en": "Lights"}, 40, 110)
    link = PlanLink("p25-obj-trust", {"en": "Trust"}, "Same aim")
    return Report(
        "safer-streets", {"en": "Safer streets"}, 1, "2025-03-01T09:00:00Z", "ab" * 32, True,
        Counters(124, 120, 4, 30),
        HowAsked("2025-01-01", "2025-02-28", ("online", "post"), ("en", "ur"), {"en": "By letter."}),
        PeopleAndMachines(110, 109, 200, 40, 3, ("suggest",)),
        summary={"en": "Lights."}, who_is_missing={"en": "Men."}, exclusions=(Exclusion("blank", 3),),
        tables=(Table("age", {"en": "Age", "ur": "عمر"}, "respondents",
                      (Row("under-18", {"en": "Under 18"}), Row("18-24", {"en": "18 to 24"})),
                      (Column("people", {"en": "People"}),), cells, ("rounded-to-five",), True),),
        themes=(ThemeSection("t1", theme[0], {"en": "More"}, "q1", *theme[1:], {"support": 39}, (link,), (quote,)),),
        nodes=(NodeSection("p25-obj-trust", {"en": "Trust"}, (NodeTheme("t1", *theme, "Same aim"),)),),
        nodes_nothing_said=(PlanNodeName("p25-obj-violence", {"en": "Violence"}),),
        themes_nowhere=(NowhereTheme("t2", {"en": "Buses"}, 2, "Not ours"),),
        uncoded=(QuestionReading("q1", {"en": "What else?"}, 110, 109, 100, 10),),
        status="draft",
    )
