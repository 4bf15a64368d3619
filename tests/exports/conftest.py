"""One small report with something in every part, and a translator that shows what passed through it."""

import pytest

from consult.domain.disclosure import Counts, exact, protect
from consult.domain.reports import (
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
)


@pytest.fixture
def report() -> Report:
    theme = ({"en": "Street lights", "ur": "سڑک کی بتیاں"}, 40, 110)
    return Report(
        "safer-streets", {"en": "Safer streets", "ur": "محفوظ سڑکیں"}, 3, "2025-03-01T09:00:00+00:00", "ab" * 32, True,
        Counters(124, 120, 4, 30),
        HowAsked("2025-01-01", "2025-02-28", ("online", "bsl-video"), ("en", "ur"), {"en": "We wrote to all homes."}),
        PeopleAndMachines(110, 109, 200, 40, 3, ("discover", "suggest")),
        summary={"en": "People asked for lights.\n\nThey asked for buses."},
        who_is_missing={"en": "Few men under 25 answered."},
        exclusions=(Exclusion("blank", 3),),
        tables=(age_table(), theme_table()),
        themes=(ThemeSection(
            "t1", theme[0], {"en": "Light at night."}, "q1", *theme[1:], {"support": 39, "oppose": 1},
            (PlanLink("p25-obj-trust", {"en": "Trust"}, "Same aim"),),
            (Quote("ہمیں روشنی چاہیے", "ur", "individual", "t1", None, False, "ps-1"),
             Quote("=1+1 is two", "en", "organisation", "t1", None, True, "ps-2")),
        ),),
        nodes=(NodeSection("p25-obj-trust", {"en": "Trust"}, (NodeTheme("t1", *theme, "Same aim"),)),),
        nodes_nothing_said=(PlanNodeName("p25-obj-violence", {"en": "Less violence"}),),
        themes_nowhere=(NowhereTheme("t2", {"en": "Buses"}, 2, "Buses are not ours"),),
        uncoded=(QuestionReading("q1", {"en": "What else?"}, 110, 109, 100, 10),),
    )


@pytest.fixture
def plain():
    """English as it is written in the code, with the facts put in as gettext does it."""
    return lambda message, **facts: message % facts if facts else message


@pytest.fixture
def marked():
    """Every word that went through the translator stands between brackets."""
    return lambda message, **facts: f"[{message % facts if facts else message}]"


def age_table() -> Table:
    rows = {"under-18": 4, "18-24": 33, "25-64": 71, "65-over": 12}
    counts = {(row, "people"): n for row, n in rows.items()}
    made = protect(Counts(tuple(rows), ("people",), counts, ("age",)))
    return table("age", {"en": "Age", "ur": "عمر"}, made)


def theme_table() -> Table:
    counts = {("t1", "q1"): 40, ("t2", "q1"): 2, ("t1", "q2"): 7}
    bases = {(theme, question): base for theme in ("t1", "t2") for question, base in (("q1", 110), ("q2", 9))}
    return table("themes", {"en": "Themes"}, exact(Counts(("t1", "t2"), ("q1", "q2"), counts, bases=bases)))


def table(table_id, title, made) -> Table:
    rows = tuple(Row(key, {"en": key.title()}) for key in made.rows)
    columns = tuple(Column(key, {"en": key.title()}) for key in made.columns)
    return Table(table_id, title, "respondents", rows, columns, made.cells, made.notes, made.is_protected)
