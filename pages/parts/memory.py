"""What is kept for all sessions, as the collector of garbage sees it."""

import gc


class Memory:
    """Keeps the collection with which Streamlit ends every run from walking through all that is kept.

    What lives when a model has been built is taken out of it. What becomes garbage of that later, as models are pushed
    out, is found by a look at everything now and then.

    Attributes
    ----------
    built : int
        Models that were built; whoever builds one counts it.
    settled : int
        Those of them that are taken out.
    """

    MODELS_BETWEEN_LOOKS = 50

    def __init__(self) -> None:
        self.built = self.settled = 0

    def settle(self) -> None:
        """Take out what is new, at the end of a run."""
        if self.built == self.settled:
            return
        if self.built // self.MODELS_BETWEEN_LOOKS != self.settled // self.MODELS_BETWEEN_LOOKS:
            gc.unfreeze()
        self.settled = self.built
        gc.collect()
        gc.freeze()


KEPT = Memory()  # what all sessions share
