"""Letters: what travels of one, what becomes of it, and that nothing of ours stands in it (security case I12)."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from consult.clients.mail import (
    AWAY,
    REFUSED,
    SENT,
    Letter,
    NoMailer,
    Smtp,
    is_address,
    is_near,
    mailer,
    written,
)
from consult.config import SettingsError, from_environment

LETTER = Letter("sam@example.org", "Notes", "Something new", "There is something new. سلام\n")
SENDER = "notes@plain.example"


def test_a_letter_arrives_as_it_was_written() -> None:
    with server() as (url, heard):
        assert Smtp(url, SENDER).send(LETTER) == SENT
    [(sender, to, data)] = heard
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert (sender, to) == (f"<{SENDER}>", ["<sam@example.org>"])
    assert message["From"] == f"Notes <{SENDER}>" and message["Subject"] == "Something new"
    assert message.get_content().strip() == "There is something new. سلام"


def test_nothing_of_the_site_or_the_machine_stands_in_it() -> None:
    with server() as (url, heard):
        Smtp(url, SENDER).send(LETTER)
    names = {name for name, _value in message_from_bytes(heard[0][2]).items()}
    assert names == {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
                     "Content-Transfer-Encoding", "MIME-Version"}
    assert b"consult" not in heard[0][2].lower()


def test_a_letter_that_can_be_stopped_says_where_to_the_mail_program_alone() -> None:
    message = written(replace(LETTER, stop_address="https://consult.example/en/stop/abc"), SENDER)
    assert message["List-Unsubscribe"] == "<https://consult.example/en/stop/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in written(LETTER, SENDER)


def test_two_letters_share_no_number() -> None:
    assert written(LETTER, SENDER)["Message-ID"] != written(LETTER, SENDER)["Message-ID"]


@pytest.mark.parametrize("to", [
    "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "nobody", "", "a b@example.org",
    "x" * 300 + "@example.org", "<a@example.org>",
])
def test_no_address_can_carry_a_second_one(to: str) -> None:
    with server() as (url, heard):
        assert Smtp(url, SENDER).send(Letter(to, "Notes", "Something new", "x")) == REFUSED
    assert heard == [] and not is_address(to)


def test_a_subject_can_carry_no_second_line() -> None:
    letter = Letter("a@b.example", "Notes", "x\nBcc: c@d.example", "x")
    assert Smtp("smtp://127.0.0.1:1", SENDER).send(letter) == REFUSED


@pytest.mark.parametrize(("answer", "outcome"), [(b"550 no such box", REFUSED), (b"451 later", AWAY)])
def test_what_the_server_says_of_the_address_is_told_apart(answer: bytes, outcome: str) -> None:
    with server(rcpt=answer) as (url, heard):
        assert Smtp(url, SENDER).send(LETTER) == outcome
    assert heard == []


@pytest.mark.parametrize(("answer", "outcome"), [(b"554 no", REFUSED), (b"452 full", AWAY)])
def test_what_the_server_says_of_the_letter_is_told_apart(answer: bytes, outcome: str) -> None:
    with server(end=answer) as (url, _heard):
        assert Smtp(url, SENDER).send(LETTER) == outcome


def test_a_server_that_is_away_or_cannot_seal_gets_nothing() -> None:
    assert Smtp("smtp://127.0.0.1:1", SENDER, seconds=2).send(LETTER) == AWAY
    with server() as (url, heard):
        assert Smtp(url.replace("smtp:", "smtps:"), SENDER, seconds=2).send(LETTER) == AWAY
    assert heard == []


def test_a_password_goes_to_no_server_that_does_not_ask_for_one() -> None:
    with server() as (url, heard):
        assert Smtp(url.replace("//", "//me@"), SENDER, "a secret").send(LETTER) == REFUSED
    assert heard == [] and "a secret" not in repr(Smtp(url, SENDER, "a secret"))


def test_without_a_server_nothing_goes_out() -> None:
    assert mailer("", SENDER) == NoMailer() and not mailer("", SENDER).is_there
    assert NoMailer().send(LETTER) == AWAY and mailer("smtp://mail", SENDER).is_there


@pytest.mark.parametrize("url", ["https://mail.example.org", "smtp://", "smtp://me:secret@mail", "smtp://a:b",
                                 "smtp://mail?x=1", "mail", "smtp://mail:0"])
def test_a_setting_that_is_no_mail_server_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="CONSULT_MAIL"):
        from_environment({"CONSULT_DATA_DIR": str(tmp_path), "CONSULT_MAIL": url, "CONSULT_MAIL_FROM": SENDER})


@pytest.mark.parametrize("url", ["smtp://mail.example.org", "smtps://me@mail.example.org:465", "smtp://127.0.0.1:25/"])
def test_a_mail_server_needs_an_address_that_letters_come_from(tmp_path: Path, url: str) -> None:
    given = {"CONSULT_DATA_DIR": str(tmp_path), "CONSULT_MAIL": url, "CONSULT_MAIL_PASSWORD": "a secret"}
    settings = from_environment({**given, "CONSULT_MAIL_FROM": SENDER})
    assert (settings.mail, settings.mail_from) == (url, SENDER) and "a secret" not in repr(settings)
    for wrong in ("", "notes", "a@b, c@d", "Notes <a@b.example>"):
        with pytest.raises(SettingsError, match="CONSULT_MAIL_FROM"):
            from_environment({**given, "CONSULT_MAIL_FROM": wrong})


def test_only_ones_own_network_may_hear_a_letter_unsealed() -> None:
    assert all(is_near(host) for host in ("localhost", "127.0.0.1", "10.0.0.5", "mail", "::1"))
    assert not any(is_near(host) for host in ("mail.example.org", "8.8.8.8"))


@dataclass
class Says:
    """What the small mail server answers, and what it took: sender, recipients, letter."""

    rcpt: bytes = b"250 ok"
    end: bytes = b"250 ok"
    heard: list[tuple[str, list[str], bytes]] = field(default_factory=list)


class Handler(socketserver.StreamRequestHandler):
    """One conversation with a client."""

    def handle(self) -> None:
        self.says: Says = self.server.says  # type: ignore[attr-defined]
        self.sender, self.to = "", []
        self.wfile.write(b"220 hello\r\n")
        while (line := self.rfile.readline()) and not line.upper().startswith(b"QUIT"):
            self.wfile.write(self.answer(line.decode().strip()) + b"\r\n")

    def answer(self, line: str) -> bytes:
        """Answer one line."""
        word, _colon, value = line.partition(":")
        if word.upper() == "MAIL FROM":
            self.sender = value.split()[0]
        if word.upper() == "RCPT TO":
            self.to.append(value)
            return self.says.rcpt
        return self.letter() if line.upper() == "DATA" else b"250 ok"

    def letter(self) -> bytes:
        """Read a letter to its end."""
        self.wfile.write(b"354 go on\r\n")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if self.says.end.startswith(b"2"):
            self.says.heard.append((self.sender, self.to, b"".join(lines)))
        return self.says.end


class Server(socketserver.ThreadingTCPServer):
    """Takes letters on a port of its own."""

    daemon_threads, block_on_close = True, False

    def handle_error(self, _request: object, _address: object) -> None:
        """A client that speaks TLS to us hangs up."""


@contextmanager
def server(**answers: bytes) -> Iterator[tuple[str, list[tuple[str, list[str], bytes]]]]:
    """Run a small mail server that gives these answers; give its address and what it took."""
    with Server(("127.0.0.1", 0), Handler) as listening:
        listening.says = Says(**answers)  # type: ignore[attr-defined, arg-type]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"smtp://127.0.0.1:{listening.server_address[1]}", listening.says.heard  # type: ignore[attr-defined]
        finally:
            listening.shutdown()
            thread.join()
