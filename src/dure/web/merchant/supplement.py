"""Answering a supplement: one page with what was named and nothing else, until the deadline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.copying import working_draft
from dure.domains.applications.drafting import STEPS, StepProblem, choices_limit
from dure.domains.applications.queries_own import Application, Supplement, asked_of
from dure.domains.applications.services.answer_supplement import answer_supplement
from dure.domains.applications.services.draft_save import opened
from dure.domains.merchants.facts import FROM_TAX_SERVICE
from dure.domains.merchants.queries import row_of
from dure.domains.programmes.queries import Call, call_state, loaded
from dure.engine.problems import Problem, Refused
from dure.engine.profile.fields import PROFILE_FIELDS
from dure.web.actors import actor, asked_at, asked_on
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.flow import Flow
from dure.web.merchant.problems import Fault, has, worded
from dure.web.merchant.saving import keep
from dure.web.merchant.showing import facts_list
from dure.web.merchant.step_forms import DocumentsForm, ExecutorsForm, QuestionsForm
from dure.web.merchant.steps import MOST_BYTES, document_parts, files_in
from dure.web.merchant.typed_form import typed_in
from dure.web.merchant.words import part
from dure.web.public.profile_form import ProfileForm, typed_data
from dure.web.public.verdicts import control_of
from dure.web.tables import crumbs


@signed_in
@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, application: int) -> HttpResponse:
    """Show what was asked for, keep what is typed, and hand it in."""
    found = own_application(request, application)
    asked = asked_of(found)
    if asked is None:
        raise Http404
    now = asked_at(request)
    if found.state != "supplementing" or asked.state != "open" or now >= asked.due_at:
        return render(
            request,
            "merchant/supplement_closed.html",
            {"application": found, "asked": asked, "crumbs": _crumbs(found)},
        )
    flow = _flow(request, found)
    page = _Page(flow, asked)
    if request.method != "POST":
        return page.shown()
    return _answered(request, page)


def _answered(request: HttpRequest, page: _Page) -> HttpResponse:
    """Keep what was typed; hand it in where that is what was pressed."""
    flow = page.flow
    saves_itself = bool(request.headers.get("HX-Request"))
    wrong = [] if saves_itself else files_in(flow)
    typed = typed_in(request)
    said: dict[str, Any] = {"counter": request.POST.get("counter", ""), "tab": flow.tab}
    try:
        for step in page.steps:
            saved = keep(request, flow.application, step, _of_step(step, typed), last=not saves_itself)
            said |= {"counter": saved.counter, "saved_at": saved.at.isoformat()}
    except Refused as refused:
        if saves_itself:
            said |= {"problem": worded(refused.problems[0]), "newer": has(refused, "draft.newer")}
            return render(request, "merchant/parts/saved.html", said)
        return page.shown(typed, problems=refused.problems, status=409, newer=has(refused, "draft.newer"))
    if saves_itself:
        return render(request, "merchant/parts/saved.html", said)
    page = _Page(_flow(request, own_application(request, flow.application.pk)), page.asked)
    if wrong:
        return page.shown(typed, files=wrong, status=422)
    if request.POST.get("go") in ("upload", "leave"):
        messages.success(request, _("The draft is saved. It is not handed in yet."))
        to = "my_application" if request.POST["go"] == "leave" else "my_supplement"
        return redirect(to, application=flow.application.pk)
    form = page.fact_form(typed)
    if not form.is_valid():
        return page.shown(typed, status=422)
    try:
        answer_supplement(
            actor=actor(request),
            now=asked_at(request),
            application_id=flow.application.pk,
            facts=form.told(),
        )
    except Refused as refused:
        return page.shown(typed, problems=refused.problems, status=422)
    messages.success(request, _("The supplement is handed in."))
    return redirect("my_application", application=flow.application.pk)


class _Page:
    """The page of one supplement: the named parts as forms over what was typed."""

    def __init__(self, flow: Flow, asked: Supplement) -> None:
        self.flow, self.asked = flow, asked
        self.named: dict[str, list[str]] = {"fact": [], "answer": [], "document": [], "choices": []}
        for item in asked.items:
            self.named[item["kind"]].append(item["name"])

    @property
    def steps(self) -> list[str]:
        """The steps of the draft that what was named belongs to."""
        kinds = {
            "fact": "eligibility",
            "choices": "executors",
            "answer": "questions",
            "document": "documents",
        }
        return [step for kind, step in kinds.items() if self.named[kind]]

    def fact_form(self, typed: Mapping[str, list[str]] | None) -> ProfileForm:
        """Return the form over the facts that were named; the tax service's are not told by people."""
        names = [name for name in self.named["fact"] if name not in FROM_TAX_SERVICE]
        kept = typed if typed is not None else self._typed("eligibility")
        return ProfileForm(
            typed_data(kept) if kept else None,
            day=asked_on(self.flow.request),
            fields=[PROFILE_FIELDS[name] for name in names],
            known=row_of(self.flow.application.facts or {}),
            required=[name for name in names if not PROFILE_FIELDS[name].none_able],
        )

    def shown(
        self,
        typed: Mapping[str, list[str]] | None = None,
        *,
        problems: tuple[Problem, ...] = (),
        files: list[StepProblem] | None = None,
        status: int = 200,
        newer: bool = False,
    ) -> HttpResponse:
        flow, programme = self.flow, self.flow.programme
        facts = self.fact_form(typed)
        if typed is None and facts.is_bound:
            facts.full_clean()
            facts.errors.clear()
        at = _placed(problems)
        answers = QuestionsForm(
            programme,
            typed if typed is not None else self._typed("questions"),
            at["questions"],
            only=self.named["answer"],
        )
        choices = ExecutorsForm(
            programme, typed if typed is not None else self._typed("executors"), at["executors"]
        )
        documents = DocumentsForm(
            programme,
            typed if typed is not None else self._typed("documents"),
            [*at["documents"], *(files or [])],
            only=self.named["document"],
        )
        for problem in problems:
            name = problem.code.removeprefix("fact.")
            if problem.code.startswith("fact.") and name in facts.fields and facts.is_bound:
                facts.add_error(name, worded(problem))
        row = row_of(flow.application.facts or {})
        tax = [name for name in self.named["fact"] if name in FROM_TAX_SERVICE]
        page = {
            "application": flow.application,
            "programme": programme,
            "asked": self.asked,
            "items": [
                {"title": part(f"{item['kind']}.{item['name']}", programme), "note": item["note"]}
                for item in self.asked.items
            ],
            "fact_form": facts if facts.fields else None,
            "from_tax_service": facts_list(row, tax),
            "question_form": answers if self.named["answer"] else None,
            "choice_form": choices if self.named["choices"] else None,
            "limit": choices_limit(programme),
            "document_form": documents if self.named["document"] else None,
            "documents": document_parts(flow, documents) if self.named["document"] else [],
            "most_bytes": MOST_BYTES,
            "problems": _summary(problems, files or []) if status == 422 or problems else [],
            "newer": newer,
            "counter": flow.draft.get("counter", 0),
            "tab": flow.tab,
            "saved_at": flow.draft.get("saved_at"),
            "crumbs": _crumbs(flow.application),
        }
        return render(flow.request, "merchant/supplement.html", page, status=status)

    def _typed(self, step: str) -> dict[str, list[str]]:
        return opened(self.flow.draft.get("typed", {}).get(step, {}))


