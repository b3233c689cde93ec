"""The protected cube of a project, kept in this process as long as nothing it is made from has changed."""

from collections import OrderedDict
from datetime import date
from threading import Lock

from django.conf import settings

from reports.counting import counting
from reports.disclosure import ProtectedCube, Thresholds, protect_cube
from reports.raw_cube import raw_cube
from subprojects.models import Project

KEPT = 4

_kept: OrderedDict[tuple[object, ...], ProtectedCube] = OrderedDict()
_lock = Lock()


def thresholds() -> Thresholds:
    """The thresholds in force; settings refuse anything below the floor when Experio starts."""
    return Thresholds(min_group=settings.DISCLOSURE_MIN_GROUP, min_count=settings.DISCLOSURE_MIN_COUNT)


def protected_cube(project: Project, today: date) -> ProtectedCube:
    """
    The one protected cube that every aggregate is a slice of.

    One query when it is already known, three more when data, day or thresholds have changed.
    """
    limits = thresholds()
    key = (project.pk, today, limits, settings.AGE_REFERENCE_DAY, *data_version())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    cube = protect_cube(raw_cube(project, today), limits)
    with _lock:
        _kept[key] = cube
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return cube


def data_version() -> tuple[int, ...]:
    """
    A number for each source table and its history that grows with every change. The history catches each
    insert, update and delete (triggers write it); the rows' own keys catch bulk loads made without triggers.
    One query that reads the end of fourteen indexes.
    """
    with counting() as cursor:
        cursor.execute("SELECT * FROM statistics.version")
        row = cursor.fetchone()
    return tuple(row or ())
