"""What is sealed outside of sealed fields: reasons in the change history's contexts, secrets of sign-in."""

from experio.history import CONTEXTS, REASON
from experio.sealing.stores import DocumentStore, also_sealed
from experio.sealing.values import Place

also_sealed(
    DocumentStore(CONTEXTS, "metadata", key="id", place=lambda context: Place(CONTEXTS, REASON, context))
)
also_sealed(
    DocumentStore(
        "mfa_authenticator", "data", key="id", place=lambda _key: Place("mfa_authenticator", "data", "")
    )
)
