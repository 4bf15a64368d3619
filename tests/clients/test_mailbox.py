"""A mailbox is read letter by letter, and nothing in it is changed."""

from pathlib import Path

import pytest

from consult.clients import mailbox as clients
from consult.clients.mailbox import Failed, Imap, NoMailbox, mailbox
from consult.config import SettingsError, from_environment
from tests.imap_server import PASSWORD, Box, serving


def test_letters_above_a_number_are_read_and_left_as_they_are() -> None:
    with serving(Box({3: b"From: a\r\n\r\none", 9: b"From: b\r\n\r\ntwo"})) as box:
        with mailbox(box.url, PASSWORD).opened() as folder:
            assert (folder.validity, folder.numbers_after(3), folder.numbers_after(9)) == (7, [9], [])
            message = folder.message(9, 1000)
    assert message is not None and message.data == b"From: b\r\n\r\ntwo"
    assert [line.split(" ")[0] for line in box.heard][:3] == ["CAPABILITY", "LOGIN", "EXAMINE"]
    assert not any("STORE" in line or "EXPUNGE" in line or "BODY[" in line for line in box.heard)


def test_a_large_letter_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "_STEP", 100)
    with serving(Box({1: b"x" * 250, 2: b"y" * 200})) as box, Imap(box.url, PASSWORD).opened() as folder:
        found = [folder.message(uid, 1000) for uid in (1, 2)]
    assert [message and message.data for message in found] == [b"x" * 250, b"y" * 200]


def test_a_letter_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "_STEP", 100)
    with serving(Box({1: b"x" * 900, 2: b"x" * 900}, tells_size={2: 10})) as box:
        with Imap(box.url, PASSWORD).opened() as folder:
            for uid in (1, 2):
                message = folder.message(uid, 300)
                assert message is not None and message.data is None
    assert not any("UID FETCH 1 (BODY" in line for line in box.heard)


def test_a_letter_that_went_away_is_none() -> None:
    with serving(Box({1: b"x"})) as box, Imap(box.url, PASSWORD).opened() as folder:
        assert folder.message(5, 100) is None


@pytest.mark.parametrize(("path", "password", "why"), [
    ("", "another", clients.TURNED_AWAY), ("/Elsewhere", PASSWORD, clients.NO_FOLDER),
    ("/a%22b", PASSWORD, clients.NO_FOLDER), ("/a%0d%0ab", PASSWORD, clients.NO_FOLDER),
])
def test_why_nothing_was_read_is_told(path: str, password: str, why: str) -> None:
    with serving(Box()) as box, pytest.raises(Failed) as failed, Imap(box.url + path, password).opened():
        raise AssertionError("nothing is open")
    assert failed.value.why == why


def test_a_server_that_is_away_or_no_mailbox_is_told() -> None:
    for url in ("imap://127.0.0.1:1", "imaps://127.0.0.1:1"):
        with pytest.raises(Failed) as failed, Imap(url, "", seconds=1.0).opened():
            raise AssertionError("nothing is open")
        assert failed.value.why == clients.AWAY


def test_a_line_that_is_cut_while_reading_is_told() -> None:
    with serving(Box({1: b"x"}, breaks_at=1)) as box, Imap(box.url, PASSWORD).opened() as folder:
        with pytest.raises(Failed) as failed:
            folder.message(1, 100)
    assert failed.value.why == clients.AWAY


def test_a_fault_of_the_reader_is_not_taken_for_the_servers() -> None:
    with serving(Box()) as box, pytest.raises(ValueError, match="ours"), Imap(box.url, PASSWORD).opened():
        raise ValueError("ours")


def test_without_a_mailbox_nothing_is_opened() -> None:
    assert mailbox("") == NoMailbox() and not mailbox("").is_there
    with pytest.raises(Failed) as failed, mailbox("").opened():
        raise AssertionError("nothing is open")
    assert failed.value.why == clients.NONE


def test_the_folder_is_the_path_of_the_address_and_the_password_is_never_shown() -> None:
    assert Imap("imaps://plan@mail.example").folder == "INBOX"
    assert Imap("imaps://plan@mail.example/Plan%202025").folder == "Plan 2025"
    assert PASSWORD not in repr(Imap("imaps://plan@mail.example", PASSWORD))


@pytest.mark.parametrize("url", ["http://plan@mail.example", "imaps://mail.example", "imaps://plan:secret@mail.example",
                                 "imaps://plan@", "imaps://plan@mail.example:0", "imaps://plan@mail.example?x=1"])
def test_a_wrong_address_of_a_mailbox_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="CONSULT_IMAP is no address"):
        from_environment({"CONSULT_DATA_DIR": str(tmp_path), "CONSULT_IMAP": url, "CONSULT_IMAP_FOR": "plan"})


@pytest.mark.parametrize(("name", "value"), [("CONSULT_IMAP_FOR", ""), ("CONSULT_IMAP_EVERY", "0"),
                                             ("CONSULT_IMAP_EVERY", "often")])
def test_what_else_a_mailbox_needs_is_said_at_the_start(tmp_path: Path, name: str, value: str) -> None:
    given = {"CONSULT_DATA_DIR": str(tmp_path), "CONSULT_IMAP": "imaps://plan@mail.example/Plan",
             "CONSULT_IMAP_FOR": "plan"}
    assert from_environment(given).imap_every == 5
    with pytest.raises(SettingsError, match=name):
        from_environment({**given, name: value})
