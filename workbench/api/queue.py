"""The queue before the model: bounded, so that who cannot be served soon is told so at once.

One thread works it off: a model keeps its processors busy with one request, and requests that are translated one at a
time have the same result whatever else is asked for meanwhile.
"""

import asyncio
import math
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")

#: How much the last piece of work counts in the mean duration.
_WEIGHT = 0.2


class Busy(Exception):
    """The queue is full; ``retry_after`` are the seconds after which about half of it will be done."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("the server is busy")
        self.retry_after = retry_after


class WorkQueue:
    """Does pieces of work one after the other; of those that wait there are at most ``capacity``."""

    def __init__(self, capacity: int) -> None:
        """Start the thread; it ends with the process."""
        self.capacity = capacity
        self._waiting: queue.Queue[tuple[Future[Any], Callable[[], Any]]] = queue.Queue(capacity)
        self._mean = 1.0
        threading.Thread(target=self._work, daemon=True, name="work queue").start()

    @property
    def waiting(self) -> int:
        """The pieces of work that wait."""
        return self._waiting.qsize()

    async def do(self, work: Callable[[], T]) -> T:
        """The result of ``work``, once it was its turn; raises what it raises, and Busy if the queue is full.

        Work whose caller is cancelled before its turn is not done.
        """
        future: Future[T] = Future()
        try:
            self._waiting.put_nowait((future, work))
        except queue.Full:
            raise Busy(math.ceil(max(1.0, self._mean * self.capacity / 2))) from None
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        while True:
            future, work = self._waiting.get()
            if not future.set_running_or_notify_cancel():
                continue
            started = time.monotonic()
            try:
                result = work()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)
            self._mean += _WEIGHT * (time.monotonic() - started - self._mean)
