"""consult example load: once, into an empty database, with sign-ins that only their owner can read."""

import json
import stat
from pathlib import Path

from flask import Flask

from consult.domain.access import ROLES
from consult.services import people
from tests.commands import Command
from tests.worlds import World


def test_the_example_is_loaded_with_a_sign_in_for_each_role(app: Flask, consult: Command) -> None:
    said = consult("example", "load", "--json")
    assert said.code == 0
    path = Path(said.json["sign_ins"])
    assert path == app.config["CONSULT_SETTINGS"].data_dir / "example-sign-ins.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sign_ins = json.loads(path.read_text(encoding="utf-8"))
    assert [row["role"] for row in sign_ins] == ["administrator", *ROLES, "officer"]
    assert [row["role"] for row in sign_ins if "totp_secret" in row] == ["officer"]
    for row in sign_ins:
        assert people.prove(email=row["email"], password=row["password"], source="here").is_active


def test_the_example_is_refused_where_something_stands(consult: Command, world: World) -> None:
    said = consult("example", "load", "--json")
    assert said.code == 1 and said.json["code"] == "example-stands"
