"""What the log says of a database that stops to answer: which one, and never its password."""

from structlog.testing import capture_logs

from server.postgres.pool import Pool


async def test_the_log_names_which_database_is_away() -> None:
    standby = Pool(lambda: "postgresql://app:no-secret@127.0.0.1:1/nothing", role="standby")

    with capture_logs() as lines:
        await standby.open()
        await standby.close()

    (away,) = lines
    named = (away["event"], away["database"], away["at"])
    assert named == ("database.away", "standby", "127.0.0.1:1")
    assert "no-secret" not in str(away)
