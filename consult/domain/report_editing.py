"""How what authors changed is laid over the chapters that the data give; nothing is stored and nobody is asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from consult.domain import report_chapters as kinds
from consult.domain.errors import Refused
from consult.domain.report_chapters import CHAPTERS, NEEDED, TEXT, VERSIONS, Block, Chapter
from consult.domain.texts import clean
from consult.domain.words_scale import SOURCE_LANGUAGE as SOURCE_LANGUAGE
from consult.domain.words_scale import WORDS_SCALE

SCALE_CODES = (*(code for _lowest, code in WORDS_SCALE), "one-or-two")
# Where an author may say a share in a word of their own.
WITH_SCALE = frozenset({kinds.THEME, kinds.FINDING})
# Blocks that an author may add beside those that the data give: the rest stand by themselves.
ADDED_BY_AUTHORS = (TEXT, kinds.QUOTES, kinds.THEME, kinds.FINDING, kinds.NODE, kinds.TABLE, kinds.CHART)
# Rows that are no blocks: what an author wrote to a whole chapter, and which quotes of a theme a person let through.
OF_CHAPTER, CHOICES = "chapter", "choices"
# In the settings of a row that only says where a block stands: nobody has written anything to it.
PLACED = "is_placed"
# What an author's words are: plain, Easy Read, or the address of a film in British Sign Language; and how far each is.
PLAIN, EASY, FILM = "plain", "easy", "film"
TEXT_FORMS = (PLAIN, EASY, FILM)
WRITTEN, DRAFTED, CHECKED = "written", "machine-drafted", "checked"
TEXT_STATES = (WRITTEN, DRAFTED, CHECKED)
TITLE_LENGTH, WORDS_LENGTH, NOTE_LENGTH, FILM_LENGTH = 160, 6000, 500, 300


@dataclass(frozen=True)
class Edits:
    """What authors changed: chapters by key (their blocks are not looked at), the order of blocks by chapter key, and
    blocks each with the chapter that it stands in."""

    chapters: Mapping[str, Chapter]
    orders: Mapping[str, Sequence[str]]
    blocks: Sequence[tuple[str, Block]]


def arranged(given: Sequence[Chapter], edits: Edits) -> tuple[Chapter, ...]:
    """Return the chapters as authors left them, over those that the data give today.

    A block of the data keeps its kind and what it is of; an author's words, version, picks and hiding are laid over it,
    and it stands in the chapter that the author put it in. What the data give anew comes after the block that it comes
    after in `given`. A changed block whose data are gone is left out until they are back; a block that an author added
    stays.
    """
    changed = {block.key: (chapter, block) for chapter, block in edits.blocks}
    found: dict[str, list[Block]] = {key: [] for key in CHAPTERS}
    moved_in: dict[str, list[Block]] = {key: [] for key in CHAPTERS}
    for chapter in given:
        for block in chapter.blocks:
            to, laid = changed.pop(block.key, (chapter.key, block))
            (found if to == chapter.key else moved_in)[to].append(replace(laid, kind=block.kind, ref=block.ref))
    for to, block in changed.values():
        if is_added(block):
            moved_in[to].append(block)
    return tuple(
        replace(edits.chapters.get(key, Chapter(key)), key=key,
                blocks=tuple(in_order([*found[key], *moved_in[key]], edits.orders.get(key, ()))))
        for key in CHAPTERS)


def in_order(blocks: Sequence[Block], order: Sequence[str]) -> list[Block]:
    """Return blocks in an author's order of keys; a block that it does not name follows the one before it."""
    place = {key: (number, 0) for number, key in enumerate(order)}
    last, found = (-1, 0), []
    for number, block in enumerate(blocks, 1):
        last = place.get(block.key, (last[0], number))
        found.append((last, block))
    return [block for _place, block in sorted(found, key=lambda pair: pair[0])]


def moved(order: Sequence[str], key: str, by: int) -> tuple[str, ...]:
    """Return an order of keys with one of them moved by so many places, as far as it goes."""
    rest = [other for other in order if other != key]
    at = min(max(order.index(key) + by, 0), len(rest))
    return (*rest[:at], key, *rest[at:])


def is_added(block: Block) -> bool:
    """Say whether a block came from an author and not from the data: its key says so."""
    return block.kind == TEXT or block.key.endswith("+")


def key_of_added(kind: str, ref: str, letters: str) -> str:
    """Return the key of a block that an author adds: words get letters of their own, a thing stands once as added."""
    return f"{TEXT}:{letters}" if kind == TEXT else f"{kind}:{ref}+"


