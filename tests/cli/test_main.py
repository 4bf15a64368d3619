"""The command as a whole: its table of contents, and how it ends when its settings are wrong."""

import re
from pathlib import Path

from tests.commands import Command

HEADINGS = ("Run Consult:", "Set up a consultation:", "Publish:")
COMMANDS = (
    "start", "serve", "jobs run", "database migrate", "staff add EMAIL", "plans import FILE", "surveys import FILE",
    "example load", "reports build SLUG",
)


def test_help_reads_like_a_table_of_contents(consult_process: Command) -> None:
    said = consult_process("--help")
    places = [said.out.index(heading) for heading in HEADINGS]
    assert said.code == 0 and places == sorted(places)
    for command in COMMANDS:
        assert re.search(rf"^  {command} +[A-Z][a-z]+ ", said.out, re.M), command
    assert "..." not in said.out.partition(HEADINGS[0])[2]


def test_every_command_explains_itself(consult: Command) -> None:
    for command in COMMANDS:
        words = [word for word in command.split() if word.islower()]
        said = consult(*words, "--help")
        assert said.code == 0 and "Usage: main" in said.out, command


def test_an_unknown_command_is_wrong_usage(consult: Command) -> None:
    said = consult("surveys", "destroy")
    assert said.code == 2 and "No such command" in said.err and said.out == ""


def test_a_wrong_setting_is_told_in_a_sentence(consult_process: Command) -> None:
    said = consult_process("serve", CONSULT_PORT="many")
    assert (said.code, said.out) == (1, "")
    assert said.err == "CONSULT_PORT is 'many'. Set it to a number from 1 to 65535.\n"


def test_a_wrong_setting_is_told_in_json_too(consult_process: Command) -> None:
    said = consult_process("database", "migrate", "--json", CONSULT_DATABASE_URL="nothing://here")
    assert said.code == 1 and said.json["code"] == "setting-wrong"
    assert "CONSULT_DATABASE_URL" in said.json["refused"] and said.json["refused"] in said.err


def test_a_public_address_without_https_is_refused(consult_process: Command) -> None:
    said = consult_process("serve", CONSULT_PUBLIC_URL="http://consult.example.org")
    assert said.code == 1 and "HTTPS" in said.err


def test_a_secret_that_others_can_read_stops_the_start(consult_process: Command, tmp_path: Path) -> None:
    key = tmp_path / "secret-key"
    key.write_text("x" * 40)
    key.chmod(0o644)
    said = consult_process("serve")
    assert said.code == 1 and "chmod 600" in said.err


def test_a_database_that_does_not_answer_is_told(consult_process: Command) -> None:
    said = consult_process("plans", "import", "pyproject.toml", "--json",
                           CONSULT_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert said.code == 1 and said.json["code"] == "database-away" and "Traceback" not in said.err
