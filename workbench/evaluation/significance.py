"""The paired significance tests that a comparison can use."""

from enum import StrEnum


class SignificanceTest(StrEnum):
    """bs: paired bootstrap resampling (Koehn 2004); ar: paired approximate randomisation (Riezler and Maxwell 2005)."""

    BOOTSTRAP = "bs"
    RANDOMISATION = "ar"