def _flow(request: HttpRequest, found: Application) -> Flow:
    file = loaded(found.version)
    draft = working_draft(found, file.programme) or {}
    called = Call(found.version, file, call_state(found.version, asked_at(request)))
    return Flow(
        request, found, called, draft, "documents", request.POST.get("tab", "")[:40] or token_urlsafe(6)
    )


def _of_step(step: str, typed: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return what was typed in a step, of all that the one page of a supplement sends."""
    document = ("from.", "issued_on.", "valid_from.", "valid_until.")
    is_of: dict[str, Callable[[str], bool]] = {
        "executors": lambda name: name.startswith("rank."),
        "documents": lambda name: name.startswith(document),
    }
    if step in is_of:
        return {name: values for name, values in typed.items() if is_of[step](name)}
    return {name: values for name, values in typed.items() if not any(test(name) for test in is_of.values())}


def _placed(problems: tuple[Problem, ...]) -> dict[str, list[StepProblem]]:
    """Return the problems of a service at the steps and fields that they belong to."""
    found: dict[str, list[StepProblem]] = {step: [] for step in STEPS}
    for problem in problems:
        kind, _dot, name = problem.code.partition(".")
        if kind == "answer":
            found["questions"].append(StepProblem("questions", name, problem))
        elif kind == "document":
            found["documents"].append(StepProblem("documents", name, problem))
    return found


def _summary(problems: tuple[Problem, ...], files: list[StepProblem]) -> list[Fault]:
    found = []
    for problem in problems:
        kind, _dot, name = problem.code.partition(".")
        target = (
            control_of(name)[1:] if kind == "fact" else f"id_{name}" if kind in ("answer", "document") else ""
        )
        found.append(Fault(worded(problem), target))
    return found + [Fault(worded(one.problem), f"id_{one.name}") for one in files]


def _crumbs(found: Application) -> list[dict[str, str]]:
    return crumbs(
        (_("My page"), reverse("my")),
        (found.application_no or "", reverse("my_application", args=[found.pk])),
        (_("Supplement"), ""),
    )
