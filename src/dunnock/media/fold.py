"""Fold text for searching and sorting: case, accents and punctuation no longer matter.

The database stores folded text and a query is folded by the same functions, so both sides always agree.
"""

# ruff: noqa: RUF001, RUF003  # look-alike letters are what this file is about

import re
import unicodedata
from typing import Final

_SPECIAL_LETTERS: Final = str.maketrans(
    {
        # letters that Unicode does not take apart into a base and a mark
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ĸ": "k",
        "ƀ": "b",
        "ɨ": "i",
        "ɵ": "o",
        "ə": "e",
    }
)
_VOICED_KANA_MARKS: Final = "\u3099\u309a"  # stripping them would make か and が, は and ぱ the same
_SPLIT_SCRIPTS: Final = re.compile(
    # kana (with the marks of long vowels and repetition), ideographs, hangul: written without spaces, so each
    # character is a word of its own, and 事変 is found within 東京事変
    "([\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff])"
)
_APOSTROPHES: Final = re.compile("['`´‘’ʼʹ′＇]")
_ACRONYM: Final = re.compile(r"(?<!\w)(?:\w\.){2,}\w?(?!\w)")
_LETTERS_PLAYED_BY_SIGNS: Final = str.maketrans({"!": "i", "$": "s", "@": "a", "€": "e", "£": "l", "¥": "y"})
_NOT_WORD: Final = re.compile(r"[\W_]+")
_PLAIN_ASCII: Final = re.compile(r"[A-Za-z0-9 ]*")
_DIGITS: Final = re.compile(r"[0-9]+")
_DIGITS_PADDED_TO: Final = 10
_ARTICLE: Final = re.compile(
    # Only articles that are rarely a word of another language at the start of a name: no "De" (De La Soul),
    # "As", "O", "I", "Un". Something must follow, so "A", "Die" and "The The" keep their name.
    r"(?P<article>the|an?|der|die|das|les?|la|el|los|las|il|gli|het)\s+(?P<rest>\S.*)"
    r"|(?P<elided>l)['’](?P<elided_rest>\S.*)",
    re.DOTALL,
)
_AFTER_ARTICLE: Final = "\x01"
"""Stands between a name and its article in a key: The Band comes right after Band, before Band of Horses."""

_SORTS_LAST: Final = "\U0010ffff"
_SYMBOL_CATEGORIES: Final = frozenset({"So", "Sk", "Sm", "Sc", "Cn", "Co"})
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})
_VARIATION_SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))


def _letters(text: str) -> str:
    """Fold case, accents and compatibility forms, leaving punctuation and spaces as they are."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # a second round: taking apart can bring back capitals (ℌ), folding can bring back marks (İ)
    decomposed = unicodedata.normalize("NFKD", decomposed.casefold()).translate(_SPECIAL_LETTERS)
    base = "".join(c for c in decomposed if not unicodedata.combining(c) or c in _VOICED_KANA_MARKS)
    return unicodedata.normalize("NFC", base)


def fold(text: str) -> str:
    """Return the words of a text, lower case, without accents and punctuation, separated by one space.

    `Motörhead` becomes `motorhead`, `Łódź` `lodz`, `Don't` `dont`, `R.E.M.` `rem`, `AC/DC` `ac dc`, and every
    ideograph, kana and hangul syllable stands alone. Signs that are no punctuation (emoji), and names made of
    punctuation only (`!!!`), become words such as `u1f389`, so that they can be found too.
    """
    if _PLAIN_ASCII.fullmatch(text):
        return " ".join(text.lower().split())
    return " ".join(_fold_words(_letters(text)))


def _fold_words(letters: str) -> list[str]:
    """Split text that went through `_letters` into words."""
    words = _split(_joined_words(letters), spell_symbols=True)
    if not words:
        # a band called !!! has no other name: spell every sign of it
        words = ["".join(f"u{ord(c):x}" for c in chunk) for chunk in letters.split()]
    return words


def _joined_words(letters: str) -> str:
    """Take away the punctuation that does not part words: apostrophes, and the dots of R.E.M."""
    text = _APOSTROPHES.sub("", letters)
    return _ACRONYM.sub(lambda match: match[0].replace(".", ""), text) if "." in text else text


def _split(text: str, *, spell_symbols: bool) -> list[str]:
    """Split at punctuation and around each character of a script without spaces.

    Args:
        text: folded text.
        spell_symbols: whether emoji and other symbols become words, or are dropped like punctuation.
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text).split()
    spaced = "".join([_word_character(c, spell_symbols=spell_symbols) for c in text])
    return _SPLIT_SCRIPTS.sub(r" \1 ", spaced).split()


