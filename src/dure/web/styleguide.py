"""The style guide: every component in every state; served in development and tests only (STYLEGUIDE)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class SampleForm(forms.Form):
    """One field of each kind, with and without what can go wrong."""

    shop = forms.CharField(label=gettext_lazy("Name of the business"), max_length=60)
    business_no = forms.CharField(
        label=gettext_lazy("Business number"),
        help_text=gettext_lazy("Ten digits, with or without hyphens. Example: 000-00-00000"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 10 letters, digits or signs."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    sales = forms.IntegerField(
        label=gettext_lazy("Sales of last year"),
        help_text=gettext_lazy("As declared for VAT, without separators."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    region = forms.ChoiceField(label=gettext_lazy("Region"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of business"), widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Where you sell"), widget=forms.CheckboxSelectMultiple, required=False
    )
    opened = forms.DateField(
        label=gettext_lazy("Day of opening"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    plan = forms.CharField(
        label=gettext_lazy("What you want to do"),
        help_text=gettext_lazy("Up to 500 letters."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    licence = forms.FileField(
        label=gettext_lazy("Business registration certificate"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I agree to the collection and use of personal data"),
        help_text=gettext_lazy("Without it the application cannot be taken."),
    )
    told = forms.BooleanField(
        label=gettext_lazy("Tell me of other calls"),
        help_text=gettext_lazy("If you do not agree, nothing else changes."),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "region": [("", _("Choose one")), ("11", _("Seoul")), ("26", _("Busan"))],
            "kind": [("one", _("Sole owner")), ("company", _("Company"))],
            "channels": [("shop", _("Own shop")), ("open", _("Open market")), ("own", _("Own site"))],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component. The data are invented."""
    typed = {
        "wrong-shop": "두레상회",
        "wrong-business_no": "123-45-67890",
        "wrong-email": "hong",
        "wrong-password": "a secret",
        "wrong-sales": "일억",
        "wrong-plan": "라이브 커머스를 해 보고 싶습니다.",
    }
    wrong = SampleForm(typed, prefix="wrong")
    problem = _("The check digit does not fit. Please compare the number with the certificate.")
    wrong.add_error("business_no", problem)
    return render(request, "styleguide.html", _samples() | {"wrong": wrong, "empty": SampleForm()})


def _samples() -> dict[str, object]:
    sent_at = datetime(2025, 5, 12, 1, 5, tzinfo=UTC)
    states = [("primary", _("Selected")), ("information", _("In review")), ("warning", _("Supplement asked"))]
    return {
        "crumbs": [{"label": _("Development"), "url": "/"}, {"label": _("Style guide"), "url": ""}],
        "calls": [
            {
                "title": title,
                "state": state,
                "host": "중소벤처기업부",
                "first": date(2025, month, 1),
                "last": date(2025, month, 28),
                "applicants": "온라인에서 판매하는 소상공인",
                "given": "상품 개선, 광고·기획전, 라이브 커머스",
                "remaining": remaining,
                "summary": "성장 단계에 맞추어 온라인 판로를 지원합니다.",
            }
            for title, state, month, remaining in (
                (
                    "2025년 소상공인 온라인 판로지원 TOPS 프로그램 참여 소상공인 모집",
                    "open",
                    5,
                    _("16 days left"),
                ),
                ("2025년 전통시장 디지털 전환 지원", "planned", 7, ""),
                ("2024년 소상공인 스마트상점 기술보급", "closed", 2, ""),
            )
        ],
        "steps": [
            {"label": label, "url": "#steps"}
            for label in (_("Eligibility"), _("Profile"), _("Questions"), _("Documents"), _("Check and send"))
        ],
        "headers": [
            {"label": _("Receipt number"), "url": "#tables", "direction": "ascending"},
            {"label": _("Name of the business")},
            {"label": _("Owner")},
            {"label": _("Business number")},
            {"label": _("Telephone")},
            {"label": _("Amount"), "url": "#tables", "numeric": True},
            {"label": _("Sent at"), "url": "#tables"},
            {"label": _("State")},
        ],
        "rows": [
            {
                "number": f"TOPS-2025-00012{index}",
                "shop": shop,
                "owner": owner,
                "business_no": f"00081009{index}8",
                "phone": f"0101234567{index}",
                "asked_won": 1_234_000 * (index + 1),
                "sent_at": sent_at,
                "kind": states[index % 3][0],
                "state": states[index % 3][1],
            }
            for index, (shop, owner) in enumerate(
                (
                    ("두레상회", "홍길동"),
                    ("펲시콜라당", "허균"),
                    ("갂두기집", "남궁길동"),
                    ("한빛공방", "김하나"),
                )
            )
        ],
        "facts": [
            {"term": _("Official name"), "text": "2025년 소상공인 온라인 판로지원 TOPS 프로그램"},
            {"term": _("Version of the rules"), "text": "sha256:4be1…a07c"},
        ],
        "history": [
            {"at": sent_at, "title": _("The application arrived"), "text": "TOPS-2025-000123"},
            {"at": datetime(2025, 5, 11, 5, 0, tzinfo=UTC), "title": _("A draft was saved"), "text": ""},
        ],
    }
