"""Work in the background that a page asks for and comes back to: kept in memory, and gone with the server."""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from workbench.errors import WorkbenchError
from workbench.review.errors import NotFound
from workbench.review.people import Person

Value = TypeVar("Value")
#: Called with how much is done and of how much; raises Cancelled where nobody wants the result any more.
Progress = Callable[[int, int], None]

_LOG = logging.getLogger(__name__)


class Cancelled(Exception):
    """Whoever asked for the work cancelled it."""


@dataclass(frozen=True)
class Task(Generic[Value]):
    """How far a piece of work is: ``value`` is None until it is done, ``error`` says why it cannot be done."""

    owner: str
    name: str
    done: int = 0
    total: int = 0
    value: Value | None = None
    error: str = ""

    @property
    def is_going_on(self) -> bool:
        """Whether it waits or is being done."""
        return self.value is None and not self.error


class Tasks(Generic[Value]):
    """Pieces of work of one kind, each in a thread of its own; the one that was asked for longest ago goes first."""

    def __init__(self, kind: str, most: int, at_once: int | None = None) -> None:
        """``kind`` names them in messages; ``most`` are kept; ``at_once`` are done at a time, others wait."""
        self._kind, self._most = kind, most
        self._kept: OrderedDict[str, Task[Value]] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(at_once) if at_once else None

    def start(self, person: Person, name: str, work: Callable[[Progress], Value]) -> str:
        """Begin; gives the key by which the task is asked for. What ``work`` raises becomes the task's error."""
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[key] = Task(person.name, name)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        threading.Thread(target=self._work, args=(key, work), name=self._kind, daemon=True).start()
        return key

    def find(self, person: Person, key: str) -> Task[Value]:
        """A task of the person's. Raises NotFound if there is none (any more)."""
        with self._lock:
            task = self._kept.get(key)
            if task is None or task.owner != person.name:
                raise NotFound(f"this {self._kind} is gone: the server was restarted, or many others came after it")
            self._kept.move_to_end(key)
            return task

    def of(self, person: Person) -> Iterator[tuple[str, Task[Value]]]:
        """The person's tasks with their keys."""
        with self._lock:
            kept = list(self._kept.items())
        return ((key, task) for key, task in kept if task.owner == person.name)

    def cancel(self, person: Person, key: str) -> None:
        """Give a task up; it ends when it next says how far it is. Raises NotFound."""
        self.find(person, key)
        with self._lock:
            self._kept.pop(key, None)

    def change(self, person: Person, key: str, change: Callable[[Value], Value]) -> Task[Value]:
        """Put another value in place of that of a finished task, with nobody else changing it meanwhile.

        Raises NotFound; what ``change`` raises leaves the task as it is.
        """
        self.find(person, key)
        with self._lock:
            task = self._kept[key]
            if task.value is not None:
                task = self._kept[key] = replace(task, value=change(task.value))
            return task

    def _work(self, key: str, work: Callable[[Progress], Value]) -> None:
        def progress(done: int, total: int) -> None:
            if not self._update(key, lambda task: replace(task, done=done, total=total)):
                raise Cancelled

        if self._turns:
            self._turns.acquire()
        try:
            progress(0, 0)
            value = work(progress)
            self._update(key, lambda task: replace(task, value=value))
        except Cancelled:
            pass
        except WorkbenchError as error:
            self._fail(key, str(error))
        except Exception as error:
            _LOG.exception("%s in the background", self._kind)
            self._fail(key, f"the program failed ({type(error).__name__}); its log says where")
        finally:
            if self._turns:
                self._turns.release()

    def _fail(self, key: str, message: str) -> None:
        self._update(key, lambda task: replace(task, error=message))

    def _update(self, key: str, change: Callable[[Task[Value]], Task[Value]]) -> bool:
        """Whether the task is still wanted; it is changed if so."""
        with self._lock:
            if key not in self._kept:
                return False
            self._kept[key] = change(self._kept[key])
            return True
