"""Organisations that answered, in the words they were shown, as one edition prints them: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReportedOrganisation:
    """An organisation that may be named, else its kind (of summary_checks.ORGANISATION_KINDS) with an empty name.

    `state` says how its summary stands (summary_checks), `note` is the code of what is printed beside it: who looked at
    it. `position` maps a part of the plan to a stance. Where the organisation wanted other words than ours,
    `correction` holds them and `kept_reason` says why ours stand; both are empty otherwise.
    """

    key: str
    name: str
    kind: str
    summary: str = ""
    state: str = ""
    position: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    correction: str = ""
    kept_reason: str = ""
