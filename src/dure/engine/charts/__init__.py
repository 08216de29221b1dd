"""Charts as specifications: lengths and legends, intervals over an axis, drawn by pages."""

from dure.engine.charts.bars import Bar, Chart, Key, chart
from dure.engine.charts.intervals import IntervalChart, Measured, interval_chart

__all__ = ["Bar", "Chart", "IntervalChart", "Key", "Measured", "chart", "interval_chart"]
