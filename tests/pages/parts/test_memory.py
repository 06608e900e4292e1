"""What is kept is walked by no collection that ends a run, and what is pushed out is found all the same."""

import gc
import weakref

from pages.parts.memory import Memory


def test_what_was_built_is_walked_by_no_later_collection_and_what_is_pushed_out_is_found():
    class Part:
        """Holds itself, so that only a collection finds it."""

    found, memory = weakref.WeakSet(), Memory()

    def build():
        part = Part()
        part.whole = part
        found.add(part)
        memory.built += 1
        memory.settle()

    try:
        for _ in range(memory.MODELS_BETWEEN_LOOKS - 1):
            build()
        gc.collect()
        assert len(found) > 1, "a collection does not look at what was there"
        build()
        assert len(found) <= 1
        frozen = gc.get_freeze_count()
        memory.settle()
        assert gc.get_freeze_count() == frozen, "nothing was built"
    finally:
        gc.unfreeze()
