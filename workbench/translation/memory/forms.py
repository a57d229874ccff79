"""The forms in which texts of a memory are compared."""

import hashlib
import re
import unicodedata

#: Characters that only differ in typography; soft hyphens and zero-width characters are left out.
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′´`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "…": "...",
    }
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"\w+")
#: Stands for every number in the fuzzy form.
NUMBER = "0"


def exact_form(text: str) -> str:
    """The form in which two texts are the same: white space, quotation marks and dashes are typography, case is not."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).split())


def fuzzy_form(text: str) -> str:
    """The form in which two texts are similar: as ``exact_form``, without case, and every number the same."""
    return _NUMBER.sub(NUMBER, exact_form(text).casefold())


def key(text: str) -> int:
    """A 64-bit number for the exact form of a text, the same on every machine."""
    digest = hashlib.blake2b(exact_form(text).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def words(form: str) -> list[str]:
    """The words and numbers of a form, in order."""
    return _WORD.findall(form)