def key_of_chapter(chapter: str) -> str:
    """Return the key under which an author's words to a whole chapter are kept."""
    return f"{OF_CHAPTER}:{chapter}"


def key_of_choices(theme: str) -> str:
    """Return the key under which the choice of a theme's quotes is kept."""
    return f"{CHOICES}:{theme}"


def checked_block(block: Block) -> Block:
    """Return a block as it may be kept, words cleaned. Raises Refused with the field that breaks a rule.

    Words need English. Another word of the scale needs a note (practice 2.1: the author cannot change it without one),
    and so does leaving out what every report must say.
    """
    title = _texts("title", block.title, TITLE_LENGTH)
    words = _texts("words", block.words, WORDS_LENGTH)
    note = _line("note", block.note, NOTE_LENGTH)
    if block.version not in VERSIONS:
        raise Refused("version", "version-unknown")
    if block.kind == TEXT and not words:
        raise Refused("words", "text-missing")
    if block.scale_word:
        _check_scale_word(block, note)
    if block.is_hidden and block.kind in NEEDED and not note:
        raise Refused("note", "note-missing-hidden")
    drafts = tuple(tag for tag in block.drafts if tag in words and tag != SOURCE_LANGUAGE)
    return replace(block, title=title, words=words, note=note, drafts=drafts)


def _check_scale_word(block: Block, note: str) -> None:
    if block.kind not in WITH_SCALE or block.scale_word not in SCALE_CODES:
        raise Refused("scale_word", "scale-word-unknown")
    if not note:
        raise Refused("note", "note-missing-word")


def checked_chapter(chapter: Chapter) -> Chapter:
    """Return a chapter as it may be kept, without its blocks. Raises Refused with the field that breaks a rule.

    A whole chapter is left out with a note only; a film is an address on the web.
    """
    words = _texts("words", chapter.words, WORDS_LENGTH)
    easy = _texts("easy", chapter.easy, WORDS_LENGTH)
    note = _line("note", chapter.note, NOTE_LENGTH)
    if chapter.is_hidden and not note:
        raise Refused("note", "note-missing-hidden")
    drafts = tuple(tag for tag in chapter.drafts if tag in words and tag != SOURCE_LANGUAGE)
    return replace(chapter, blocks=(), words=words, easy=easy, note=note, film=_film(chapter.film), drafts=drafts)


def _film(address: str) -> str:
    address = address.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise Refused("film", "film-address") from error
    if parts.scheme != "https" or not parts.hostname or len(address) > FILM_LENGTH or re.search(r"[\s\"'<>]", address):
        raise Refused("film", "film-address", {"limit": FILM_LENGTH})
    return address


def paragraphs(words: str) -> str:
    """Return words in paragraphs with one empty line between, no spaces at the ends and none doubled."""
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", clean(words)))
    return "\n\n".join(part for part in parts if part)


def _texts(name: str, texts: Mapping[str, str], limit: int) -> dict[str, str]:
    found = {tag: text for tag, typed in sorted(texts.items()) if (text := paragraphs(typed))}
    for text in found.values():
        if len(text) > limit:
            raise Refused(name, "words-long", {"limit": limit})
    if found and SOURCE_LANGUAGE not in found:
        raise Refused(name, "report-english-missing")
    return found


def _line(name: str, typed: str, limit: int) -> str:
    words = " ".join(clean(typed).split())
    if len(words) > limit:
        raise Refused(name, "words-long", {"limit": limit})
    return words


def languages_missing(chapters: Iterable[Chapter], tags: Iterable[str]) -> dict[str, int]:
    """Return how many authored words (of chapters and blocks that are printed) each language still lacks.

    A machine's draft that nobody has checked is lacking too. Easy Read is not counted here.
    """
    found = {}
    printed = [chapter for chapter in chapters if not chapter.is_hidden]
    blocks = [block for chapter in printed for block in chapter.blocks if not block.is_hidden]
    parts: list[tuple[Mapping[str, str], Mapping[str, str], Sequence[str]]] = [
        (chapter.words, {}, chapter.drafts) for chapter in printed]
    parts += [(block.words, block.title, block.drafts) for block in blocks]
    for tag in tags:
        if tag != SOURCE_LANGUAGE:
            found[tag] = sum(_lacks(tag, words, title, drafts) for words, title, drafts in parts)
    return found


def _lacks(tag: str, words: Mapping[str, str], title: Mapping[str, str], drafts: Sequence[str]) -> bool:
    is_missing = any(text and tag not in text for text in (words, title))
    return is_missing or tag in drafts
