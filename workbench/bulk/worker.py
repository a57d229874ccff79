"""A worker: loads model, glossary and memories once, and translates one task after the other."""

from collections import Counter
from dataclasses import dataclass

from workbench.bulk.tasks import Counts, DocumentTask, Failed, Result, RowsTask, Task, Translated
from workbench.documents.bilingual import BilingualDocument, Outcome
from workbench.documents.model import Document
from workbench.documents.outputs import output_for
from workbench.documents.registry import format_for, read_data
from workbench.errors import WorkbenchError
from workbench.languages.sentences import splitter
from workbench.settings import Settings
from workbench.translation.jobs import make_translator
from workbench.translation.mode import Mode
from workbench.translation.models import find_model

#: The output format in which every task is kept, for the report on consistency and for the rows of corpora.
KEPT_FORMAT = "jsonl"


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a worker is made of."""

    settings: Settings
    mode: Mode


class Worker:
    """Translates tasks; a task that cannot be done says why and stops no other."""

    def __init__(self, equipment: Equipment) -> None:
        """Load everything. Raises WorkbenchError if something cannot be loaded."""
        settings = equipment.settings
        self._translator = make_translator(find_model(settings.model, settings), settings, equipment.mode)

    def __call__(self, task: Task) -> Result:
        """Translate a task."""
        try:
            bilingual = self._rows(task) if isinstance(task, RowsTask) else self._document(task)
            formats = (KEPT_FORMAT, *task.formats) if isinstance(task, DocumentTask) else (KEPT_FORMAT,)
            files = {name: output_for(name).write(bilingual) for name in formats}
        except WorkbenchError as error:
            return Failed(task.id, str(error))
        except Exception as error:  # a defect of ours must not cost the other thousand documents
            return Failed(task.id, f"internal error, please report it ({type(error).__name__}: {error})")
        return Translated(task.id, files, _counts(bilingual), self._translator.signature)

    def _document(self, task: DocumentTask) -> BilingualDocument:
        split = splitter(self._translator.languages[0])
        return self._translator.translate_document(read_data(task.data, task.id, split, format_for(task.id)))

    def _rows(self, task: RowsTask) -> BilingualDocument:
        texts = [text or "" for text in task.texts]
        segments = self._translator.translate(texts, self._translator.document_context(texts))
        document = Document(task.id, "rows", (), ())
        return BilingualDocument(document, segments, *self._translator.languages, self._translator.signature)


def _counts(bilingual: BilingualDocument) -> Counts:
    outcomes = Counter(use.outcome for segment in bilingual.segments for use in segment.terms)
    marked = sum(bool(segment.marks) for segment in bilingual.segments)
    return Counts(len(bilingual.segments), marked, outcomes.total(), outcomes[Outcome.KEPT])
