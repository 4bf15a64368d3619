"""E-mails come apart into words, files and e-mails within them, whatever was done to them on the way."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.errors import Refused
from consult.intake import emails
from consult.intake.emails import MOST_BYTES, MOST_NESTED, Email, read_email

HEAD = (b"From: =?utf-8?B?QW5uIEV4YW1wbGU=?= <ann@example.org>\r\nTo: plan@example.gov.uk\r\n"
        b"Subject: Re: =?utf-8?Q?Safer_streets_=E2=80=93_?= =?utf-8?Q?my_view?=\r\n"
        b"Date: Mon, 3 Nov 2025 10:02:00 +0000\r\nMessage-ID: <one@example.org>\r\n"
        b"References: <zero@example.org> <nil@example.org>\r\n")
BOXES = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def test_sender_subject_times_and_thread_are_read() -> None:
    received = b"Received: by mail.example.gov.uk; Mon, 3 Nov 2025 10:03:00 +0000\r\n"
    email = read_email(received + HEAD + b"\r\nMore light.")
    assert (email.sender.name, email.sender.address) == ("Ann Example", "ann@example.org")
    assert (email.subject, email.thread_name) == ("Re: Safer streets – my view", "safer streets – my view")
    assert email.sent_at == datetime(2025, 11, 3, 10, 2, tzinfo=UTC) and email.received_at is not None
    assert (email.message_id, email.references) == ("one@example.org", ("nil@example.org", "zero@example.org"))
    assert email.text == "More light." and email.problems == () and email.signs == ()


def test_files_and_pasted_pictures_stand_apart_from_the_words() -> None:
    message = letter("Words.\n")
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", disposition="inline")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="../../etc/Pläne.pdf")
    email = read_email(message.as_bytes())
    assert email.text == "Words."
    assert [(file.name, file.declared, file.is_inline) for file in email.files] == [
        ("file", "image/png", True), ("Pläne.pdf", "application/pdf", False)]


def test_of_two_forms_of_the_same_words_the_plain_one_is_read() -> None:
    message = letter("I want more light.\n")
    message.add_alternative("<p>I want <b>more</b> light.</p>", subtype="html")
    assert read_email(message.as_bytes()).text == "I want more light."


def test_a_plain_form_that_only_points_to_the_other_is_passed_over() -> None:
    message = letter("See HTML.\n")
    message.add_alternative("<style>p{}</style><p>I want more light in the park, at night and in the morning.</p>"
                            "<p style='display:none'>hidden</p><table><tr><td>a</td><td>b</td></tr></table>"
                            "<blockquote>Old words</blockquote>", subtype="html")
    email = read_email(message.as_bytes())
    assert email.text == "I want more light in the park, at night and in the morning.\n\na | b"
    assert email.quoted == "> Old words"


@pytest.mark.parametrize("sign", ["&#" + "9" * 5_000 + ";", "&#x" + "f" * 5_000 + ";", "&#99999999;"])
def test_a_sign_with_more_digits_than_any_letter_stops_no_reading(sign: str) -> None:
    email = read_email(HEAD + b"Content-Type: text/html\r\n\r\n<p>More " + sign.encode() + b" light</p>")
    assert email.text.startswith("More ") and email.text.endswith(" light") and "9999" not in email.text


def test_a_row_of_very_many_cells_is_read_in_one_pass() -> None:
    email = read_email(HEAD + b"Content-Type: text/html\r\n\r\n<table><tr>" + b"<td>a" * 150_000)
    assert email.text.startswith("a | a | a") and email.text.count("|") == 149_999


def test_parameters_of_a_type_are_bounded() -> None:
    odd = b'Content-Type: text/plain; x="' + b";" * 200_000 + b"\r\n"
    assert read_email(HEAD + odd + b"\r\nMore light.").text == "More light."


def test_boxes_in_boxes_of_a_large_email_copy_only_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = b"Content-Type: text/plain\r\n\r\n" + b"More light. " * 100
    for number in range(15):
        mark = b"b%d" % number
        inner = b"Content-Type: multipart/mixed; boundary=" + mark + b"\r\n\r\n--" + mark + b"\r\n" + inner
    assert read_email(HEAD + inner).problems == ()
    real = emails._Bounds
    monkeypatch.setattr(emails, "_Bounds", lambda *given: real(*given) if given else real(room=5_000))
    assert "boxes-deep" in read_email(HEAD + inner).problems


def test_html_that_never_ends_is_read_in_one_pass() -> None:
    page = b"<!-- " * 50_000 + b"<p>" * 50_000 + b"<" * 100_000
    email = read_email(HEAD + b"Content-Type: text/html\r\n\r\n<p>Words & more</p>" + page)
    assert email.text == "Words & more"


def test_long_lines_broken_for_the_way_are_whole_again() -> None:
    body = b"I want more \r\nlight in the \r\npark.\r\n> old \r\n> words\r\nAnd trees.\r\n"
    email = read_email(HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + body)
    assert (email.text, email.quoted) == ("I want more light in the park.\nAnd trees.", "> old words")


def test_an_email_in_an_email_is_read_as_one_of_its_own() -> None:
    inner = letter("The inner words.\n", subject="Inner", sender="bo@example.org")
    inner.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="in.pdf")
    outer = letter("Please see below.\n")
    outer.add_attachment(inner)
    email = read_email(outer.as_bytes())
    assert email.text == "Please see below." and email.files == ()
    assert [(one.text, one.sender.address, one.files[0].name) for one in email.nested] == [
        ("The inner words.", "bo@example.org", "in.pdf")]


@pytest.mark.parametrize(("depth", "problems"), [(MOST_NESTED, ()), (MOST_NESTED + 1, ("nested-deep",)),
                                                 (400, ("nested-deep",))])
def test_emails_in_emails_are_read_ten_deep(depth: int, problems: tuple[str, ...]) -> None:
    data = HEAD + b"\r\nThe last.\r\n"
    for number in range(depth):
        mark = b"x%d" % number
        data = (HEAD + b"Content-Type: multipart/mixed; boundary=" + mark + b"\r\n\r\n--" + mark
                + b"\r\nContent-Type: message/rfc822\r\n\r\n" + data + b"\r\n--" + mark + b"--\r\n")
    email = read_email(data)
    assert deepest(email) == min(depth, MOST_NESTED)
    assert tuple(problem for problem in email.problems if problem != "no-text") == problems


def test_boxes_in_boxes_stop_at_a_depth() -> None:
    body = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(3000))
    email = read_email(HEAD + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + body)
    assert "boxes-deep" in email.problems


def test_many_parts_and_files_are_bounded_and_said() -> None:
    email = read_email(HEAD + BOXES + b"--b\r\n\r\nw\r\n" * 100_000 + b"--b--\r\n")
    assert "parts-many" in email.problems and len(email.text) < 2_000
    file = b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nw\r\n"
    email = read_email(HEAD + BOXES + file * 200 + b"--b--\r\n")
    assert len(email.files) == 100 and "files-many" in email.problems


def test_a_very_long_text_is_bounded_and_said() -> None:
    email = read_email(HEAD + b"\r\n" + b"More light. " * 400_000)
    assert len(email.text) <= 1_000_000 and "text-long" in email.problems


def test_what_was_cut_off_on_the_way_is_kept() -> None:
    torn = HEAD + BOXES + (b"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                           + base64.b64encode(b"More light, please.")[:17])
    assert read_email(torn).text == "More light,"


@pytest.mark.parametrize(("kind", "problem"), [
    (b"multipart/encrypted; protocol=x; boundary=b", "encrypted"),
    (b"application/pkcs7-mime; smime-type=enveloped-data", "encrypted"),
    (b"message/external-body; access-type=local-file; name=\"/etc/passwd\"", "part-elsewhere"),
    (b"message/partial; id=1; number=1; total=3", "part-elsewhere"),
])
def test_what_cannot_be_read_is_said_and_not_followed(kind: bytes, problem: str) -> None:
    email = read_email(HEAD + b"Content-Type: " + kind + b"\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n")
    assert email.text == "" and email.problems == (problem, "no-text")


@pytest.mark.parametrize(("data", "code"), [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "email-outlook"), (b"", "email-other"),
    (b"PK\x03\x04" + bytes(100), "email-other"), (b"Dear MOPAC,\n\nmy view is this\n", "email-other"),
    (b"<!DOCTYPE html><p>x", "email-other"), (b"Note: one\n\nwords", "email-other"),
    (b"From: a@b.c\nTo: d@e.f\n\n" + bytes(MOST_BYTES), "email-large"),
])
def test_what_is_no_email_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_email(data)
    assert refused.value.code == code


@pytest.mark.parametrize("header", [
    b"From: \xff\xfe <>\r\nTo: \r\nSubject: =?utf-8?B?!!!?= =?x?q?a?=\r\nDate: yesterday\r\nMessage-ID: none\r\n",
    b"From: a@b@c, , <\"\r\nTo: x\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999\r\nContent-Type: ;;;=\r\n",
    b"From: x\r\nSubject: y\r\nContent-Type: text/plain; charset=\"../../etc\"\r\nContent-Transfer-Encoding: zip\r\n",
    b"From:\r\nTo:\r\nContent-Type: multipart/mixed\r\nReceived: ;\r\nReferences: <<<>>>\r\n",
    b"From:\r\nTo:\r\nContent-Disposition: attachment; filename*=zlib'x'%78%9c; filename*0*=a'b\r\n",
])
def test_broken_headers_break_nothing(header: bytes) -> None:
    email = read_email(header + b"\r\nMy view.\r\n")
    assert email.sender.address == "" and email.sent_at is None and "sender-unknown" in email.problems


def test_a_sender_is_not_taken_from_reply_to() -> None:
    assert read_email(b"Reply-To: evil@example.com\r\n" + HEAD + b"\r\nx").sender.address == "ann@example.org"


@pytest.mark.parametrize(("header", "codes"), [
    (b"Auto-Submitted: auto-replied\r\n", ["says-automatic"]),
    (b"Subject: Automatyczna odpowied\xc5\xba: Plan\r\n", ["subject-automatic"]),
    (b"Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiDorqHliJI=?=\r\n", ["subject-automatic"]),
    (b"Return-Path: <>\r\n", ["not-delivered"]),
    (b"X-Spam-Flag: YES\r\n", ["marked-by-server"]),
    (b"X-MS-Exchange-Organization-SCL: 6\r\n", ["marked-by-server"]),
    (b"Authentication-Results: mx.example; spf=pass; dmarc=fail\r\n", ["sender-not-proved"]),
    (b"List-Unsubscribe: <https://example.com>\r\n", ["sent-to-many"]),
    (b"Auto-Submitted: no\r\nPrecedence: normal\r\n", []),
])
def test_signs_of_automatic_answers_and_spam_are_named(header: bytes, codes: list[str]) -> None:
    email = read_email(b"From: Ann <ann@example.org>\r\nTo: x@y.z\r\n" + header + b"\r\nMore light.\r\n")
    assert [sign.code for sign in email.signs] == codes


def test_what_sells_is_told_from_what_speaks_of_crime() -> None:
    sells = "You have won! Claim your prize of bitcoin at our casino, click here."
    assert [sign.code for sign in read_email(letter(sells).as_bytes()).signs] == ["sells"]
    assert read_email(letter("A bitcoin fraud took my savings. Stop the scams.").as_bytes()).signs == ()


def test_an_empty_email_with_a_file_is_no_spam() -> None:
    message = letter("\n")
    assert [sign.code for sign in read_email(message.as_bytes()).signs] == ["no-words"]
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    assert read_email(message.as_bytes()).signs == ()


def letter(words: str, *, subject: str = "My view", sender: str = "ann@example.org") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "plan@example.gov.uk", subject
    message.set_content(words)
    return message


def deepest(email: Email) -> int:
    return max((1 + deepest(inner) for inner in email.nested), default=0)


PIECES = st.sampled_from([
    b"\n", b"\r\n", b"--b", b"--b--", b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: message/rfc822\n",
    HEAD, b"=?utf-8?b?w6k=?=", b"\xff\xfe\x00", b"> ", b"On 1:10 a@b wrote:\n", b"Content-Transfer-Encoding: base64\n",
    b"<p>", b"Content-Type: text/html; charset=gb2312\n", b"Content-Disposition: attachment; filename*=utf-8''%ff\n",
    b"-- \n", b"Regards\n", b"My view. "])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=30))
def test_whatever_comes_is_read_or_refused(pieces: list[bytes]) -> None:
    try:
        email = read_email(HEAD + b"".join(pieces))
    except Refused as refused:
        assert refused.code == "email-other"
        return
    assert "\x00" not in email.text + email.quoted + email.signature + email.subject
    email.text.encode()
