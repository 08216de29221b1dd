"""Pages of associations and regional centres, and what merchants see of both."""
