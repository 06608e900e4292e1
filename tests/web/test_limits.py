"""How much is remembered of those who ask."""

from tests.web.asking import Clock
from web import limits


def test_of_many_readers_the_latest_are_remembered(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KNOWN", 3)
    buckets = limits.Buckets(1, Clock())
    assert [buckets.wait(reader) for reader in "abca"] == [0, 0, 0, 60]
    assert buckets.wait("d") == 0  # and b, who asked longest ago, is forgotten
    assert list(buckets.left) == ["c", "a", "d"]


def test_a_bucket_never_holds_more_than_a_minute():
    clock = Clock()
    buckets = limits.Buckets(2, clock)
    buckets.wait("ann")
    clock.now = 3600
    assert [buckets.wait("ann") for _ in range(3)] == [0, 0, 30]
