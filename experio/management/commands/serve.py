import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.module_loading import import_string

from experio import env
from experio.embedded.watch import keep_running
from experio.serving.demo import announce, prepare_demo
from experio.serving.site import PortTakenError, Site, check_port


class Command(BaseCommand):
    """
    Serve the site; Ctrl-C stops it, and with it the embedded database.

    In demo mode the database is prepared and filled first. Otherwise `migrate` comes before this.
    """

    help = "Serve Experio with gunicorn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, help="port to listen on (else PORT, else 8000)")
        parser.add_argument("--workers", type=int, default=2, help="processes")
        parser.add_argument("--threads", type=int, default=4, help="threads in each process")

    def handle(self, **options: Any) -> None:
        host = options["host"]
        port = options["port"] or env.integer("PORT", default=8000, at_least=1, at_most=65535)
        address = f"http://{host}:{port}"
        try:
            check_port(host, port)
        except PortTakenError as error:
            raise CommandError(str(error)) from error
        if settings.DEMO:
            prepare_demo()
        # Also asks the database who we are: Experio does not serve as a superuser.
        self.check(databases=["default"])
        # The workers are forked from here: an open connection must not be shared.
        connections.close_all()
        Site(
            host=host,
            port=port,
            workers=options["workers"],
            threads=options["threads"],
            when_ready=lambda: (
                announce(address) if settings.DEMO else self.stdout.write(f"Serving {address}")
            ),
            in_each_worker=_begin_work,
        ).run()


def _begin_work() -> None:
    """In each web worker, once it has been forked."""
    _watch_database()
    for name in settings.WARM_UPS:
        threading.Thread(target=import_string(name), name=name, daemon=True).start()


def _watch_database() -> None:
    if not env.text("DATABASE_URL"):
        keep_running(settings.EXPERIO_HOME)
