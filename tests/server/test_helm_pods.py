"""What the chart of deploy/helm runs is run here as its pods would be (rules Z5, Z11)."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import pytest

from server.identity.known_keys import DIRECTORIES, FILES, recognise
from server.postgres.connection import connect
from server.settings import Settings
from tests.databases import Database
from tests.ports import free_port
from tests.server.commands import TIMEOUT_SECONDS, ended
from tests.server.rendered_chart import ADDRESS, EVERYTHING, containers, pods, render
from tests.serving import http_client


@cache
def cases() -> list[dict[str, Any]]:
    """Return what Helm makes of the defaults, and of everything at once."""
    asked = [{"release": "kyiv", "values": it} for it in (ADDRESS, EVERYTHING)]
    made: list[dict[str, Any]] = render(asked)["cases"]
    return made


@pytest.fixture(params=[0, 1], ids=["defaults", "everything"])
def rendered(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """Return the documents of the chart."""
    documents: list[dict[str, Any]] = cases()[request.param]["documents"]
    return documents


def of_kind(documents: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [it for it in documents if it["kind"] == kind]


def chosen_by(documents: list[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return the pods with these labels."""
    return [
        it for it in pods(documents).values() if labels.items() <= it["metadata"]["labels"].items()
    ]


def ports_of(pod: dict[str, Any]) -> dict[str, int]:
    (container,) = pod["spec"]["containers"]
    return {it["name"]: it["containerPort"] for it in container.get("ports", ())}


def test_z11_probes_services_and_rules_name_ports_that_are_there(
    rendered: list[dict[str, Any]],
) -> None:
    (service,) = of_kind(rendered, "Service")
    (served,) = chosen_by(rendered, service["spec"]["selector"])
    assert ports_of(served).keys() == {it["targetPort"] for it in service["spec"]["ports"]}
    for component, pod in pods(rendered).items():
        (container,) = pod["spec"]["containers"]
        probes = [it["httpGet"]["port"] for name, it in container.items() if "Probe" in name]
        assert set(probes) == ports_of(pod).keys()
        assert len(probes) == (0 if component == "migrate" else 3)
        scraped = pod["metadata"].get("annotations", {}).get("prometheus.io/port")
        assert {scraped} - {None} == {str(it) for it in ports_of(pod).values()}


def test_z11_each_pod_has_one_policy_and_all_that_choose_pods_choose_some(
    rendered: list[dict[str, Any]],
) -> None:
    policies = of_kind(rendered, "NetworkPolicy")
    chosen = [chosen_by(rendered, it["spec"]["podSelector"]["matchLabels"]) for it in policies]

    assert sorted(it["metadata"]["labels"]["app.kubernetes.io/component"] for (it,) in chosen) == (
        sorted(pods(rendered))
    )
    for policy, (pod,) in zip(policies, chosen, strict=True):
        admitted = [
            it["port"] for rule in policy["spec"].get("ingress", ()) for it in rule["ports"]
        ]
        assert set(admitted) == ports_of(pod).keys()
    for kind in ("PodDisruptionBudget", "Deployment"):
        for each in of_kind(rendered, kind):
            assert len(chosen_by(rendered, each["spec"]["selector"]["matchLabels"])) == 1
    deployments = {it["metadata"]["name"] for it in of_kind(rendered, "Deployment")}
    scaled = {
        it["spec"]["scaleTargetRef"]["name"] for it in of_kind(rendered, "HorizontalPodAutoscaler")
    }
    assert scaled <= deployments


def test_z5_the_migration_comes_before_all_else_and_needs_nothing_of_it(
    rendered: list[dict[str, Any]],
) -> None:
    hooks = {
        it["kind"]: it["metadata"]["annotations"]
        for it in rendered
        if "helm.sh/hook" in it["metadata"].get("annotations", {})
    }
    accounts = {it["metadata"]["name"] for it in of_kind(rendered, "ServiceAccount")}

    assert {it["helm.sh/hook"] for it in hooks.values()} == {"pre-install,pre-upgrade"}
    weights = {kind: int(it["helm.sh/hook-weight"]) for kind, it in hooks.items()}
    assert weights["NetworkPolicy"] < weights["Job"]
    assert pods(rendered)["migrate"]["spec"]["serviceAccountName"] not in accounts
    assert {pods(rendered)[it]["spec"]["serviceAccountName"] for it in ("server", "worker")} == (
        accounts
    )


def mounted(keys: Path, made: Path) -> Path:
    """Lay keys as Kubernetes mounts a Secret: real files below a link, read-only."""
    real = keys / "..2026_11_29"
    real.mkdir(parents=True)
    (keys / "..data").symlink_to(real.name)
    for name in (*DIRECTORIES, *FILES):
        copy = shutil.copytree if (made / name).is_dir() else shutil.copy
        copy(made / name, real / name)
        (keys / name).symlink_to(f"..data/{name}")
    for path in real.rglob("*"):
        path.chmod(0o550 if path.is_dir() else 0o440)
    return keys


@asynccontextmanager
async def running(
    container: dict[str, Any], given: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a container's command with its environment, of which some is of this machine."""
    values = {it["name"]: it["value"] for it in container["env"] if "value" in it}
    names = {it["name"] for it in container["env"]}
    of_here = {name: value for name, value in given.items() if name in names}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        *(given.get(it, it) for it in container["command"]),
        env={**values, **of_here, "PATH": path},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await ended(process)


async def answers(process: asyncio.subprocess.Process, url: str) -> bool:
    """Wait until an address answers with 200."""
    async with http_client() as http, asyncio.timeout(TIMEOUT_SECONDS):
        while process.returncode is None:
            with suppress(httpx2.HTTPError):
                if (await http.get(url)).status_code == 200:
                    return True
            await asyncio.sleep(0.05)
    return False


async def is_as_wanted(container: dict[str, Any], given: dict[str, str]) -> bool:
    """Return whether a container answers its probes, or ends well where it has none."""
    port = free_port()
    own = {str(it["containerPort"]): str(port) for it in container.get("ports", ())}
    paths = [it["httpGet"]["path"] for name, it in container.items() if "Probe" in name]
    async with running(container, given | own | {"SELFSAME_PORT": str(port)}) as process:
        if not paths:
            return (await ended(process)).status == 0
        answered = [await answers(process, f"http://127.0.0.1:{port}{path}") for path in paths]
        return all(answered)


async def test_z11_the_pods_do_what_their_probes_ask(database: Database, tmp_path: Path) -> None:
    made = tmp_path / "made"
    connection = await connect(database.app_url)
    await recognise(connection, Settings(database_url=database.app_url, data_dir=made))
    await connection.close()
    given = {
        "SELFSAME_DATABASE_URL": database.app_url,
        "SELFSAME_READ_URL": database.app_url,
        "SELFSAME_MIGRATE_URL": database.owner_url,
        "SELFSAME_SMTP_URL": "smtp://user:password@localhost:1",
        "SELFSAME_NATS_URL": "nats://localhost:1",
        "SELFSAME_KEYS_DIR": str(mounted(tmp_path / "keys", made)),
        "SELFSAME_DATA_DIR": str(tmp_path / "data"),
        "SELFSAME_HOST": "127.0.0.1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:1",
    }
    async with asyncio.TaskGroup() as tasks:
        run = {
            it["name"]: tasks.create_task(is_as_wanted(it, given))
            for it in containers(cases()[1]["documents"])
        }

    assert {name: it.result() for name, it in run.items()} == dict.fromkeys(
        ("bridge", "check", "migrate", "server", "worker"), True
    )
