"""What ships for operators fits what there is: metrics, commands, settings (rule Z11)."""

import json
import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from server.cli import app
from server.commands.bridging import Figures
from server.observability.metrics import Metrics
from server.postgres.embedded_cluster import SETTINGS
from server.settings import PREFIX, Settings
from tests.house.repository import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def samples() -> set[str]:
    """Return the names of all series there are, as Prometheus has them."""
    names = set()
    for registry in (Metrics().registry, Figures().registry):
        for metric in registry.collect():
            ending = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
            names |= {metric.name + it for it in ending.get(metric.type, ("",))}
    return names


def test_z11_each_metric_that_an_alert_names_exists() -> None:
    read: Any = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())
    rules = [rule for group in read["groups"] for rule in group["rules"]]

    named = {name for rule in rules for name in re.findall(r"selfsame_\w+", rule["expr"])}

    assert len(rules) >= 8
    assert all(re.fullmatch(r"\w+", rule["alert"]) for rule in rules)
    assert named <= samples(), named - samples()


def test_z11_an_alert_about_a_process_that_is_down_fires_where_the_process_is_gone() -> None:
    read: Any = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())
    expressions = [rule["expr"] for group in read["groups"] for rule in group["rules"]]

    of_processes = {
        name: it for it in expressions for name in re.findall(r"max\((selfsame_\w+_up)\) == 0", it)
    }

    assert list(of_processes) == ["selfsame_bridge_up"]
    assert [name for name, it in of_processes.items() if f"or absent({name})" not in it] == []


def test_z11_each_metric_that_a_panel_shows_exists() -> None:
    read: Any = json.loads((DEPLOY / "grafana" / "selfsame.json").read_text())
    shown = [target["expr"] for panel in read["panels"] for target in panel["targets"]]

    named = {name for it in shown for name in re.findall(r"selfsame_\w+", it)}

    assert len(read["panels"]) >= 12
    assert named <= samples(), named - samples()


def test_z11_the_compose_of_three_machines_runs_commands_and_settings_that_exist() -> None:
    read: Any = yaml.safe_load((DEPLOY / "compose" / "three.yml").read_text())["services"]
    ours = {name: it for name, it in read.items() if it.get("command", [])[:1] == ["selfsame"]}

    commands: Any = typer.main.get_command(app)
    for service in ours.values():
        _, command, *options = service["command"]
        known = {name for it in commands.commands[command].params for name in it.opts}
        assert set(options) <= known
        given = {it.removeprefix(PREFIX).lower() for it in service["environment"]}
        assert given <= Settings.model_fields.keys()

    assert ours.keys() == {"migrate", "api", "worker"}
    assert [it for it in ours if "SELFSAME_MIGRATE_URL" in ours[it]["environment"]] == ["migrate"]


def test_z11_three_machines_give_patroni_what_its_example_gives() -> None:
    read: Any = yaml.safe_load((DEPLOY / "compose" / "three.yml").read_text())["services"]
    example = (DEPLOY / "patroni" / "environment").read_text()

    given = read["postgres"]["environment"].keys()

    assert given == set(re.findall(r"^(PATRONI_\w+)=", example, re.MULTILINE))


def test_z11_patroni_keeps_what_servers_of_postgresql_need_and_nobody_is_promoted_too_soon() -> (
    None
):
    read: Any = yaml.safe_load((DEPLOY / "patroni" / "patroni.yml").read_text())
    chosen = read["bootstrap"]["dcs"]
    parameters = chosen["postgresql"]["parameters"]

    for name in ("wal_level", "client_connection_check_interval", "max_wal_size", "timezone"):
        assert parameters[name] == SETTINGS[name]
    assert chosen["synchronous_mode"] == "quorum"
    assert chosen["ttl"] >= chosen["loop_wait"] + 2 * chosen["retry_timeout"]
    image = (DEPLOY / "compose" / "Dockerfile").read_text()
    _, *files = read["postgresql"]["pre_promote"].split()
    assert {f"patroni/{Path(it).name}" for it in files} <= set(image.split())
    assert {str(Path(it).parent) for it in files} == {"/etc/patroni"}


@pytest.mark.parametrize("path", UNITS, ids=[it.stem for it in UNITS])
def test_z11_each_unit_runs_a_command_with_options_that_exist(path: Any) -> None:
    unit = ConfigParser(interpolation=None, strict=False)
    unit.read(path)
    _, *words = unit["Service"]["ExecStart"].split()

    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]

    options = {name for it in command.params for name in it.opts}
    assert {it for it in words if it.startswith("--")} <= options


def environment_of(path: Any) -> dict[str, str]:
    """Return the settings of a unit's environment, from the example that ships."""
    unit = ConfigParser(interpolation=None, strict=False)
    unit.read(path)
    folder, _, name = unit["Service"]["EnvironmentFile"].rpartition("/")
    assert folder == "/etc/selfsame"
    text = (path.parent / name).read_text()
    return {
        setting.lower(): value
        for setting, value in re.findall(rf"^{PREFIX}(\w+)=(.*)$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("path", UNITS, ids=[it.stem for it in UNITS])
def test_z11_the_settings_of_each_unit_are_settings(path: Any) -> None:
    named = environment_of(path)

    settings = Settings(**named)  # type: ignore[arg-type]

    assert named.keys() <= Settings.model_fields.keys()
    assert not settings.is_embedded


def test_z11_the_bridge_alone_has_what_it_carries_to_and_the_address_of_the_owner() -> None:
    own = {it.stem: {"nats_url", "migrate_url"} & environment_of(it).keys() for it in UNITS}

    assert own == {
        "selfsame-bridge": {"nats_url", "migrate_url"},
        "selfsame-serve": set(),
        "selfsame-worker": set(),
    }
