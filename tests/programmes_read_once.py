"""The service's tests read each programme's text once a process: most upload the same few files.

What `load` returns is never changed: the service itself keeps and shares it. Refusals are not kept. The
engine's own tests call it as it is.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from dure.engine.programme import load

_READERS = (
    "dure.domains.applications.ready",
    "dure.domains.programmes.offers",
    "dure.domains.programmes.queries",
    "dure.domains.programmes.rewriting",
    "dure.domains.programmes.services.upload",
    "dure.web.officer.rule_builder.confirming",
)


def install() -> None:
    """Give every module of the service that reads programmes the same memory."""
    kept = lru_cache(maxsize=512)(load)
    for name in _READERS:
        module = import_module(name)
        assert module.load is load, name
        module.load = kept
