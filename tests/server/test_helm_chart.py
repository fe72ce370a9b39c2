"""The chart of deploy/helm, rendered by Helm itself, fits Kubernetes and the product (rule Z11)."""

import json
import subprocess
import tomllib
from typing import Any

import pytest
import typer
import yaml

from db.migrating_steps import STOPPED
from deploy.cluster.layout import ROOT
from server.cli import app
from server.identity.known_keys import DIRECTORIES, FILES
from server.settings import PREFIX, Settings
from tests.server.rendered_chart import ADDRESS, CHART, EVERYTHING, containers, pods, render

NONSENSE: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "at '/publicUrl': '' does not match pattern"),
    ({"publicUrl": "https://registry.example/path"}, "at '/publicUrl': "),
    ({"servers": {"replicas": 2}}, "additional properties 'servers' not allowed"),
    ({"server": {"replicas": "two"}}, "at '/server/replicas': got string, want integer"),
    ({"settings": {"SELFSAME_REGOIN": "UA05"}}, "'SELFSAME_REGOIN' not allowed"),
    ({"settings": {"SELFSAME_SMTP_URL": "smtp://u:p@h"}}, "'SELFSAME_SMTP_URL' not allowed"),
    ({"settings": {"SELFSAME_PORT": 80}}, "additional properties 'SELFSAME_PORT' not allowed"),
    ({"ingress": {"enabled": True}}, "at '/ingress/host': minLength: got 0, want 1"),
    ({"keys": {"audit": []}}, "at '/keys/audit': minItems: got 0, want 1"),
    ({"service": {"port": 70_000}}, "at '/service/port': maximum: got 70,000, want 65,535"),
    (
        {"server": {"autoscaling": {"enabled": True, "minReplicas": 9}}},
        "server.autoscaling.minReplicas must not be above maxReplicas.",
    ),
)


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    """Return what Helm makes of the defaults, of everything at once, and of nonsense."""
    cases: list[dict[str, Any]] = [
        {"release": "selfsame", "values": ADDRESS},
        {"release": "kyiv", "values": EVERYTHING},
        *({"release": "x", "values": (given and ADDRESS) | given} for given, _ in NONSENSE),
    ]
    return render(cases)


