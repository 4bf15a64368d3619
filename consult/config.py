"""Settings, read once from the environment; a missing or unsafe one stops the start with what to set."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAIL_ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,180}")


class SettingsError(Exception):
    """A setting is missing or unsafe; the message says what to set."""


@dataclass(frozen=True)
class Settings:
    """Everything the application is told from outside."""

    database_url: str
    data_dir: Path
    secret_key: str
    public_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    loads_example: bool = True
    testing: bool = False
    # How many proxies in front of us are ours: only what they say of a visitor's address is believed.
    proxies: int = 0
    # Where clamd looks into files that people send: host:port or the path of its socket; empty for no scanner.
    scanner: str = ""
    # A service that drafts translations (LibreTranslate's HTTP interface) and its key; empty for none.
    translator: str = ""
    translator_key: str = field(default="", repr=False)
    # Whether what people answered may be sent to that service too: it then leaves this machine.
    translates_answers: bool = False
    # A language model that proposes names for groups of answers: its address, its name and its key; empty for none.
    language_model: str = ""
    language_model_name: str = ""
    language_model_key: str = field(default="", repr=False)
    # A mail server for notices (smtp:// or smtps://), its password, and the address they come from; empty for none.
    mail: str = ""
    mail_password: str = field(default="", repr=False)
    mail_from: str = ""
    # The mailbox that e-mails to one consultation come to (imaps:// or imap://), its password, the slug of that
    # consultation, and after how many minutes it is read again; empty for none.
    imap: str = ""
    imap_password: str = field(default="", repr=False)
    imap_for: str = ""
    imap_every: int = 5
    # A bucket of an S3 service that files are kept in (https://host/bucket), its key and region; empty for a folder.
    files_s3: str = ""
    files_s3_key: str = ""
    files_s3_secret: str = field(default="", repr=False)
    files_s3_region: str = ""
    # Languages that may be offered, beside English; tests add pseudo-locales here.
    translations_dir: Path = ROOT / "translations"

    @property
    def has_https(self) -> bool:
        """Say whether the public address is served over HTTPS."""
        return urlsplit(self.public_url).scheme == "https"


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this process; raises SettingsError where the start must be refused."""
    data_dir = Path(environ.get("CONSULT_DATA_DIR") or ROOT / "instance").resolve()
    host = environ.get("CONSULT_HOST") or "127.0.0.1"
    port = _port(environ.get("CONSULT_PORT") or "8000")
    public_url = (environ.get("CONSULT_PUBLIC_URL") or f"http://{_bracketed(host)}:{port}").rstrip("/")
    _refuse_plain_http(public_url)
    data_dir.mkdir(parents=True, exist_ok=True)
    return Settings(
        database_url=_database_url(environ.get("CONSULT_DATABASE_URL"), data_dir),
        data_dir=data_dir,
        secret_key=_secret_key(data_dir),
        public_url=public_url,
        host=host,
        port=port,
        loads_example=environ.get("CONSULT_EXAMPLE", "1") != "0",
        proxies=_proxies(environ.get("CONSULT_PROXIES") or "0"),
        scanner=_scanner(environ.get("CONSULT_CLAMD") or ""),
        translator=_translator(environ.get("CONSULT_TRANSLATION_URL") or ""),
        translator_key=environ.get("CONSULT_TRANSLATION_KEY") or "",
        translates_answers=environ.get("CONSULT_TRANSLATE_ANSWERS", "0") == "1",
        language_model=_language_model(environ.get("CONSULT_LANGUAGE_MODEL_URL") or ""),
        language_model_name=_language_model_name(environ),
        language_model_key=environ.get("CONSULT_LANGUAGE_MODEL_KEY") or "",
        mail=_mail(environ.get("CONSULT_MAIL") or ""),
        mail_password=environ.get("CONSULT_MAIL_PASSWORD") or "",
        mail_from=_mail_from(environ),
        files_s3=_files_s3(environ.get("CONSULT_FILES_S3") or ""),
        files_s3_key=environ.get("CONSULT_FILES_S3_KEY") or "",
        files_s3_secret=environ.get("CONSULT_FILES_S3_SECRET") or "",
        files_s3_region=environ.get("CONSULT_FILES_S3_REGION") or "",
        imap=_imap(environ.get("CONSULT_IMAP") or ""),
        imap_password=environ.get("CONSULT_IMAP_PASSWORD") or "",
        imap_for=_imap_for(environ),
        imap_every=_imap_every(environ.get("CONSULT_IMAP_EVERY") or "5"),
    )


def _port(words: str) -> int:
    if not words.isascii() or not words.isdigit() or not 1 <= int(words) <= 65535:
        raise SettingsError(f"CONSULT_PORT is {words!r}. Set it to a number from 1 to 65535.")
    return int(words)


def _proxies(words: str) -> int:
    if not words.isascii() or not words.isdigit() or int(words) > 9:
        raise SettingsError(f"CONSULT_PROXIES is {words!r}. Set it to the number of your own proxies, 0 to 9.")
    return int(words)


