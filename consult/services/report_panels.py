"""What a report says of panels: weighted, in columns of their own beside the open consultation and never added to it.

A panel's columns are its people as they were counted, and the share that they stand for once weighted. Under 30 people
in the effective base there is no share (practice 2.1, words and numbers; C10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy.orm import Session

from consult.domain.register import Tally
from consult.domain.reports import PERCENT_BASE, Cell, Column, Row, Table, Text
from consult.domain.weights import Weighed, weighted_percent
from consult.queries import samples
from consult.queries.samples import Chosen, Panel
from consult.queries.theme_counts import ThemeName
from consult.services.report_words import Translate


@dataclass(frozen=True)
class Place:
    """One row of a panel's columns: its people there, out of whom."""

    part: Weighed
    base: Weighed


class Panels:
    """Holds the counts of each panel while a report is put together."""

    def __init__(self, session: Session, consultation_id: int, translate: Translate) -> None:
        """Asks for the list of panels; their numbers are asked for where there are any."""
        self.session, self.id, self.translate = session, consultation_id, translate
        self.found = samples.of(session, consultation_id)

    @cached_property
    def sizes(self) -> Mapping[int, Weighed]:
        """The counted people of each panel, by its row id."""
        return {panel.id: samples.size(self.session, self.id, panel.id) for panel in self.found}

    @cached_property
    def chosen(self) -> Mapping[int, Mapping[str, Chosen]]:
        """What each panel chose, by its row id and the question's key."""
        return {panel.id: samples.closed_answers(self.session, self.id, panel.id) for panel in self.found}

    def methods(self) -> list[Text]:
        """Return who asked whom, when, and how it was weighted, as it was written down for each panel."""
        return [{"en": f"{panel.name}: {panel.method}"} for panel in self.found if panel.method]

    def overview(self, tallies: Mapping[str, Tally]) -> Table:
        """Return each panel with what came of it; `tallies` are the register's, by public id."""
        translate = self.translate
        here = [panel for panel in self.found if panel.public_id in tallies]
        columns = [Column("received", translate("Received")), Column("counted", translate("Counted")),
                   Column("effective-base", translate("Counted, after weighting"))]
        cells = {}
        for panel in here:
            people = self.sizes[panel.id]
            numbers = (tallies[panel.public_id].received, people.people, people.effective_base)
            cells |= {(panel.public_id, column.key): Cell(number, None, None)
                      for column, number in zip(columns, numbers, strict=True)}
        return Table("panels", translate("Surveys of people who were chosen"), "panel-members",
                     tuple(_row(panel) for panel in here), tuple(columns), cells)

    def beside(self, table: Table, question_key: str) -> Table:
        """Return a table of answers with two columns more for each panel that was asked the question."""
        for panel in self.found:
            chosen = self.chosen[panel.id].get(question_key)
            if chosen is None:
                continue
            table = self._with(table, panel, {
                row.key: Place(chosen.by_choice.get(row.key, Weighed()), chosen.everyone) for row in table.rows})
        return table

    def themes(self, themes: Sequence[ThemeName]) -> Table:
        """Return the people of each panel who spoke of each theme, out of those whose words a person has read."""
        spoken = {panel.id: samples.by_theme(self.session, self.id, panel.id) for panel in self.found}
        reach = {panel.id: samples.read(self.session, self.id, panel.id) for panel in self.found}
        people = {theme.id: sum(found[theme.id].people for found in spoken.values() if theme.id in found)
                  for theme in themes}
        rows = sorted((theme for theme in themes if people[theme.id]), key=lambda theme: (theme.name, theme.id))
        title = self.translate("Themes in the answers of people who were chosen")
        table = Table("panels-themes", title, "panel-members", tuple(
            Row(theme.public_id, {"en": theme.name}) for theme in rows), (), {})
        for panel in self.found:
            if reach[panel.id].people:
                places = {theme.public_id: Place(spoken[panel.id].get(theme.id, Weighed()), reach[panel.id])
                          for theme in rows}
                table = self._with(table, panel, places)
        return table

    def _with(self, table: Table, panel: Panel, places: Mapping[str, Place]) -> Table:
        if not places:
            return table
        base = next(iter(places.values())).base
        facts = {"panel": panel.name, "base": base.effective_base}
        people = Column(f"{panel.public_id}-people", self.translate("%(panel)s: people", **facts))
        share = Column(f"{panel.public_id}-percent", self.translate(
            "%(panel)s: percent after weighting, worth %(base)s people", **facts))
        cells = dict(table.cells)
        has_share = base.effective_base >= PERCENT_BASE
        for key, place in places.items():
            cells[key, people.key] = Cell(place.part.people, place.base.people, None)
            if has_share:
                cells[key, share.key] = Cell(weighted_percent(place.part, place.base), None, None)
        return replace(table, columns=(*table.columns, people, *([share] if has_share else [])), cells=cells)


def _row(panel: Panel) -> Row:
    return Row(panel.public_id, {"en": panel.name})
