"""The chart of deploy/helm as Helm itself renders it, for what is said of it by tests."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

from deploy.cluster.layout import DEPLOY, PROGRAMS, ROOT

CHART = DEPLOY / "helm" / "selfsame"
VERSIONS = ("1.29", "1.32", "1.37")
"""Of Kubernetes: the oldest that the chart takes, one between, and the newest with schemas."""

ADDRESS = {"publicUrl": "https://registry.example"}
EVERYTHING: dict[str, Any] = ADDRESS | {
    "image": {"pullSecrets": ["registry"], "tag": "1.2"},
    "database": {"read": {"secret": "selfsame-standbys", "key": "read"}},
    "keys": {"accessTokens": ["0001.pem", "0002.pem"]},
    "data": {"claim": "selfsame"},
    "settings": {
        "SELFSAME_FOUR_EYES": True,
        "SELFSAME_SEARCH_QUOTA": 1_000_000,
        "SELFSAME_SOURCE_SHRINK": 0.25,
        "SELFSAME_TRUSTED_PROXIES": "10.0.0.0/8",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
    },
    "secretSettings": {"SELFSAME_SMTP_URL": {"secret": "mail", "key": "url"}},
    "server": {"autoscaling": {"enabled": True}},
    "bridge": {"enabled": True},
    "ingress": {"enabled": True, "className": "x", "host": "registry.example", "tlsSecret": "tls"},
    "service": {"type": "NodePort", "annotations": {"example.org/a": "b"}},
    "serviceAccount": {"name": "civil", "annotations": {"example.org/a": "b"}},
    "networkPolicy": {
        "from": [{"namespaceSelector": {}}],
        "metricsFrom": [{"namespaceSelector": {"matchLabels": {"name": "monitoring"}}}],
        "egress": [{"ports": [{"port": 4318, "protocol": "TCP"}]}],
    },
    "podAnnotations": {"example.org/a": "b"},
    "nodeSelector": {"disk": "fast"},
    "tolerations": [{"key": "registry", "operator": "Exists"}],
    "affinity": {"podAntiAffinity": {}},
}


def render(cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what Helm makes of cases, each with values and the name of a release."""
    ran = subprocess.run(
        [PROGRAMS / "python", ROOT / "tests" / "server" / "charts.py"],
        input=json.dumps({"chart": str(CHART), "versions": VERSIONS, "cases": cases}),
        capture_output=True,
        text=True,
        check=True,
    )
    read: dict[str, Any] = json.loads(ran.stdout)
    return read


def pods(documents: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the templates of pods by their component."""
    found = [it["spec"]["template"] for it in documents if it["kind"] in ("Deployment", "Job")]
    return {it["metadata"]["labels"]["app.kubernetes.io/component"]: it for it in found}


def containers(documents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield all containers."""
    for pod in pods(documents).values():
        yield from [*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"]]
