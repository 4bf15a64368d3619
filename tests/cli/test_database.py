"""consult database, and what is refused on a database that is not at the newest migration."""

import sqlite3
import stat
from pathlib import Path

from tests.commands import Command


def test_serving_is_refused_before_the_database_is_migrated(consult_process: Command) -> None:
    said = consult_process("serve")
    assert (said.code, said.out) == (1, "")
    assert "consult database migrate" in said.err


def test_migrating_says_from_where_to_where(consult_process: Command) -> None:
    first, second = consult_process("database", "migrate", "--json"), consult_process("database", "migrate", "--json")
    assert first.json["before"] is None and first.json["after"] == second.json["before"] == second.json["after"]
    assert "newest migration" in first.err


def test_a_database_of_a_newer_consult_is_left_alone(consult_process: Command, tmp_path: Path) -> None:
    consult_process("database", "migrate")
    with sqlite3.connect(tmp_path / "consult.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for command in (("database", "migrate"), ("serve",), ("start",)):
        said = consult_process(*command)
        assert said.code == 1 and "newer version of Consult" in said.err


def test_what_people_wrote_is_for_the_owner_only(consult_process: Command, tmp_path: Path) -> None:
    consult_process("database", "migrate")
    for name in ("consult.sqlite3", "queue.sqlite3", "secret-key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name
