"""Running all migrations from nothing without making every model anew at every step.

Django makes the class of a model, and those of all that refer to it, again for each index, constraint,
trigger and field: 55,000 classes for 200 tables, which is nearly all that migrating takes. Here a class
stays where its indexes, constraints and triggers changed, or fields were added that refer to no other model:
what is new is put on it. What the database is told is the same.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.models import Model

_ON_TABLE = ("indexes", "constraints", "triggers")


def install() -> None:
    """Let every migration of this process go this way."""
    render, reload = ModelState.render, ProjectState.reload_model

    def rendered(self: ModelState, apps: StateApps) -> type[Model]:
        made: type[Model] = render(self, apps)
        _note(made, self)
        return made

    def reloaded(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in self.__dict__ and _put_on(self, app_label, model_name.lower()):
            return
        reload(self, app_label, model_name, delay)

    ModelState.render = rendered  # type: ignore[method-assign]
    ProjectState.reload_model = reloaded  # type: ignore[method-assign]


def _note(made: Any, of: ModelState) -> None:
    made._dure_fields = dict(of.fields)
    made._dure_rest = _rest(of)


def _rest(of: ModelState) -> tuple[Any, ...]:
    """Return what makes another class of a model, its fields apart."""
    options = {name: value for name, value in of.options.items() if name not in _ON_TABLE}
    return options, of.bases, [name for name, _ in of.managers]


def _put_on(state: ProjectState, app_label: str, name: str) -> bool:
    """Put what is new in the state of a model on its class; False where it takes another class."""
    known, made = state.models.get((app_label, name)), state.apps.all_models[app_label].get(name)
    before = getattr(made, "_dure_fields", None)
    if known is None or made is None or before is None or made._dure_rest != _rest(known):
        return False
    added = {one: field for one, field in known.fields.items() if one not in before}
    kept = all(known.fields.get(one) is field for one, field in before.items())
    if not kept or any(field.is_relation for field in added.values()):
        return False
    for one, field in added.items():
        field.clone().contribute_to_class(made, one)
    if added:
        state.apps.clear_cache()
    for option in ("indexes", "constraints"):
        setattr(made._meta, option, list(known.options.get(option, ())))
    _note(made, known)
    return True
