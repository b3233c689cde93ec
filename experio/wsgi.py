"""What the web server calls. A process that imports this serves pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "experio.settings")

application = get_wsgi_application()

from experio.outside.logs.configuration import log_what_nobody_caught  # noqa: E402  (settings first)
from experio.outside.patience import serve_pages  # noqa: E402

serve_pages()
log_what_nobody_caught()
