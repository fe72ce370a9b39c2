"""Imports CSV files of persons and of pairs."""
