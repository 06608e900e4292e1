"""The way of one file into a new generation: take, recognise, stage, check, build, account."""


class IntakeError(ValueError):
    """A file is not imported; one sentence says why and what to do."""
