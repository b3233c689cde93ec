import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "experio.settings")

application = get_wsgi_application()

from experio.outside.patience import serve_pages  # noqa: E402  (settings first)

serve_pages()
