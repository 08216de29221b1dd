"""What components need of forms: the control with its classes and descriptions, its kind, safe attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.MultiWidget, "group"),
    (forms.SelectDateWidget, "group"),
)
_NEVER = ("on", "style", "srcdoc")


@register.filter
def control_kind(field: BoundField) -> str:
    """Return how a field is laid out: choices, checkbox, file, password, group, hidden, else control."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    return next((kind for base, kind in _KINDS if isinstance(widget, base)), "control")


@register.filter
def described_by(field: BoundField, parts: str) -> str:
    """Return the ids of what describes a field: of ``hint unit error`` those that are there."""
    present = parts.split()
    if field.errors:
        present.append("error")
    return " ".join(f"{field.auto_id}-{part}" for part in present)


@register.simple_tag
def control(field: BoundField, described: str = "") -> SafeString:
    """Render a field's own widget with the classes of the design system and the ids of its descriptions."""
    widget = field.field.widget
    attributes: dict[str, Any] = {}
    if isinstance(widget, forms.Select) and not widget.allow_multiple_selected:
        attributes["class"] = "krds-form-select completed" if field.value() else "krds-form-select"
    elif isinstance(widget, forms.FileInput):
        attributes["class"] = "dure-file"
    elif not isinstance(widget, forms.CheckboxInput):
        attributes["class"] = "krds-input"
    if own := widget.attrs.get("class"):
        attributes["class"] = f"{attributes.get('class', '')} {own}".strip()
    if described:
        attributes["aria-describedby"] = described
    return mark_safe(field.as_widget(attrs=attributes))  # noqa: S308 - Django's own rendering


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Render the attributes that a component passes through, each escaped.

    A component never writes ``{{ attrs }}`` itself: django-cotton does not escape values that a page gives as
    variables. Handlers and styles are refused, since the content security policy would block them anyway.
    """
    given = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs
    for name in given:
        if name.lower().startswith(_NEVER):
            raise template.TemplateSyntaxError(f"no component takes the attribute {name}")
    plain = format_html_join("", " {}", ((name,) for name, value in given.items() if value is True))
    valued = (
        (name, value) for name, value in given.items() if value is not True and value not in (None, False)
    )
    return format_html("{}{}", plain, format_html_join("", ' {}="{}"', valued))


class Fault(NamedTuple):
    """One line of an error summary: what is wrong, and the id of the control that mends it."""

    label: str
    text: str
    target: str


@register.filter
def faults(form: forms.BaseForm | forms.BaseFormSet[Any] | None) -> list[Fault]:
    """Return every error of a bound form or formset, in the order of the page."""
    return list(_faults(form)) if form is not None else []


def _faults(form: forms.BaseForm | forms.BaseFormSet[Any]) -> Iterator[Fault]:
    if isinstance(form, forms.BaseFormSet):
        yield from (Fault("", str(text), "") for text in form.non_form_errors())
        for one in form.forms:
            yield from _faults(one)
        return
    yield from (Fault("", str(text), "") for text in form.non_field_errors())
    for field in form:
        for text in field.errors:
            yield Fault(str(field.label), str(text), first_control(field))


def first_control(field: BoundField) -> str:
    """Return the id of the control that takes the focus for a field: of choices, the first."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
