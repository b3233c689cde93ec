import signal
import threading
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.module_loading import import_string

from experio import env
from experio.embedded.watch import keep_running
from experio.one_at_a_time import alone_with_the_database
from experio.serving.demo import announce, prepare_demo
from experio.serving.site import PortTakenError, Site, address_of, check_port
from experio.which_database import used_database


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
        address = address_of(host, port)
        refuse_taken_port(host, port)
        with ExitStack() as preparing:
            if settings.DEMO:
                self.stdout.write(used_database())
                preparing.enter_context(alone_with_the_database(self.stdout.write))
                prepare_demo()
                # Another process, for which this one has waited, may have begun to serve meanwhile.
                refuse_taken_port(host, port)
            # Also asks the database who we are: Experio does not serve as a superuser.
            self.check(databases=["default"])
            # The workers are forked from here: an open connection must not be shared.
            connections.close_all()

            def when_ready() -> None:
                preparing.close()
                if settings.DEMO:
                    announce(address)
                else:
                    self.stdout.write(f"Serving {address}")

            Site(
                host=host,
                port=port,
                workers=options["workers"],
                threads=options["threads"],
                when_ready=when_ready,
                in_each_worker=_begin_work,
            ).run()


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CommandError, in a sentence, if another program listens there."""
    try:
        check_port(host, port)
    except PortTakenError as error:
        raise CommandError(str(error)) from error


def _begin_work() -> None:
    """In each web worker, once it has been forked."""
    # Ctrl-C reaches every process of the terminal. The first one tells the workers to stop; told twice, they
    # would be interrupted while they leave the database.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _watch_database()
    for name in settings.WARM_UPS:
        threading.Thread(target=import_string(name), name=name, daemon=True).start()


def _watch_database() -> None:
    if not env.database_url():
        keep_running(settings.EXPERIO_HOME)
