"""The commands that compare the register, or who is due, and make keys anew (H1, H3, H10)."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from uuid import UUID

import asyncpg

from rules.frozen import frozen
from rules.matching import DetectionRunStatus
from server.commands import INTERRUPTED, CommandFailed, given_models, models
from server.commands.connections import alone, connected
from server.commands.loading import progress_bars
from server.matching.choosing import chosen, missing, started
from server.matching.detection import Options, Outcome, Progress, Run
from server.matching.engines import EngineFailed, EngineName
from server.matching.outcomes import failed, notes_on, summary
from server.matching.reports import Report, ReportImpossible, report, unwritable
from server.postgres.connection import Unavailable
from server.postgres.counting import CountingConnection
from server.postgres.database import Database
from server.settings import Settings
from workflows import (
    applied_models,
    blocking,
    compared_matches,
    detection_runs,
    matching,
    person_keys,
)
from workflows.detection_models import ActiveModel, ModelIsReplaced
from workflows.matching import Bounds
from workflows.person_keys import Fault

SOME_FAILED = 1
SOME_CUT_OFF = 3


@frozen
class Setting:
    """What a run works with."""

    database: Database
    connection: CountingConnection
    active: ActiveModel
    engine: EngineName
    options: Options
    bounds: Bounds
    spark_memory: int


async def detect(settings: Settings, options: Options) -> tuple[str, int]:
    """Compare the register; return what to print and the exit status. Raises CommandFailed."""
    began = monotonic()
    faults = [it for it in (missing(options.engine), unwritable(options.report)) if it]
    if faults:
        raise CommandFailed(" ".join(faults), 2)
    with Database(settings) as database:
        await database.prepare()
        async with alone(database), connected(database) as connection:
            active = await _begin(connection, settings, options)
            persons = await detection_runs.active_persons(connection)
            engine = chosen(options.engine, persons)
            bounds = Bounds(settings.look_candidates, settings.look_per_key)
            setting = Setting(
                database, connection, active, engine, options, bounds, settings.spark_memory
            )
            try:
                with report(options.report) as written, progress_bars() as bars:
                    outcome = await _recorded(setting, written, bars)
            except (ModelIsReplaced, ReportImpossible, EngineFailed) as fault:
                raise CommandFailed(str(fault)) from None
            outcome.seconds = monotonic() - began
            reviewers = await detection_runs.reviewers(connection)
    notes = notes_on(outcome, options, active, persons, reviewers, settings.merge_quorum)
    is_cut = bool(outcome.cut_off.total() or outcome.has_reached_limit)
    return summary(outcome, options, notes), _status(outcome.faults, is_cut=is_cut)


def _status(faults: Sequence[Fault], *, is_cut: bool) -> int:
    if faults:
        return SOME_FAILED
    return SOME_CUT_OFF if is_cut else 0


async def match_pending(settings: Settings) -> tuple[str, int]:
    """Match whoever is due; return what to print and the exit status."""
    began = monotonic()
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            active = await given_models.ensure_active(connection, settings)
            if not await applied_models.is_applied(connection):
                async with alone(database):
                    await _apply(connection, active)
            with progress_bars() as bars:
                due, _ = await matching.matches_due(connection)
                matched = await matching.match_pending(
                    connection,
                    active,
                    Bounds(settings.look_candidates, settings.look_per_key),
                    lambda so_far: bars("matches", so_far.claimed, max(due, so_far.claimed)),
                )
    added = ", ".join(f"{band} {count}" for band, count in sorted(matched.added.items()))
    lines = [
        f"matched: {matched.claimed}",
        f"found: {matched.added.total()}" + (f" ({added})" if added else ""),
        f"reopened: {matched.reopened}",
        f"cut off: {matched.cut_off.total()}",
        f"seconds: {monotonic() - began:.1f}",
        *(failed(matched.faults) or ["failed: 0"]),
    ]
    return "\n".join(lines), _status(matched.faults, is_cut=bool(matched.cut_off.total()))


async def rebuild_keys(settings: Settings) -> tuple[str, int]:
    """Make keys that are missing or were made otherwise; return what to print and the status."""
    faults: list[Fault] = []
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            active = await given_models.ensure_active(connection, settings)
            persons = await detection_runs.active_persons(connection)
            with progress_bars() as bars:
                made = await person_keys.rebuild(
                    connection,
                    active.model.placeholders,
                    lambda done: bars("keys", done, persons),
                    faults=faults,
                )
    others = "; the others have theirs" if not faults else ""
    return "\n".join([f"Made the keys of {made} persons{others}.", *failed(faults)]), _status(
        faults, is_cut=False
    )


async def _begin(
    connection: CountingConnection, settings: Settings, options: Options
) -> ActiveModel:
    """Return the model to weigh by; mend what a killed run or activation left, in no dry run."""
    if options.is_dry_run:
        return await given_models.without_activating(connection, settings)
    await detection_runs.mark_killed(connection)
    active = await given_models.ensure_active(connection, settings)
    await _apply(connection, active)
    return active


async def _apply(connection: CountingConnection, active: ActiveModel) -> None:
    """Let keys and weights follow a model of which an activation was interrupted. Rule H9."""
    if not await applied_models.is_applied(connection):
        await models.apply(connection, active)


async def _recorded(setting: Setting, written: Report, progress: Progress) -> Outcome:
    """Run, and keep in the register what becomes of it. Raises CommandFailed where interrupted."""
    outcome = Outcome()
    connection, options = setting.connection, setting.options
    run_id = await detection_runs.start(
        connection, setting.engine, setting.active.model.version, is_dry_run=options.is_dry_run
    )

    async def note() -> None:
        await detection_runs.note_progress(connection, run_id, outcome.counts)

    try:
        unkept = await _keys(setting, progress, outcome.faults)
        recipe = person_keys.recipe_of(setting.active.model.placeholders)
        blocks = await blocking.blocks(connection, setting.bounds, recipe, options.since, unkept)
        with started(setting.engine, setting.active, setting.spark_memory) as engine:
            await Run(
                connection,
                setting.active,
                blocks,
                engine,
                options,
                written,
                progress,
                outcome,
                note,
            ).go()
        if not (options.is_dry_run or outcome.has_reached_limit):
            failed_ids = {it.person_id for it in outcome.faults}
            await compared_matches.settle(connection, blocks.due, failed_ids)
    except asyncio.CancelledError:
        await _end(setting.database, run_id, outcome, DetectionRunStatus.CANCELLED)
        raise CommandFailed(
            "Interrupted. What was found stays; run again to go on.", INTERRUPTED
        ) from None
    except BaseException:
        # Where the database cannot be reached, the next run marks this one.
        with suppress(Unavailable, asyncpg.PostgresError, OSError):
            await _end(setting.database, run_id, outcome, DetectionRunStatus.FAILED)
        raise
    await detection_runs.end(connection, run_id, outcome.counts, DetectionRunStatus.FINISHED)
    return outcome


async def _keys(
    setting: Setting, progress: Progress, faults: list[Fault]
) -> list[tuple[UUID, list[int]]]:
    """Make the keys that are missing or outdated; return them where nothing may be written."""
    connection, placeholders = setting.connection, setting.active.model.placeholders
    if setting.options.is_dry_run:
        return [it async for it in person_keys.outdated(connection, placeholders, faults)]
    persons = await detection_runs.active_persons(connection)
    await person_keys.rebuild(
        connection,
        placeholders,
        lambda done: progress("keys", done, persons),
        faults=faults,
    )
    return []


async def _end(
    database: Database, run_id: UUID, outcome: Outcome, status: DetectionRunStatus
) -> None:
    """Print how a run ended, over another connection: its own may be in the middle of something."""
    async with connected(database) as connection:
        await detection_runs.end(connection, run_id, outcome.counts, status)
