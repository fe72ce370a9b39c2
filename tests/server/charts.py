"""Renders charts by Helm itself, in the environment of `make cluster`, which has its library.

Standard input is JSON: a chart, versions of Kubernetes, and cases, each with values and the name of
a release. Standard output is what `helm lint` says of the first case, and an object for each: what
Helm refuses, or the documents, the notes and what the schemas of those versions find wrong there.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import helm_python
import kubernetes_validate
import yaml


def main() -> None:
    """Render what is asked for."""
    asked = json.load(sys.stdin)
    linted = helm_python.lint(asked["chart"], asked["cases"][0]["values"], strict=True)
    with helm_python.Chart.load(asked["chart"]) as chart:
        cases = [rendered(chart, it, asked["versions"]) for it in asked["cases"]]
    json.dump({"linted": linted, "cases": cases}, sys.stdout)


def rendered(chart: Any, case: dict[str, Any], versions: Sequence[str]) -> dict[str, Any]:
    """Render one case, with the notes apart."""
    try:
        texts = chart.render(case["values"], name=case["release"], namespace="registry")
    except helm_python.HelmError as error:
        return {"refused": str(error)}
    notes = [text for name, text in texts.items() if name.endswith("NOTES.txt")]
    documents = [
        document
        for name, text in sorted(texts.items())
        if name.endswith(".yaml")
        for document in yaml.safe_load_all(text)
        if document is not None
    ]
    return {
        "documents": documents,
        "notes": "".join(notes),
        "faults": [it for version in versions for it in faults(documents, version)],
    }


def faults(documents: Sequence[dict[str, Any]], version: str) -> Iterator[str]:
    """Yield what a version of Kubernetes would not take, unknown fields among them."""
    for document in documents:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            place = ".".join(str(it) for it in error.path)
            yield f"{version}: {document['kind']} {place}: {error.message}"


if __name__ == "__main__":
    main()
