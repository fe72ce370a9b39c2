"""What a company has set up for pip or for npm reaches pip, uv and npm alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mirrors import npm_configuration, variables
from tests.setup.mirror import Mirror

ROOT = Path(__file__).parents[2]
BOOT = ROOT / ".boot" / "bin"
ALWAYS = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}

Values = dict[str, str]


def added(environment: Values | None = None, *, pip: Values = {}, npm: Values = {}) -> Values:  # noqa: B006
    found = variables(environment or {}, pip, npm, lambda file: f"usual+{file}")
    return {name: value for name, value in found.items() if name not in ALWAYS}


def everywhere(file: str) -> Values:
    return {"PIP_CERT": file, "SSL_CERT_FILE": file, "NODE_EXTRA_CA_CERTS": file}


def test_without_any_setup_the_systems_certificates_are_trusted() -> None:
    assert variables({}, {}, {}, str) == ALWAYS


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_certificates_named_in_one_variable_reach_all_three(name: str) -> None:
    assert {name: "ours.pem"} | added({name: "ours.pem"}) == {name: "ours.pem"} | everywhere(
        "ours.pem"
    )


def test_pips_certificates_reach_uv_and_npm() -> None:
    assert added(pip={"cert": "ours.pem"}) == everywhere("ours.pem")


@pytest.mark.parametrize(
    ("environment", "npm"),
    [({"NODE_EXTRA_CA_CERTS": "ours.pem"}, {}), ({}, {"cafile": "ours.pem"})],
)
def test_npms_certificates_reach_pip_and_uv_in_addition_to_the_usual(
    environment: Values, npm: Values
) -> None:
    set_in_all = environment | added(environment, npm=npm)

    assert set_in_all == {
        "PIP_CERT": "usual+ours.pem",
        "SSL_CERT_FILE": "usual+ours.pem",
        "NODE_EXTRA_CA_CERTS": "ours.pem",
    }


def test_what_a_variable_says_already_stands() -> None:
    environment = everywhere("own.pem") | {"UV_DEFAULT_INDEX": "https://own/", "HTTPS_PROXY": "a:1"}

    found = added(
        environment,
        pip={"cert": "ours.pem", "index-url": "https://ours/", "proxy": "b:2"},
        npm={"cafile": "other.pem", "https-proxy": "c:3"},
    )

    assert found == {"HTTP_PROXY": "b:2"}


def test_pips_indexes_reach_uv_and_are_all_looked_through_as_pip_does() -> None:
    pip = {"index-url": "https://ours/", "extra-index-url": "\nhttps://a/\nhttps://b/"}

    assert added(pip=pip | {"trusted-host": "a b"}) == {
        "UV_DEFAULT_INDEX": "https://ours/",
        "UV_INDEX": "https://a/ https://b/",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_INSECURE_HOST": "a b",
    }


def test_a_former_name_of_uvs_index_stands_too() -> None:
    assert added({"UV_INDEX_URL": "https://own/"}, pip={"index-url": "https://ours/"}) == {}


@pytest.mark.parametrize(
    ("pip", "npm", "proxies"),
    [
        ({"proxy": "p:1"}, {}, {"HTTP_PROXY": "p:1", "HTTPS_PROXY": "p:1"}),
        ({}, {"proxy": "p:1"}, {"HTTP_PROXY": "p:1", "HTTPS_PROXY": "p:1"}),
        (
            {},
            {"proxy": "p:1", "https-proxy": "p:2", "noproxy": "local"},
            {"HTTP_PROXY": "p:1", "HTTPS_PROXY": "p:2", "NO_PROXY": "local"},
        ),
        ({}, {"proxy": "null"}, {}),
    ],
)
def test_a_proxy_that_one_knows_reaches_all(pip: Values, npm: Values, proxies: Values) -> None:
    assert added(pip=pip, npm=npm) == proxies
    assert added({name.lower(): "own" for name in proxies}, pip=pip, npm=npm) == {}


def test_npms_setup_is_the_users_then_the_projects_then_the_variables(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text(
        '; ours\nregistry = https://a/\ncafile="${HOME}/a.pem"\nproxy=p:1\n//a/:_authToken=b=c\n'
    )
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / ".npmrc").write_text("proxy=p:2\nsave-exact=true\n")
    environment = {"HOME": str(tmp_path), "NPM_CONFIG_HTTPS_PROXY": "p:3"}

    found = npm_configuration(environment, tmp_path / "ui")

    assert found["cafile"] == f"{tmp_path}/a.pem"
    assert (found["registry"], found["//a/:_authToken"]) == ("https://a/", "b=c")
    assert (found["proxy"], found["https-proxy"]) == ("p:2", "p:3")


def bare(home: Path) -> Values:
    """Return the environment of a machine where nothing is set up, with this home."""
    return {"HOME": str(home), "PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull}


def through_mirrors(environment: Values, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BOOT / "python", ROOT / "mirrors.py", *command],
        capture_output=True,
        text=True,
        env=environment,
        cwd=environment["HOME"],
        check=False,
    )


def uv_installs(environment: Values) -> subprocess.CompletedProcess[str]:
    target = Path(environment["HOME"], "target")
    options = ["--no-cache", "--no-config", "--python", sys.executable, "--target", str(target)]
    return through_mirrors(environment, BOOT / "uv", "pip", "install", *options, "mirrored")


def npm_installs(environment: Values, *options: str) -> subprocess.CompletedProcess[str]:
    call = "import sys, hatch_build as h; sys.exit(h.npm('.', *sys.argv[1:]).returncode)"
    environment = environment | {"PYTHONPATH": str(ROOT)}
    python = [sys.executable, "-c", call]
    return through_mirrors(environment, *python, "install", "--no-audit", *options, "mirrored")


def test_uv_takes_a_wheel_from_the_index_and_with_the_certificates_of_pips_file(
    company: Mirror, tmp_path: Path
) -> None:
    config = tmp_path / ".config" / "pip" / "pip.conf"
    config.parent.mkdir(parents=True)
    config.write_text(f"[global]\nindex-url = {company.index}\ncert = {company.authority}\n")

    done = uv_installs(bare(tmp_path) | {"PIP_CONFIG_FILE": str(config)})

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "target" / "mirrored.py").is_file()


def test_pip_and_uv_trust_the_certificates_that_only_npm_was_given(
    company: Mirror, tmp_path: Path
) -> None:
    only_npms = {"NODE_EXTRA_CA_CERTS": str(company.authority), "PIP_INDEX_URL": company.index}
    environment = bare(tmp_path) | only_npms

    pip = through_mirrors(environment, BOOT / "pip", "download", "--no-deps", "mirrored")
    uv = uv_installs(environment)

    assert pip.returncode == 0, pip.stderr
    assert uv.returncode == 0, uv.stderr


def test_npm_takes_a_package_from_the_users_registry_with_the_certificates_of_pip(
    company: Mirror, tmp_path: Path
) -> None:
    (tmp_path / ".npmrc").write_text(f"registry={company.registry}\n")

    done = npm_installs(bare(tmp_path) | {"PIP_CERT": str(company.authority)})

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "node_modules" / "mirrored" / "package.json").is_file()


def test_a_certificate_that_nobody_named_is_trusted_by_neither(
    company: Mirror, tmp_path: Path
) -> None:
    (tmp_path / ".npmrc").write_text(f"registry={company.registry}\n")
    environment = bare(tmp_path) | {"PIP_INDEX_URL": company.index, "UV_HTTP_RETRIES": "0"}

    uv = uv_installs(environment)
    npm = npm_installs(environment, "--fetch-retries=0")

    assert "UnknownIssuer" in uv.stderr
    assert "UNABLE_TO_" in npm.stderr
