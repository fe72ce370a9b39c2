"""Sets documents into pages: the values into the SVG of a template, the SVG into a PDF."""
