"""What PostgreSQL is asked while a backup is taken: its place in what it writes, and slots."""

SYSTEM = "select system_identifier::text from pg_control_system()"
NOW = "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
MAKE_SLOT = "select pg_create_physical_replication_slot($1, true)"
IS_RECEIVED = "select active from pg_replication_slots where slot_name = $1"
DROP_SLOT = (
    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1"
)
LAST = "select pg_current_wal_flush_lsn()::text"
FINISH_SEGMENT = "select pg_switch_wal()"
FOUND_SLOT = """
select slot_type = 'physical' and restart_lsn is not null as is_fit, active
  from pg_replication_slots where slot_name = $1
"""
RECOVERED_FROM = "select pg_read_file('backup_label.old', true)"
"""What a recovery leaves of the label of the copy that it began with."""
