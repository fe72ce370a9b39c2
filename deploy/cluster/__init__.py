"""Everything of an installation of three machines on one, for a drill and for tests."""
