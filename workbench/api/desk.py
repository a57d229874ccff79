"""What the HTTP interface does, without HTTP: translating, aligning and checking with what is loaded once."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from workbench.alignment import sentences
from workbench.alignment.beads import Alignment
from workbench.alignment.sentences import Signals, Text
from workbench.alignment.vectors import SentenceEncoder, load_encoder
from workbench.consistency.model import Pair
from workbench.consistency.report import check_pairs
from workbench.consistency.run import Checker
from workbench.consistency.subject import Toolbox
from workbench.documents.bilingual import BilingualSegment
from workbench.documents.model import bounded
from workbench.documents.registry import format_for, read_data
from workbench.errors import UsageError
from workbench.glossary.files import NONE, load_glossary
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary, Term
from workbench.languages.sentences import splitter
from workbench.resources import bundled
from workbench.settings import Settings
from workbench.translation.jobs import make_translator
from workbench.translation.mode import Mode
from workbench.translation.models import find_model
from workbench.translation.pipeline import Translator

#: Translators of other glossaries that are kept; they share the model.
MOST_TRANSLATORS = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to translate: a glossary by name (None: the server's), terms of the request's own, how far they count."""

    glossary: str | None = None
    terms: Sequence[tuple[str, str]] = ()
    mode: Mode = Mode.STRICT


class Desk:
    """Model, glossary and memories of the settings, and what is made of them for requests that want others."""

    def __init__(self, settings: Settings) -> None:
        """Load everything. Raises WorkbenchError."""
        self._settings = settings
        self._own = load_glossary(settings.glossary)
        info = find_model(settings.model, settings)
        self._translator = make_translator(info, settings)
        self.languages = self._translator.languages
        self._others: OrderedDict[tuple[str, Mode], Translator] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def glossaries(self) -> list[str]:
        """The names of glossaries that a request may ask for: bundled ones, and none; never a path."""
        return [NONE, *sorted(path.stem for path in bundled("glossaries").glob("*.csv"))]

    @property
    def signature(self) -> str:
        """With what the server translates unless asked otherwise."""
        return self._translator.signature

    def translate(self, texts: Sequence[str], wanted: Wanted) -> tuple[list[BilingualSegment], str]:
        """The segments, one for each text, and the signature. The texts belong together. Raises UsageError."""
        translator = self._translator_for(wanted)
        return translator.translate(texts, translator.document_context(texts)), translator.signature

    def translate_text(self, text: str) -> str:
        """A text of any number of sentences and lines; white space stays as it is."""
        split = bounded(splitter(self.languages[0]))
        spans = split(text)
        segments, _ = self.translate([text[start:end] for start, end in spans], Wanted())
        parts, position = [], 0
        for (start, end), segment in zip(spans, segments, strict=True):
            parts += [text[position:start], segment.target]
            position = end
        return "".join(parts) + text[position:]

    def translate_html(self, text: str) -> str:
        """A piece of HTML, whose markup stays. Raises InputError if it cannot be read."""
        if not text.strip():
            return text
        html = format_for("html")
        document = read_data(text.encode(), "q", splitter(self.languages[0]), html)
        segments = self._translator.translate_document(document).targets
        return html.write(document, segments).decode()

    def align(self, source: Sequence[str], target: Sequence[str]) -> Alignment:
        """Align two texts that are cut into segments."""
        finders = [self._concepts(code) for code in self.languages]
        return sentences.align(Text(source), Text(target), self.languages, self._encoder, Signals(None, *finders))

    def check(self, pairs: Sequence[tuple[str, str]], wanted: Wanted) -> dict[str, Any]:
        """Scores and findings of one document's pairs, as ``workbench check`` gives them. Raises UsageError."""
        checker = Checker(Toolbox(self._glossary_for(wanted), *self.languages))
        numbered = (Pair("request", number, *pair) for number, pair in enumerate(pairs, start=1))
        report = check_pairs(numbered, checker)
        try:
            return {"scores": report.scores.as_json(), "findings": list(report.findings())}
        finally:
            report.close()

    def split(self, text: str, language: str) -> list[str]:
        """The sentences of a text."""
        return [text[start:end] for start, end in bounded(splitter(language))(text)]

    @cached_property
    def _encoder(self) -> SentenceEncoder:
        return load_encoder(self._settings)

    def _concepts(self, language: str) -> Any:
        if not self._own.concepts:
            return None
        matcher = Matcher(self._own, language)
        return lambda text: {hit.concept.id for hit in matcher.find(text)}

    def _glossary_for(self, wanted: Wanted) -> Glossary:
        if wanted.glossary is not None and wanted.glossary not in self.glossaries:
            raise UsageError(f"no glossary {wanted.glossary!r}; known are {', '.join(self.glossaries)}")
        glossary = self._own if wanted.glossary is None else load_glossary(wanted.glossary)
        if not wanted.terms:
            return glossary
        rows = [(concept, term) for concept, term in glossary.rows() if not self._is_overruled(term, wanted)]
        for number, pair in enumerate(wanted.terms, start=1):
            rows += [(f"request-{number}", Term(text, code)) for text, code in zip(pair, self.languages, strict=True)]
        return Glossary.of(f"{glossary.name}+request", rows)

    def _is_overruled(self, term: Term, wanted: Wanted) -> bool:
        """Whether the request says itself how this term of the glossary is rendered."""
        own = {source.casefold() for source, _ in wanted.terms}
        return term.language == self.languages[0] and term.text.casefold() in own

    def _translator_for(self, wanted: Wanted) -> Translator:
        if wanted == replace(wanted, glossary=None, terms=(), mode=Mode.STRICT):
            return self._translator
        glossary = self._glossary_for(wanted)
        key = glossary.fingerprint, wanted.mode
        with self._lock:
            found = self._others.pop(key, None) or Translator(
                self._translator.model,
                glossary,
                self._settings,
                wanted.mode,
                engine=self._translator.engine,
                memories=self._translator.memories,
            )
            self._others[key] = found
            if len(self._others) > MOST_TRANSLATORS:
                self._others.popitem(last=False)
        return found