def _scanner(place: str) -> str:
    if place and "/" not in place and not place.rpartition(":")[2].isdecimal():
        raise SettingsError(f"CONSULT_CLAMD is {place!r}. Set it to host:port, or to the path of clamd's socket.")
    return place


def _translator(url: str) -> str:
    """Return the address of a translation service. A key has a setting of its own, so the address holds no secret."""
    if url and not _is_address(url):
        raise SettingsError("CONSULT_TRANSLATION_URL is no address of a translation service. Set it to one that "
                            "begins with https://, or http:// on your own network, without a name or password in it.")
    return url


def _language_model(url: str) -> str:
    """Return the address of a language model; what people wrote goes there, so over HTTPS if it is not near."""
    if url and not (_is_address(url) and (urlsplit(url).scheme == "https" or _is_near(urlsplit(url).hostname or ""))):
        raise SettingsError("CONSULT_LANGUAGE_MODEL_URL is no address that words may be sent to. Set it to one that "
                            "begins with https://, or http:// on this machine or your own network, without a name or "
                            "password in it.")
    return url


def _language_model_name(environ: Mapping[str, str]) -> str:
    name = (environ.get("CONSULT_LANGUAGE_MODEL_NAME") or "").strip()
    if environ.get("CONSULT_LANGUAGE_MODEL_URL") and not (0 < len(name) <= 100 and name.isprintable()):
        raise SettingsError("CONSULT_LANGUAGE_MODEL_URL is set, so CONSULT_LANGUAGE_MODEL_NAME must be too. Set it to "
                            "the name of the model, 100 characters at most: it stands on a public page.")
    return name


def _mail(url: str) -> str:
    """Return the address of a mail server. The password has a setting of its own, so the address holds no secret."""
    if url and not _is_mail_server(url):
        raise SettingsError("CONSULT_MAIL is no address of a mail server. Set it to one that begins with smtps:// or "
                            "smtp://, with a name before the @ where the server wants one, and no password in it.")
    return url


def _mail_from(environ: Mapping[str, str]) -> str:
    address = (environ.get("CONSULT_MAIL_FROM") or "").strip()
    if environ.get("CONSULT_MAIL") and not MAIL_ADDRESS.fullmatch(address):
        raise SettingsError("CONSULT_MAIL is set, so CONSULT_MAIL_FROM must be too. Set it to the address that notices "
                            "come from. Choose one that says nothing of what this site is for.")
    return address


def _imap(url: str) -> str:
    """Return the address of a mailbox. The password has a setting of its own, so the address holds no secret."""
    if url and not (_is_server(url, ("imap", "imaps")) and urlsplit(url).username):
        raise SettingsError("CONSULT_IMAP is no address of a mailbox. Set it to one that begins with imaps:// or "
                            "imap://, with the mailbox's name before an @ and no password in it.")
    return url


def _imap_for(environ: Mapping[str, str]) -> str:
    slug = (environ.get("CONSULT_IMAP_FOR") or "").strip()
    if environ.get("CONSULT_IMAP") and not slug:
        raise SettingsError("CONSULT_IMAP is set, so CONSULT_IMAP_FOR must be too. Set it to the name of the "
                            "consultation that people write to there, as it stands in its address.")
    return slug


def _imap_every(words: str) -> int:
    if not words.isascii() or not words.isdigit() or not 1 <= int(words) <= 1440:
        raise SettingsError(f"CONSULT_IMAP_EVERY is {words!r}. Set it to a number of minutes from 1 to 1440.")
    return int(words)


def _files_s3(url: str) -> str:
    """Return the address of a bucket; what people sent goes there, so over HTTPS if it is not near."""
    if url and not (_is_address(url) and (urlsplit(url).scheme == "https" or _is_near(urlsplit(url).hostname or ""))
                    and urlsplit(url).path.strip("/")):
        raise SettingsError("CONSULT_FILES_S3 is no address of a bucket. Set it to one like https://host/bucket, with "
                            "https:// unless it is on your own network, and without a name or password in it.")
    return url


def _is_mail_server(url: str) -> bool:
    return _is_server(url, ("smtp", "smtps")) and urlsplit(url).path in ("", "/")


def _is_server(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        return (parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and parts.password is None
                and not (parts.query or parts.fragment))
    except ValueError:
        return False


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_right = bool(parts.hostname) and parts.port != 0 and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        return False
    return is_right and parts.scheme in ("http", "https")


def _is_near(host: str) -> bool:
    """Say whether a host is this machine or on a network of one's own: by its address, or by a name without a dot."""
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refuse_plain_http(public_url: str) -> None:
    parts = urlsplit(public_url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    raise SettingsError(
        f"CONSULT_PUBLIC_URL is {public_url!r}. Away from this machine people's answers must travel over HTTPS: "
        "set it to the https:// address that people will use."
    )


def _database_url(url: str | None, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'consult.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _secret_key(data_dir: Path) -> str:
    """Return the key of this data folder, made on first start and readable by its owner only."""
    path = data_dir / "secret-key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"{path} can be read by others. Run: chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()