def _word_character(char: str, *, spell_symbols: bool) -> str:
    """Return what stands for a character in a word: itself, a space, nothing, or the word for a symbol."""
    if char.isalnum():
        return char
    category = unicodedata.category(char)
    if category in _MARKS:
        # vowel signs of Indic scripts and Thai are parts of their word; selectors of emoji style are not
        return "" if char in _VARIATION_SELECTORS else char
    if category == "Cf":
        return ""  # zero width joiners, soft hyphens, direction marks
    if spell_symbols and category in _SYMBOL_CATEGORIES and not char.isascii():
        return f" u{ord(char):x} "
    return " "


def search_text(*fields: str | None) -> str:
    """Return the words of the fields for the full-text index, each word once; see `search_words`."""
    words: dict[str, None] = {}
    for field in fields:
        if field:
            words.update(dict.fromkeys(search_words(field)))
    return " ".join(words)


def search_words(text: str) -> list[str]:
    """Return the words that a text is found by.

    Beside the words of `fold`, a word with punctuation in it is there split at it, without it, and with signs
    read as the letters they play: `AC/DC` is found as `ac`, `dc` and `acdc`, `P!nk` as `pnk` and `pink`,
    `L'Arc~en~Ciel` as `arc` and `larcenciel`.
    """
    if _PLAIN_ASCII.fullmatch(text):
        return text.lower().split()
    letters = _letters(text)
    words = _fold_words(letters)
    for chunk in letters.split():
        if not chunk.isalnum():
            words += _aliases(chunk)
    return words


def _aliases(chunk: str) -> list[str]:
    """Return the other ways to type a word that has punctuation in it."""
    aliases = _split(chunk, spell_symbols=False)
    if len(aliases) > 1 and not _SPLIT_SCRIPTS.search(chunk):
        aliases.append("".join(aliases))
    played = chunk.rstrip("!").translate(_LETTERS_PLAYED_BY_SIGNS)
    aliases.append("".join(_split(played, spell_symbols=False)))
    return aliases if aliases[-1] and not _SPLIT_SCRIPTS.search(chunk) else aliases[:-1]


def search_tokens(query: str) -> list[str]:
    """Return the words of a query: a track is found when its `search_text` has a word starting with each."""
    return list(dict.fromkeys(fold(query).split()))


def sort_key(text: str, ignore_articles: bool) -> str:  # noqa: FBT001  # it is always named by the caller
    """Return a key that sorts texts as people expect when compared by code point (SQLite's `BINARY`).

    Case, accents and punctuation do not count, a number sorts by its value (Track 2 before Track 10), and an
    empty text sorts last. A name of signs only sorts before letters.

    Args:
        text: the name or title.
        ignore_articles: whether a leading article (The, A, Der, La, L' ...) moves behind the name.
    """
    letters = " ".join(text.lower().split()) if text.isascii() else " ".join(_letters(text).split())
    if not letters:
        return _SORTS_LAST
    article = ""
    if ignore_articles and (match := _ARTICLE.fullmatch(letters)):
        article = match["article"] or match["elided"]
        letters = match["rest"] or match["elided_rest"]
    key = letters if _PLAIN_ASCII.fullmatch(letters) else _without_punctuation(letters)
    if not key.isalpha():
        key = _DIGITS.sub(_pad_number, key)
    return f"{key}{_AFTER_ARTICLE}{article}" if article else key


def _without_punctuation(letters: str) -> str:
    return " ".join(_split(_joined_words(letters), spell_symbols=False)) or letters


def _pad_number(match: re.Match[str]) -> str:
    """Pad a number so that text order is number order; a longer one gets signs that sort after all digits."""
    digits = match[0].lstrip("0")
    return ":" * (len(digits) - _DIGITS_PADDED_TO) + digits.rjust(_DIGITS_PADDED_TO, "0")
