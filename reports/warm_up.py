"""What is slow the first time, done before somebody waits for it: the cube and the chart renderer."""

import logging

from django.db import DatabaseError, connection

from experio.clock import today
from experio.periods import Month
from reports.charts import Series, line_chart
from reports.cube import protected_cube
from reports.disclosure.figures import UNKNOWN
from subprojects.models import Project

logger = logging.getLogger("experio.warm_up")


def warm_up() -> None:
    """Called in a thread of each web worker. A failure costs nothing but the first page's patience."""
    day = today()
    try:
        for project in Project.objects.all():
            protected_cube(project, day)
    except DatabaseError:
        logger.warning("The figures could not be prepared; the first page that shows them will be slow.")
    finally:
        connection.close()
    line_chart([Series("", ((Month.of(day), UNKNOWN),))], title="", unit="", decimals=0, language="sv")
