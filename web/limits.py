"""How much one reader, and all of them, may ask for."""

import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST_KNOWN = 10_000


class Buckets:
    """A bucket of requests for each reader that fills up steadily.

    Only the latest readers are remembered: one who was forgotten begins with a full bucket.

    Parameters
    ----------
    per_minute : int
        How many requests a full bucket has, and how many come back in a minute.
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self.per_minute = per_minute
        self.clock = clock
        self.left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # how many, and when it was looked at

    def wait(self, reader: str) -> int:
        """Take a request out of a reader's bucket; gives the seconds until there is one: 0 where it was there."""
        now = self.clock()
        left, before = self.left.pop(reader, (float(self.per_minute), now))
        left = min(self.per_minute, left + (now - before) * self.per_minute / 60)
        is_there = left >= 1
        self.left[reader] = (left - is_there, now)
        if len(self.left) > MOST_KNOWN:
            self.left.popitem(last=False)
        return 0 if is_there else math.ceil((1 - left) * 60 / self.per_minute)


class Lines:
    """The pages that are open at once, each of which holds a line to the server.

    Parameters
    ----------
    most, most_of_one : int
        How many there may be, and how many by one reader.
    """

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most = most
        self.most_of_one = most_of_one
        self.open: Counter[str] = Counter()

    @contextmanager
    def one_more(self, reader: str) -> Iterator[bool]:
        """Whether there is room for one more by a reader, who has it until the end of the block."""
        has_room = self.open.total() < self.most and self.open[reader] < self.most_of_one
        self.open[reader] += has_room
        try:
            yield has_room
        finally:
            self.open[reader] -= has_room
            if not self.open[reader]:
                del self.open[reader]
