"""The errors that a user can cause. Each message says what is wrong, where, and how to mend it, in one line."""


class WorkbenchError(Exception):
    """Base of all errors that are shown to the user as one line, without a traceback; exit status 2."""


class UsageError(WorkbenchError):
    """The command or the settings ask for something that does not exist or does not fit together."""


class InputError(WorkbenchError):
    """A file cannot be read as what it claims to be.

    The message is always ``FILE[: PLACE]: WHAT[; MEND]`` so that editors and CI logs can jump to it.
    """

    def __init__(self, file: object, what: str, *, place: str = "", mend: str = "") -> None:
        self.file, self.what, self.place, self.mend = str(file), what, place, mend
        message = ": ".join(part for part in (str(file), place, what) if part)
        super().__init__(f"{message}; {mend}" if mend else message)


class ModelError(InputError):
    """A folder does not hold a Marian model that can be loaded, or a model cannot be found."""


class GlossaryError(InputError):
    """A glossary file breaks the format or contradicts itself."""


class StoreError(InputError):
    """The review database cannot be opened, read or written."""
