"""Templates and components: nothing that the policy blocks, every component whole, every text in Korean."""

from __future__ import annotations

import doctest
import importlib
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from tools import messages, template_messages

from dure.web.templatetags import days
from dure.web.templatetags.controls import attributes, faults

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "dure" / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
COMPONENTS = [name for name in NAMES if name.startswith("cotton/")]

FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>"),
    "a script address": re.compile(r"javascript:"),
    "code in an htmx attribute": re.compile(
        r"hx-on|hx-(?:vals|headers)\s*=\s*[\"']\s*js:|hx-trigger\s*=\s*[\"'][^\"']*\["
    ),
    "a filter in an attribute, which the component reads as nothing": re.compile(r"\s:[a-z_]+=\"[^\"{]*\|"),
    "attributes that nothing escapes": re.compile(r"{{\s*attrs\s*}}"),
    "a switched-off escape": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_holds_nothing_that_the_policy_blocks(name):
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", _read(name), flags=re.DOTALL)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="x">',
        '<a onclick="x">',
        "<script>x</script>",
        '<a href="javascript:x">',
        '<p hx-on:click="x">',
        "<p {{ attrs }}>",
        "{{ x|safe }}",
        '<p hx-trigger="click[x]">',
    ],
)
def test_what_the_policy_blocks_is_seen(text):
    assert any(pattern.search(text) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_read(name):
    assert get_template(name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_declares_what_it_reads(name):
    """A name that it does not declare would leak in from the page or from the component around it."""
    text = _read(name)
    given = re.search(r"<c-vars\s([^>]*)/>", text)
    declared = set(re.findall(r":?(\w+)\s*=", given.group(1))) if given else set()
    made = set(re.findall(r"\bas (\w+)\s*%}", text)) | set(re.findall(r"{%\s*with (\w+)=", text))
    made |= set(re.findall(r"{%\s*for (\w+) in", text)) | set(re.findall(r"(?:with|count) (\w+)=", text))
    read = set(re.findall(r"{{\s*([a-z_]\w*)", text)) | set(
        re.findall(r"{%\s*(?:if|elif)\s+(?:not )?([a-z_]\w*)", text)
    )
    read |= set(re.findall(r"{%\s*for \w+ in ([a-z_]\w*)", text))
    assert read - declared - made - {"slot", "attrs", "forloop"} == set()


# --- components -----------------------------------------------------------------------------------


def _render(source: str, **context: object) -> str:
    # The loader compiles components in files; a text is compiled here as the loader does.
    from django_cotton.compiler_regex import CottonCompiler

    with override("ko"):
        return Template(CottonCompiler().process(source)).render(Context(context))


class OneOfEach(forms.Form):
    shop = forms.CharField(label="상호", help_text="간판에 쓰는 이름")
    sales = forms.IntegerField(label="매출액", required=False)
    kind = forms.ChoiceField(label="유형", choices=[("a", "개인"), ("b", "법인")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="동의합니다")
    licence = forms.FileField(label="등록증", widget=forms.FileInput(attrs={"accept": ".pdf"}))


def test_a_field_ties_its_hint_unit_and_error_to_the_control():
    form = OneOfEach({"sales": "many"})
    told = _render('<c-field :field="form.shop" />', form=form)
    assert '<label for="id_shop">상호' in told
    assert 'aria-describedby="id_shop-hint id_shop-error"' in told
    assert 'aria-invalid="true"' in told
    assert '<p class="dure-hint" id="id_shop-hint">간판에 쓰는 이름</p>' in told
    assert 'id="id_shop-error"' in told
    unit = _render('<c-field :field="form.sales" unit="원" />', form=form)
    assert 'aria-describedby="id_sales-unit id_sales-error"' in unit
    assert 'value="many"' in unit  # a wrong value is never deleted


def test_required_and_optional_fields_are_marked_alike_everywhere():
    form = OneOfEach()
    for name, mark in {
        "shop": "필수",
        "sales": "선택",
        "kind": "필수",
        "agreed": "필수",
        "licence": "필수",
    }.items():
        page = _render('<c-field :field="field" />', field=form[name])
        assert re.findall(r'class="dure-marker[^"]*">\((필수|선택)\)', page) == [mark]


def test_choices_are_a_group_with_a_legend():
    page = _render('<c-field :field="form.kind" />', form=OneOfEach({}))
    assert page.count("<fieldset") == page.count("<legend") == 1
    assert 'aria-describedby="id_kind-error"' in page
    assert re.findall(r'<label for="(id_kind_\d)">(\S+)</label>', page) == [
        ("id_kind_0", "개인"),
        ("id_kind_1", "법인"),
    ]


def test_a_file_field_tells_types_and_size_before_a_file_is_chosen():
    page = _render(
        '<c-field :field="form.licence" allowed="PDF, JPG" max_bytes="10485760" />', form=OneOfEach()
    )
    assert "첨부할 수 있는 형식: PDF, JPG." in page
    assert "파일마다 10MB까지" in page
    assert 'data-max-bytes="10485760"' in page
    assert 'accept=".pdf"' in page


def test_the_error_summary_leads_to_each_control_and_takes_the_focus():
    page = _render('<c-error-summary :form="form" />', form=OneOfEach({"shop": "x", "sales": "many"}))
    assert re.findall(r'href="#(\w+)"', page) == ["id_sales", "id_kind_0", "id_agreed", "id_licence"]
    assert "autofocus" in page
    assert 'tabindex="-1"' in page
    assert _render('<c-error-summary :form="form" />', form=OneOfEach()).strip() == ""


def test_errors_of_the_whole_form_stand_in_the_summary_too():
    form = OneOfEach({})
    form.add_error(None, "둘 중 하나만 고를 수 있습니다.")
    assert faults(form)[0] == ("", "둘 중 하나만 고를 수 있습니다.", "")


def test_a_table_has_caption_headers_and_count():
    headers = [
        {"label": "이름", "url": "?s=name", "direction": "ascending"},
        {"label": "금액", "numeric": True},
    ]
    page = _render(
        '<c-table caption="신청 목록" :headers="headers" :total="1234"><tr><td>x</td></tr></c-table>',
        headers=headers,
    )
    assert "<caption>신청 목록</caption>" in page
    assert '<th scope="col" aria-sort="ascending">' in page
    assert '<th scope="col" class="num">금액</th>' in page
    assert "총 1,234건" in page
    empty = _render('<c-table caption="신청 목록" :empty="True" :total="0"></c-table>')
    assert "<table" not in empty
    assert "아직 내용이 없습니다" in empty
    assert "총 0건" in empty


@pytest.mark.parametrize(("state", "text"), [("planned", "예정"), ("open", "접수 중"), ("closed", "마감")])
def test_the_state_of_a_call_is_told_in_words(state, text):
    assert f">{text}</span>" in _render('<c-call-state state="{{ state }}" />', state=state)


def test_pages_go_back_and_on():
    page = _render('<c-pagination previous="?before=b" next="?after=a" />')
    assert 'href="?before=b" rel="prev"' in page
    assert 'href="?after=a" rel="next"' in page
    last = _render('<c-pagination previous="?before=b" />')
    assert '<span class="page-navi next disabled" aria-disabled="true">' in last


def test_the_present_step_is_told_without_colour():
    page = _render('<c-steps :items="items" :current="2" />', items=[{"label": "자격"}, {"label": "제출"}])
    assert re.findall(r'<li class="(\w*)"( aria-current="step")?>', page) == [
        ("done", ""),
        ("active", ' aria-current="step"'),
    ]
    assert "(완료)" in page
    assert "(현재 단계)" in page


def test_nothing_of_one_component_leaks_into_another():
    page = _render('<c-alert title="밖"><c-alert>안</c-alert></c-alert>')
    assert page.count('class="dure-alert-title"') == 1


def test_what_people_typed_is_escaped_wherever_a_component_puts_it():
    evil = '"><script>x</script>'
    for source in (
        '<c-button :data-x="evil">{{ evil }}</c-button>',
        '<c-button data-x="{{ evil }}">x</c-button>',
        '<c-table :caption="evil" :empty="True"></c-table>',
        '<c-call-card :title="evil" state="open" />',
        '<c-alert title="{{ evil }}">x</c-alert>',
    ):
        assert "<script" not in _render(source, evil=evil), source
    passed = attributes({"data-x": '"a" b="c"', "disabled": True, "x": None})
    assert passed == ' disabled data-x="&quot;a&quot; b=&quot;c&quot;"'


@pytest.mark.parametrize("name", ["onclick", "style", "ONLOAD"])
def test_no_component_passes_a_handler_or_a_style_on(name):
    with pytest.raises(TemplateSyntaxError):
        attributes({name: "x"})


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "korean", "english"),
    [
        ("404.html", "찾으시는 화면이 없습니다", "We cannot find this page"),
        ("403.html", "이 화면은 열어 보실 수 없습니다", "You may not open this page"),
        ("403_csrf.html", "보내신 내용을 받지 못했습니다", "We could not take what you sent"),
        ("500.html", "저희 쪽에서 문제가 생겼습니다", "Something went wrong on our side"),
    ],
)
def test_an_error_page_speaks_both_languages_and_needs_no_request(name, korean, english):
    for language, heading in {"ko": korean, "en": english}.items():
        with override(language):
            page = render_to_string(name)
        assert f'<html lang="{language}"' in page
        assert f"<h1>{heading}</h1>" in page


def test_every_page_begins_with_a_way_past_the_header_and_ends_with_the_attribution():
    page = render_to_string("404.html")
    assert page.index('href="#main"') < page.index("<header")
    assert 'id="main"' in page
    assert "공공누리 제1유형" in page
    assert "전자정부 누리집" not in page  # the masthead belongs to sites of the government only


def test_switching_the_language_is_a_form_that_comes_back_here():
    request = RequestFactory().get("/calls/", {"q": "두레"})
    request.user = None
    with override("ko"):
        page = render_to_string("parts/language_switch.html", {"request": request})
    assert 'method="post"' in page
    assert 'name="next" value="/calls/?q=%EB%91%90%EB%A0%88"' in page
    assert 'value="en" lang="en"' in page


# --- amounts, days, masks -------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["amounts", "days", "masks", "controls"])
def test_the_examples_of_the_filters_hold(module):
    tested = importlib.import_module(f"dure.web.templatetags.{module}")
    assert doctest.testmod(tested).failed == 0


def test_days_and_instants_are_those_of_korea():
    at = datetime(2024, 6, 17, 15, 5, tzinfo=UTC)
    with override("ko"):
        assert days.day(date(2024, 6, 18)) == "2024. 6. 18.(화)"
        assert days.instant(at) == "2024. 6. 18.(화) 00:05"
        assert days.day(at) == "2024. 6. 18.(화)"
        assert days.moment(at) == '<time datetime="2024-06-18T00:05+09:00">2024. 6. 18.(화) 00:05</time>'
        assert (
            re.sub(r"<[^>]+>", "", days.period(date(2024, 6, 1), date(2024, 6, 18)))
            == "2024. 6. 1.(토) ~ 2024. 6. 18.(화)"
        )
        assert re.sub(r"<[^>]+>", "", days.period(date(2024, 6, 1), None)) == "2024. 6. 1.(토) ~"
    with override("en"):
        assert days.instant(at) == "18 June 2024 (Tue) 00:05"
    assert days.day(None) == days.instant(None) == days.moment(None) == days.period(None, None) == ""


def test_an_instant_without_a_zone_is_not_guessed_at():
    with pytest.raises(ValueError, match="without a zone"):
        days.instant(datetime(2024, 6, 18))  # noqa: DTZ001 - that is the point


# --- messages -------------------------------------------------------------------------------------


def test_every_text_of_the_pages_has_its_korean():
    source, catalogue = template_messages.read_source(), messages.read_catalogue(template_messages.CATALOGUE)
    assert messages.faults_of(source, catalogue) == []


def test_the_committed_catalogue_is_what_the_tool_writes():
    source, catalogue = template_messages.read_source(), messages.read_catalogue(template_messages.CATALOGUE)
    assert template_messages.CATALOGUE.read_text(encoding="utf-8") == messages.rendered(source, catalogue)


@pytest.mark.parametrize(
    ("template", "ids"),
    [
        ('{% translate "Sign in" %}', {"Sign in"}),
        ("{% trans 'a 5% share' as x %}", {"a 5%% share"}),
        (
            "{% blocktranslate trimmed with a=b|c %}\n  {{ a }} of\n  100%\n{% endblocktranslate %}",
            {"%(a)s of 100%%"},
        ),
        (
            "{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}",
            {("%(n)s row", "%(n)s rows")},
        ),
        ('{% include "x" with a=_("Title") %}', {"Title"}),
        ('{% comment %}{% translate "no" %}{% endcomment %}', set()),
        ("<c-button label=\"{% translate 'inside' %}\" />", {"inside"}),
    ],
)
def test_the_ids_of_a_template_are_those_that_django_looks_up(template, ids):
    found = messages.Source()
    template_messages.read_template(template, "t.html", found)
    assert (set(found.ids), found.faults) == (ids, [])


@pytest.mark.parametrize("template", ["{% translate name %}", '{% translate "x" context "y" %}'])
def test_a_text_that_no_translator_can_see_is_a_fault(template):
    found = messages.Source()
    template_messages.read_template(template, "t.html", found)
    assert len(found.faults) == 1


def test_the_ids_of_a_module_are_found_under_the_names_it_imports():
    code = (
        "from django.utils.translation import gettext as _, ngettext, gettext_lazy\n"
        '_("one"); gettext_lazy("two " "parts"); ngettext("%(n)s row", "%(n)s rows", 2); other("three")\n'
    )
    found = messages.Source()
    template_messages.read_module(code, "m.py", found)
    assert set(found.ids) == {"one", "two parts", ("%(n)s row", "%(n)s rows")}
    template_messages.read_module(
        "from django.utils.translation import gettext\ngettext(name)\n", "m.py", found
    )
    assert found.faults == ["m.py:2: gettext() takes literal texts and no context"]
