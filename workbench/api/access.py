"""Who may ask, and how much: API keys, and a rate for each key."""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import InputError
from workbench.files import read_text

#: A shorter key can be guessed.
SHORTEST_KEY = 16
#: The name of whoever asks where no keys are wanted.
ANYONE = "anyone"
#: Rates are forgotten for the callers that asked least recently when there are more.
MOST_CALLERS = 10_000


def read_keys(path: Path) -> dict[str, bytes]:
    """The keys of a file, a line each, ``NAME KEY``: the SHA-256 of the key by name. Lines with ``#`` are comments.

    Raises InputError for another kind of line, a name that stands twice, or a key of under SHORTEST_KEY characters.
    """
    keys: dict[str, bytes] = {}
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        place = f"line {number}"
        if len(words) != 2:
            raise InputError(path, "is not a name and a key", place=place, mend="write NAME KEY")
        name, key = words
        if name in keys:
            raise InputError(path, f"the name {name!r} stands twice", place=place)
        if len(key) < SHORTEST_KEY:
            raise InputError(
                path, f"the key has under {SHORTEST_KEY} characters", place=place, mend="make a longer one"
            )
        keys[name] = _digest(key)
    if not keys:
        raise InputError(path, "holds no key", mend="write lines of NAME KEY")
    return keys


def name_of(key: str, keys: Mapping[str, bytes]) -> str | None:
    """The name whose key this is; ANYONE where there are no keys. All keys are compared, each in constant time."""
    if not keys:
        return ANYONE
    digest = _digest(key)
    names = [name for name, known in keys.items() if hmac.compare_digest(digest, known)]
    return names[0] if names else None


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


@dataclass
class _Bucket:
    tokens: float
    filled: float


class Rate:
    """So many requests a minute for each caller, a minute's worth at once (a token bucket)."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``per_minute`` of 0 stands for no limit."""
        self._per_minute, self._clock = per_minute, clock
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, caller: str) -> float:
        """Count a request: 0 if the caller may ask now, else the seconds until he may."""
        if not self._per_minute:
            return 0
        now = self._clock()
        bucket = self._buckets.pop(caller, None) or _Bucket(self._per_minute, now)
        self._buckets[caller] = bucket  # at the end, so that the first is the one that asked least recently
        if len(self._buckets) > MOST_CALLERS:
            del self._buckets[next(iter(self._buckets))]
        gained = (now - bucket.filled) * self._per_minute / 60
        bucket.tokens, bucket.filled = min(self._per_minute, bucket.tokens + gained), now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0
        return (1 - bucket.tokens) * 60 / self._per_minute
