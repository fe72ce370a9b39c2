"""What is remembered: tables, the rules that need a whole table, migrations."""
