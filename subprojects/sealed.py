"""What the frame seals outside of sealed fields: who a protected person is, and the look-ups of numbers."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from experio.sealing.envelope import ring, unseal
from experio.sealing.stores import TableStore, also_sealed, text_column
from subprojects.identity import Identity
from subprojects.models import ProtectedIdentity, ProtectedNumbers
from subprojects.protected_numbers import number_indexes

IDENTITIES = "subprojects_protectedidentity"


class NumberLookUps:
    """The look-ups of protected numbers, made anew from the sealed identities."""

    name = "subprojects_protectednumbers"

    def keys_in_use(self) -> Counter[str]:
        rows = ProtectedNumbers.objects.values_list("employee_number_index", "personal_number_index")
        return Counter(index.partition(":")[0] for row in rows for index in row if index)

    def waiting(self) -> int:
        return len(self._old(0))

    def reseal(self, after: Any, limit: int) -> tuple[Any, int]:
        rows = self._old(after or 0)[:limit]
        for row in rows:
            sealed = ProtectedIdentity.objects.get(pk=row.pk).sealed
            identity = Identity.from_text(unseal(sealed, table=IDENTITIES, column="sealed", row=row.pk))
            indexes = number_indexes(row.subproject_id, identity.employee_number, identity.personal_number)
            ProtectedNumbers.objects.filter(pk=row.pk).update(**indexes)
        return (rows[-1].pk, len(rows)) if rows else (None, 0)

    def any_value(self, key_id: str) -> Callable[[], Any] | None:
        return None

    def _old(self, after: int) -> list[ProtectedNumbers]:
        start = f"{ring().newest.id}:"
        return [
            row
            for row in ProtectedNumbers.objects.filter(pk__gt=after).order_by("pk")
            if not row.employee_number_index.startswith(start)
            or not (row.personal_number_index or start).startswith(start)
        ]


also_sealed(
    TableStore(
        IDENTITIES,
        "staff_member_id",
        [text_column("sealed", place=IDENTITIES, row="staff_member_id")],
        [],
    )
)
also_sealed(
    TableStore(
        f"{IDENTITIES}event",
        "pgh_id",
        [text_column("sealed", place=IDENTITIES, row="pgh_obj_id")],
        [],
    )
)
also_sealed(NumberLookUps())
