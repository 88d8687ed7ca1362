"""The charts of the overview: described with Altair here, drawn by Vega in the page from what the filters leave.

The library is put into one script by vl-convert, whole and without a network. Vega walks its expressions instead of
compiling them (``ast``), so that the policy of the pages need not allow eval.
"""

from __future__ import annotations

from typing import Any

from pipeline.site.wording import page_texts

SEVERITY_COLOURS = {"error": "#d55e00", "warning": "#e69f00", "info": "#56b4e9"}
_HEIGHT = 240


def chart_specs() -> dict[str, dict[str, Any]]:
    """Both charts in both languages, without their data."""
    return {
        "rates": {language: _rates(language) for language in page_texts()},
        "findings": {language: _findings(language) for language in page_texts()},
    }


def _plain(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart.properties(width="container", height=_HEIGHT).to_dict()
    # The page gives the data, and its own colours and type.
    for given in ("data", "datasets", "config"):
        spec.pop(given, None)
    return spec


def _rates(language: str) -> dict[str, Any]:
    """A point a report, and the median of all whose periods end in one quarter; the page colours both."""
    import altair as alt

    words = page_texts()[language]
    month = "%-m/%Y" if language == "vi" else "%Y-%m"
    axis = alt.Axis(format=month, labelOverlap=True, labelSeparation=12, tickCount=8)
    scale = alt.Scale(zero=False, nice=True)
    points = (
        alt.Chart()
        .mark_circle(size=55, opacity=0.6, cursor="pointer")
        .encode(
            x=alt.X("date:T", title=None, axis=axis),
            y=alt.Y("rate:Q", title=words["axis_rate"], scale=scale),
            tooltip=[alt.Tooltip("office:N"), alt.Tooltip("period:N"), alt.Tooltip("told:N")],
        )
    )
    line = (
        alt.Chart()
        .mark_line(strokeWidth=2)
        .encode(x=alt.X("quarter:T"), y=alt.Y("median(rate):Q", title=words["axis_rate"], scale=scale))
    )
    return _plain(alt.layer(points, line, data=alt.InlineData(values=[])))


def _findings(language: str) -> dict[str, Any]:
    """Findings a report, by the month in which periods end."""
    import altair as alt

    words = page_texts()[language]
    severities = [words[f"severity_{severity}"] for severity in SEVERITY_COLOURS]
    chart = (
        alt.Chart(alt.InlineData(values=[]))
        .mark_bar()
        .encode(
            x=alt.X("month:O", title=None, sort=alt.SortField("date"), axis=alt.Axis(labelOverlap=True, labelAngle=0)),
            y=alt.Y("mean:Q", title=words["axis_findings"], stack=True),
            color=alt.Color("severity:N", scale=alt.Scale(domain=severities, range=[*SEVERITY_COLOURS.values()])),
            order=alt.Order("order:Q"),
            tooltip=[alt.Tooltip("month:N"), alt.Tooltip("severity:N"), alt.Tooltip("told:N")],
        )
    )
    return _plain(chart)


def library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script that leaves ``vegaEmbed`` behind."""
    import vl_convert

    # Without a snippet of ours it is the three libraries as they are; the stub knows of no such call.
    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]
    return f"(function(){{{bundle}\n}})();\n"
