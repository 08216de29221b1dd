"""The states of a request about a reviewer in words, for applicants and officers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

STATES = {
    "asked": ("information", lazy("waiting for an answer")),
    "granted": ("success", lazy("granted")),
    "refused": ("danger", lazy("not granted")),
    "withdrawn": ("gray", lazy("taken back")),
}
