"""Charts as specifications: lengths and legends, drawn by pages."""

from dure.engine.charts.bars import Bar, Chart, Key, chart

__all__ = ["Bar", "Chart", "Key", "chart"]
