"""CSV files and how their rows are imported."""
