"""An application under way: its steps, which of them is open, and the draft that they are read from."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.applications.columns import excluded_by, row_beside, support_of
from dure.domains.applications.copying import working_draft
from dure.domains.applications.drafting import Reading, StepProblem, read, steps
from dure.domains.applications.moved import what_changed
from dure.domains.applications.queries_own import Application
from dure.domains.applications.ready import profile_problems, working_version
from dure.domains.applications.services.draft_save import opened
from dure.domains.merchants.queries import profile_row
from dure.domains.programmes.queries import Call, call_state, loaded, rulebook, screener
from dure.engine.profile.columns import own_name, owner_of
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.window import SEOUL
from dure.engine.screening.one import Screening
from dure.web.actors import asked_at
from dure.web.column_words import beside_words
from dure.web.merchant.doors import own_application
from dure.web.merchant.words import STEPS
from dure.web.public.verdicts import control_of, verdict_parts
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


@dataclass(frozen=True, slots=True)
class Flow:
    """One application under way at one of its steps."""

    request: HttpRequest
    application: Application
    call: Call
    draft: Mapping[str, Any]
    step: str
    tab: str
    """Names this window, so that it does not stand in its own way."""

    @property
    def programme(self) -> Programme:
        return self.call.loaded.programme

    @property
    def steps(self) -> tuple[str, ...]:
        return steps(self.programme)

    @property
    def is_change(self) -> bool:
        return bool(self.draft.get("purpose") == "change")

    @property
    def has_moved(self) -> bool:
        """Whether the call has a newer version than the draft was begun under, not looked at yet."""
        return self.application.state == "draft" and self.application.version_id != self.call.version.pk

    @property
    def typed(self) -> dict[str, list[str]]:
        """What was typed in this step and kept."""
        return opened(self.draft.get("typed", {}).get(self.step, {}))

    def reading(self) -> Reading:
        """Return the draft as read today."""
        return read(self.programme, self.draft, asked_at(self.request).astimezone(SEOUL).date())

    def screening(self) -> Screening:
        """Return the verdict on the profile and the answers as they are now."""
        version, merchant = self.call.version, self.application.merchant
        support = support_of(self.call, merchant.pk)
        beside = row_beside(rulebook(version), self.reading().answers, support)
        return screener(version).screen(profile_row(merchant) | beside)

    def missing(self) -> list[StepProblem]:
        """Return everything that keeps this from being handed in, step by step."""
        found = [*profile_problems(self.application.merchant), *self.reading().problems]
        return sorted(found, key=lambda problem: self.steps.index(problem.step))

    def url(self, step: str) -> str:
        """Return the address of a step."""
        return reverse("apply_step", args=[self.application.programme, self.application.pk, step])

    def after(self) -> str:
        """Return the address of the step after this one."""
        return self.url(self.steps[min(self.steps.index(self.step) + 1, len(self.steps) - 1)])

    def before(self) -> str:
        """Return the address of the step before this one, or nothing."""
        place = self.steps.index(self.step)
        return self.url(self.steps[place - 1]) if place else ""

    def page(self) -> dict[str, Any]:
        """Return what the pages of all steps read."""
        place = self.steps.index(self.step)
        words = [str(STEPS[step]) for step in self.steps]
        return {
            "flow": self,
            "application": self.application,
            "programme": self.programme,
            "merchant": self.application.merchant,
            "call_state": self.call.state,
            "step_items": [
                {"label": word, "url": self.url(step)} for word, step in zip(words, self.steps, strict=True)
            ],
            "step_number": place + 1,
            "step_count": len(self.steps),
            "step_title": words[place],
            "before": self.before(),
            "save_url": reverse(
                "apply_save", args=[self.application.programme, self.application.pk, self.step]
            ),
            "saved_at": self.draft.get("saved_at"),
            "counter": self.draft.get("counter", 0),
            "tab": self.tab,
            "moved": self.moved(),
            "crumbs": crumbs(
                (_("My page"), reverse("my")),
                (told(self.programme.title), reverse("call", args=[self.application.programme])),
                (words[place], ""),
            ),
        }

    def moved(self) -> list[dict[str, str]]:
        """Return what changed in the call since the draft was begun, in words."""
        if not self.has_moved:
            return []
        words = {"added": _("new"), "removed": _("no more"), "changed": _("changed")}
        parts = {**STEPS, "window": _("Application period"), "eligibility": _("Conditions")}
        changes = what_changed(loaded(self.application.version).programme, self.programme)
        return [
            {
                "part": str(parts[change.part]),
                "title": told(change.title) if change.title else "",
                "kind": words[change.kind],
            }
            for change in changes
        ] or [{"part": _("Other parts"), "title": "", "kind": words["changed"]}]

    def verdict(self) -> dict[str, Any]:
        """Return the verdict on the profile, its missing facts led to where they are told."""
        first = self.url("eligibility")

        def address(name: str) -> str:
            if owner_of(name):
                return f"{self.url('questions')}#id_{own_name(name)}"
            return control_of(name) if self.step == "eligibility" else first + control_of(name)

        excluding = excluded_by(self.programme, support_of(self.call, self.application.merchant_id))
        return verdict_parts(self.programme, self.screening(), address) | {
            "excluding": beside_words(excluding)
        }


def open_flow(request: HttpRequest, programme: str, application_id: int, step: str) -> Flow:
    """Return an application under way at a step; what is not under way, or not one's own, is not found."""
    application = own_application(request, application_id)
    if application.programme != programme:
        raise Http404
    version = working_version(application, asked_at(request))
    file = loaded(version)
    draft = working_draft(application, file.programme)
    if draft is None or draft["purpose"] == "supplement" or step not in steps(file.programme):
        raise Http404
    tab = request.POST.get("tab", "")[:40] or secrets.token_urlsafe(6)
    called = Call(version, file, call_state(version, asked_at(request)))
    return Flow(request, application, called, draft, step, tab)
