"""The one error that the embedded database raises."""


class EmbeddedDatabaseError(RuntimeError):
    """The embedded database cannot be made, started or reached; the message says why and what to do."""