@pytest.fixture(params=[0, 1], ids=["defaults", "everything"])
def rendered(answered: dict[str, Any], request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """Return the documents of one case."""
    case = answered["cases"][request.param]
    assert "refused" not in case, case
    documents: list[dict[str, Any]] = case["documents"]
    return documents


def test_z11_helm_finds_nothing_to_say_of_the_chart(answered: dict[str, Any]) -> None:
    messages = [it["error"] for it in answered["linted"]["messages"]]

    assert answered["linted"]["errors"] == []
    assert messages == ["icon is recommended"]


def test_z11_kubernetes_takes_each_document(answered: dict[str, Any]) -> None:
    kinds = {it["kind"] for it in answered["cases"][1]["documents"]}

    assert [it["faults"] for it in answered["cases"][:2]] == [[], []]
    assert kinds >= {"HorizontalPodAutoscaler", "Ingress", "Job", "NetworkPolicy"}
    assert kinds >= {"PodDisruptionBudget", "Service", "ServiceAccount", "Deployment"}


@pytest.mark.parametrize("number", range(len(NONSENSE)))
def test_z11_nonsense_is_refused_with_a_sentence(answered: dict[str, Any], number: int) -> None:
    refused = answered["cases"][2 + number]["refused"]

    sentences = [it for it in refused.splitlines() if it.startswith("- ")] or [refused]
    assert len(sentences) == 1
    assert NONSENSE[number][1] in sentences[0]


def test_z11_each_container_runs_a_command_with_options_that_exist(
    rendered: list[dict[str, Any]],
) -> None:
    for container in containers(rendered):
        _, *words = container["command"]
        if container["name"] == "check":
            assert "selfsame migrate --check" in words[-1]
            continue
        command: Any = typer.main.get_command(app)
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        options = {name for it in command.params for name in it.opts}
        assert container["command"][0] == "selfsame"
        assert {it for it in words if it.startswith("--")} <= options


def test_z11_the_check_ends_an_upgrade_that_servers_cannot_live_through(
    rendered: list[dict[str, Any]],
) -> None:
    (check,) = [it for it in containers(rendered) if it["name"] == "check"]
    script = check["command"][-1]

    def status(printed: str) -> int:
        stand_in = f"selfsame() {{ echo {printed!r}; }}\n"
        return subprocess.run(
            ["sh", "-ec", stand_in + script], stdout=subprocess.DEVNULL
        ).returncode

    assert status(STOPPED.format(revision="0001")) == 1
    assert status("The database is at this version.") == 0
    assert subprocess.run(["sh", "-ec", "selfsame() { return 2; }\n" + script]).returncode == 2


def test_z11_the_environment_is_made_of_settings_and_one_pod_has_the_owner(
    rendered: list[dict[str, Any]],
) -> None:
    owners, streams = set(), set()
    for container in containers(rendered):
        names = [it["name"] for it in container["env"]]
        assert len(names) == len(set(names))
        ours = {it.removeprefix(PREFIX).lower() for it in names if not it.startswith("OTEL_")}
        assert ours <= Settings.model_fields.keys()
        owners |= {container["name"]} if "migrate_url" in ours else set()
        streams |= {container["name"]} if "nats_url" in ours else set()
        given = {
            it["name"].removeprefix(PREFIX).lower(): it["value"]
            for it in container["env"]
            if "value" in it and it["name"] not in ("SELFSAME_KEYS_DIR",)
        }
        Settings(**given)

    assert owners == {"check", "migrate", *streams}
    assert streams <= {"bridge"}


def test_z11_numbers_stay_as_they_were_given(answered: dict[str, Any]) -> None:
    documents = answered["cases"][1]["documents"]
    (server,) = pods(documents)["server"]["spec"]["containers"]

    given = {it["name"]: it.get("value") for it in server["env"]}

    assert given["SELFSAME_SEARCH_QUOTA"] == "1000000"
    assert given["SELFSAME_SOURCE_SHRINK"] == "0.25"
    assert given["SELFSAME_FOUR_EYES"] == "true"


def test_z11_the_schema_of_values_knows_each_setting() -> None:
    schema: Any = json.loads((CHART / "values.schema.json").read_text())["properties"]
    chosen = {"data_dir", "keys_dir", "host", "port", "public_url", "nats_url", "demo_accounts"}
    wanted = {
        f"{PREFIX}{it.upper()}"
        for it in Settings.model_fields.keys() - chosen
        if it not in ("database_url", "migrate_url", "read_url")
    }

    assert schema["secretSettings"]["properties"].keys() == wanted
    assert schema["settings"]["properties"].keys() == wanted - {"SELFSAME_SMTP_URL"}


def test_z11_no_pod_is_root_or_writes_where_it_should_not(rendered: list[dict[str, Any]]) -> None:
    for pod in pods(rendered).values():
        assert pod["spec"]["securityContext"]["runAsNonRoot"]
        assert pod["spec"]["securityContext"]["runAsUser"] > 0
        assert not pod["spec"]["automountServiceAccountToken"]
        # Kubernetes' own SELFSAME_PORT would be a setting with nonsense in it.
        assert not pod["spec"]["enableServiceLinks"]
    for container in containers(rendered):
        security = container["securityContext"]
        assert security["readOnlyRootFilesystem"]
        assert not security["allowPrivilegeEscalation"]
        assert security["capabilities"] == {"drop": ["ALL"]}


def test_z11_the_keys_are_those_that_a_server_wants(rendered: list[dict[str, Any]]) -> None:
    for pod in pods(rendered).values():
        (secret,) = [it["secret"] for it in pod["spec"]["volumes"] if it["name"] == "keys"]
        paths = [it["path"] for it in secret["items"]]

        assert {it.split("/")[0] for it in paths} == {*DIRECTORIES, *FILES}
        assert "audit-keys/origin" in paths


def test_z11_the_charts_version_is_the_products() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    chart: Any = yaml.safe_load((CHART / "Chart.yaml").read_text())

    assert chart["appVersion"] == project["version"]
