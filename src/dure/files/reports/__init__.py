"""What a simulation found in words: tables and charts of one language, as a page, a workbook or JSON."""

from dure.files.reports.tables import ReportTable, simulation_tables
from dure.files.reports.writing import simulation_formats, write_simulation

__all__ = ["ReportTable", "simulation_formats", "simulation_tables", "write_simulation"]
