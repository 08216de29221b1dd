"""The service as a WSGI application."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# What is loaded stays: the collector need not go through all of it again with every request.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
