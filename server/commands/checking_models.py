"""The command that tries the active model on a labelled file (rule H9)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from rules.comparison import Address, Document, Record
from rules.dates import latest_today
from rules.imports import PERSON_FIELDS, PLACE_FIELDS, IncomingPerson, read_person
from rules.matching_models import Model
from rules.partial_dates import stored
from server.commands import CommandFailed, given_models
from server.commands.connections import connected
from server.importing.csv_files import CsvFile
from server.importing.imports import Options
from server.matching.labelled import Evaluation, Labelled, evaluate
from server.postgres.database import Database
from server.settings import Settings
from workflows.matching import Bounds

NAMES = [("first_name", "last_name")]
"""What a file must have besides the truth."""


async def check(
    settings: Settings,
    path: Path,
    truth: str,
    mapping: Mapping[str, str],
    options: Options,
) -> str:
    """Return recall and precision of the active model on a file; nothing is imported.

    Rows with the same value in the column `truth` are one person. Raises CommandFailed and
    ImportImpossible.
    """
    file = CsvFile.open(path, PERSON_FIELDS, NAMES, mapping, options.written)
    if truth not in file.columns:
        raise CommandFailed(f"{path} has no column {truth}.", 2)
    records, unread = _read(file, truth, options)
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            active = await given_models.without_activating(connection, settings)
    evaluation = evaluate(records, active, Bounds(settings.look_candidates, settings.look_per_key))
    return _told(evaluation, active.model, len(records), unread)


def _read(file: CsvFile, truth: str, options: Options) -> tuple[list[Labelled], int]:
    """Return the records of a file, and how many rows are none or have no label."""
    today = latest_today(datetime.now(UTC))
    place = file.columns.index(truth)
    records, unread = [], 0
    for row in file.rows():
        read = None
        if row.fault is None and row.values[place].strip():
            read = read_person(
                {"external_id": str(row.line), **file.as_dict(row)}, today, options.date_order
            )
        if read is None or isinstance(read, list):
            unread += 1
        else:
            records.append(Labelled(row.values[place].strip(), _record(read.incoming)))
    return records, unread


def _record(person: IncomingPerson) -> Record:
    """Return an incoming person as it would be on record."""
    number = person.document_number
    return Record(
        person.first_name,
        person.last_name,
        stored(person.birth_date, person.partial_birth_date),
        second_name=person.second_name,
        gender=person.gender,
        tax_id=person.tax_id,
        national_id=person.national_id,
        email=person.email,
        documents=() if number is None else (Document(person.document_type or "", number),),
        phones=() if person.phone is None else (person.phone,),
        addresses=()
        if person.country is None
        else (Address(*(getattr(person, name) for name in PLACE_FIELDS)),),
    )


def _told(evaluation: Evaluation, model: Model, records: int, unread: int) -> str:
    lines = [
        f"model: {model.version}",
        f"rows: {records}",
        f"rows without a label or a name: {unread}",
        f"true pairs: {evaluation.true_pairs}",
        f"pairs compared: {evaluation.compared}",
        f"cut off: {evaluation.cut_off}",
    ]
    for share in evaluation.shares():
        above = "" if share.band == "CERTAIN" else " and above"
        lines.append(
            f"{share.band}{above}: {share.proposed} proposed, {share.right} right,"
            f" precision {_percent(share.precision)}, recall {_percent(share.recall)}"
        )
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f} %"
