"""The tables of a report on what came and by which way: responses, petitions, events; no rule and no query here."""

from collections.abc import Mapping, Sequence

from consult.domain.channel_shares import OTHER_WAYS, TELLING, told_together
from consult.domain.channels import CHANNELS
from consult.domain.disclosure import Counts, protect
from consult.domain.register import ACCEPTED, STATUSES, WAITING, Tally, together
from consult.domain.reports import Cell, Column, Row, Table, Text
from consult.exports import report_words as file_words
from consult.queries.event_counts import HeldEvent
from consult.queries.register import Petition
from consult.queries.theme_counts import ThemeName
from consult.services.report_tables import Frame, said, table
from consult.services.report_words import Translate, joined

# What is counted keeps the name that it has in every edition.
KEYS: Mapping[str, str] = {ACCEPTED: "counted"}
_ORDER = (ACCEPTED, *(status for status in STATUSES if status not in (ACCEPTED, WAITING)), WAITING)


def channels(tallies: Mapping[str, Tally], translate: Translate) -> Table:
    """Return what came by each way and what became of it: each row adds up to what was received.

    Ways that tell of a disability are told together with others (domain/channel_shares.py); `formats` has them apart.
    """
    shown = {key: (key,) for key in CHANNELS if key in tallies} | told_together(
        {key: tally.received for key, tally in tallies.items()})
    together_with = set(shown.get(OTHER_WAYS, ()))
    rows = {key: ways for key, ways in shown.items() if key not in together_with}
    counts = {key: together(tallies[way] for way in ways if way in tallies) for key, ways in rows.items()}
    # Nothing waits any more in most reports: a column of noughts would ask a question that has no answer.
    statuses = [status for status in _ORDER
                if status != WAITING or any(tally.of(WAITING) for tally in tallies.values())]
    columns = [Column("received", translate("Received"))]
    columns += [Column(KEYS.get(status, status), said(file_words.status_in_register, status, translate))
                for status in statuses]
    cells = {(key, "received"): _number(tally.received) for key, tally in counts.items()}
    cells |= {(key, KEYS.get(status, status)): _number(tally.of(status))
              for key, tally in counts.items() for status in statuses}
    labels = {key: joined([said(file_words.channel_words, way, translate) for way in ways], ", ")
              for key, ways in rows.items()}
    return Table("channels", translate("How responses reached us"), "submissions",
                 tuple(Row(key, labels[key]) for key in rows), tuple(columns), cells)


def formats(tallies: Mapping[str, Tally], translate: Translate) -> Table:
    """Return how many were received in each of the ways that tell of a disability; protected, no row where none was."""
    rows = [Row(key, said(file_words.channel_words, key, translate)) for key in TELLING
            if any(tallies[way].received for way in TELLING if way in tallies)]
    keys = tuple(row.key for row in rows)
    cells = {(key, "received"): tallies[key].received for key in keys if key in tallies}
    shown = protect(Counts(keys, ("received",), cells, rows_by=("format",)))
    return table(Frame("channels-formats", translate("Responses in other formats"), "submissions"), rows,
                 [Column("received", translate("Received"))], shown)


def petitions(found: Sequence[Petition], translate: Translate) -> Table:
    """Return each petition with its signatures: none of them is a response, and they are added to nothing."""
    rows = [Row(one.public_id, {"en": one.label} if one.label else translate("Petition")) for one in found]
    columns = [Column("signatures", translate("Signatures"))]
    cells = {(one.public_id, "signatures"): _number(one.signatures) for one in found}
    return Table("petitions", translate("Petitions"), "signatures", tuple(rows), tuple(columns), cells)


def events(found: Sequence[HeldEvent], days: Sequence[Text], translate: Translate) -> Table:
    """Return each event that was held, with how many people were there; `days` are theirs in each language."""
    rows = [Row(event.public_id, translate("%(event)s, %(day)s", event=event.title or translate("Event of a group"),
                                           day=day)) for event, day in zip(found, days, strict=True)]
    columns = [Column("participants", translate("People who were there"))]
    cells = {(event.public_id, "participants"): _number(event.participants) for event in found}
    return Table("events", translate("Events"), "event-participants", tuple(rows), tuple(columns), cells)


def raised_at_events(themes: Sequence[ThemeName], raised: Mapping[int, int], read: int, translate: Translate) -> Table:
    """Return at how many of the events whose notes a person has read each theme was raised; never a count of people."""
    here = [theme for theme in themes if raised.get(theme.id)]
    here.sort(key=lambda theme: (-raised[theme.id], theme.name))
    rows = [Row(theme.public_id, {"en": theme.name}) for theme in here]
    columns = [Column("events", translate("Events where people raised it"))]
    cells = {(theme.public_id, "events"): Cell(raised[theme.id], read, None) for theme in here}
    title = translate("What people raised at events")
    return Table("themes-events", title, "events", tuple(rows), tuple(columns), cells)


def _number(count: int) -> Cell:
    """A number that is a share of nothing."""
    return Cell(count, None, None)
