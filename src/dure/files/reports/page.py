"""A report as one HTML page: no scripts, nothing fetched, charts as SVG beside their tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from dure.engine.charts import Chart, IntervalChart
from dure.engine.problems import msg
from dure.files.reports.interval_figure import interval_svg
from dure.files.reports.tables import Cell, ReportTable
from dure.language import Language, translate

_STYLE = """
:root{color-scheme:light}
body{margin:0;color:#1e2124;background:#fff;font:17px/1.6 "Pretendard GOV",Pretendard,"Noto Sans KR",
"Apple SD Gothic Neo","Malgun Gothic",sans-serif}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.35;margin:.5rem 0 1rem}h2{font-size:1.35rem;margin:2.5rem 0 .5rem}
a{color:#0b50d0}a:focus,[tabindex]:focus{outline:3px solid #0b50d0;outline-offset:2px}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1rem}
dt{color:#464c53}dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{border-bottom:1px solid #b1b8be;padding:.45rem .6rem;text-align:left;vertical-align:top}
thead th{background:#f4f5f6;border-top:2px solid #1e2124}tbody th{font-weight:400}
th.num,td.num{text-align:right;font-variant-numeric:tabular-nums}td.num{white-space:nowrap}
.note{color:#464c53;margin:.25rem 0 .75rem}
.chart{margin:1rem 0;padding:0}
.chart ul{list-style:none;margin:0 0 .5rem;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
.key{display:inline-block;width:1rem;height:1rem;margin-right:.4rem;border:1px solid #1e2124}
.row{display:grid;grid-template-columns:minmax(7rem,16rem) 1fr minmax(7rem,max-content);gap:.75rem;
align-items:center;font-size:.9rem;margin:.2rem 0}
.row svg{width:100%;height:1.1rem;display:block;border-bottom:1px solid #b1b8be}
.row span:last-child{text-align:right;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}.wide svg{display:block;width:100%;min-width:36rem;height:auto}
.m1{fill:#cdd1d5;background:#cdd1d5}.m2{fill:#86aff9;background:#86aff9}
.m3,.one .m1,.two .m2{fill:#0b50d0;background:#0b50d0}
@media(max-width:40rem){.row{grid-template-columns:1fr}.row span:last-child{text-align:left}
dl{grid-template-columns:1fr}}
@media print{h2{break-after:avoid}table,.chart{break-inside:avoid}.scroll{overflow:visible}}
"""


def report_page(
    title: str, facts: Sequence[tuple[str, str]], tables: Sequence[ReportTable], language: Language
) -> str:
    """Return the page of tables under a title, with the facts of what is told above them."""
    contents = translate(msg("Contents"), language)
    links = "".join(f'<li><a href="#{t.id}">{escape(t.title)}</a></li>' for t in tables)
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{escape(title)}</h1><dl>{lines}</dl>\n"
        f'<nav aria-label="{escape(contents)}"><h2>{escape(contents)}</h2><ul>{links}</ul></nav>\n'
        f"{''.join(_section(table, language) for table in tables)}</main></body></html>\n"
    )


def _section(table: ReportTable, language: Language) -> str:
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    picture = "" if table.chart is None else _figure(table.chart)
    picture += "" if table.intervals is None else _intervals(table.intervals, language)
    head = "".join(
        f'<th scope="col"{"" if place in table.texts else _NUM}>{escape(name)}</th>'
        for place, name in enumerate(table.headers)
    )
    body = "".join(f"<tr>{''.join(_cells(row, table.texts))}</tr>\n" for row in table.rows)
    label = translate(msg("Table: {title}"), language, {"title": table.title})
    return (
        f'<section aria-labelledby="{table.id}"><h2 id="{table.id}">{escape(table.title)}</h2>{note}{picture}'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}"><table>'
        f"<caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div></section>\n"
    )


_NUM = ' class="num"'


def _cells(row: Sequence[Cell], texts: frozenset[int]) -> Iterator[str]:
    for place, cell in enumerate(row):
        shown = "—" if cell is None else f"{cell:,}" if isinstance(cell, int) else escape(cell)
        kind = "" if place in texts else _NUM
        yield f'<th scope="row">{shown}</th>' if place == 0 else f"<td{kind}>{shown}</td>"


def _figure(drawn: Chart) -> str:
    """Return a chart; the table below has its numbers, so readers of the screen skip it."""
    keys = "".join(f'<li><span class="key m{key.mark}"></span>{escape(key.label)}</li>' for key in drawn.keys)
    rows = "".join(
        f'<div class="row"><span>{escape(bar.label)}</span>'
        f'<svg viewBox="0 0 {drawn.length} 20" preserveAspectRatio="none" focusable="false">'
        + "".join(
            f'<rect class="m{part.mark}" x="0" y="0" width="{part.width}" height="20"/>'
            for part in bar.lengths
        )
        + f"</svg><span>{escape(bar.text)}</span></div>"
        for bar in drawn.bars
    )
    many = {1: " one", 2: " two"}.get(len(drawn.keys), "")
    return f'<figure class="chart{many}" aria-hidden="true"><ul>{keys}</ul>{rows}</figure>'


def _intervals(drawn: IntervalChart, language: Language) -> str:
    """Return estimates with their intervals; on a narrow page the picture is moved sideways, not shrunk."""
    label = translate(msg("Figure: {title}"), language, {"title": drawn.title})
    return (
        f'<figure class="chart wide" role="group" tabindex="0" aria-label="{escape(label)}">'
        f'{interval_svg(drawn)}<figcaption class="note">{escape(drawn.description)}</figcaption></figure>'
    )
