"""Figures as pages draw them: bars in SVG made on the server, styled by classes, beside a table."""

from dure.engine.charts import Bar, Chart, Key, chart

__all__ = ["Bar", "Chart", "Key", "chart"]
