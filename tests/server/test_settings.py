"""Settings: what is taken from the environment, and how nonsense is refused."""

from pathlib import Path

import pytest

from server.setting_values import OutsideIssuer
from server.settings import SettingRefused, read_settings

NONSENSE = [
    ("DATABASE_URL", "mysql://somebody:hidden@host/name"),
    ("DATABASE_URL", "postgresql://somebody:hidden@host:port/name"),
    ("DATABASE_URL", ""),
    ("MIGRATE_URL", "hidden"),
    ("DATA_DIR", "/etc/hosts"),
    ("DATA_DIR", "/var/lib/hidden\udcff"),
    ("HOST", "two words"),
    ("HOST", ""),
    ("PORT", "http"),
    ("PORT", "65536"),
    ("POSTPONED_REQUESTS_LIMIT", "0"),
    ("MERGE_QUORUM", "-1"),
    ("SEARCH_QUOTA", "many"),
    ("INTROSPECTION", "perhaps"),
    ("ISSUERS", "{"),
    ("ISSUERS", "{}"),
    ("ISSUERS", '[{"issuer": "a", "audience": "b", "jwks_url": "file:///etc/passwd"}]'),
    ("ISSUERS", '[{"issuer": "a", "audience": "b", "jwks_url": "https:///keys"}]'),
    ("ISSUERS", '[{"issuer": "a", "audience": "b"}]'),
    ("RETRY_WAITS", "5,,30"),
    ("RETRY_WAITS", "nan"),
    ("WITNESSES", "https://witness.example"),
    ("WITNESSES", "https://witness.example nonsense"),
    ("WITNESSES", "ftp://witness.example w+1+1"),
    ("RETRY_WAITS", "-1"),
    ("WEBHOOK_ALLOW_LOOPBACK", "2"),
    ("SMTP_URL", "smtp://:587"),
    ("SMTP_URL", "smtp://:hidden@host"),
    ("SMTP_URL", "smtp://user:password@host/hidden"),
    ("PORT", "8000=8000"),
    ("PORT", ""),
    ("MERGE_QUORUM", "3.5"),
    ("DIGEST_MUTED", "webhook.deth.*"),
    ("DIGEST_MUTED", "webhook.death.*, hidden"),
    ("DETECTION", "perhaps"),
    ("DETECTION_MODEL", "/hidden/model.json"),
    ("DETECTION_MODEL", __file__),
    ("DETECTION_MODEL", ""),
    ("SECOND_FACTOR_ROLES", "ADMIN, hidden"),
    ("SECOND_FACTOR_ROLES", "hidden"),
    ("DEMO_ACCOUNTS", "ada"),
    ("DEMO_ACCOUNTS", "ada:"),
    ("DEMO_ACCOUNTS", ":ADMIN"),
    ("DEMO_ACCOUNTS", "ada:ADMIN, bo:hidden"),
    ("DEMO_ACCOUNTS", "ada:ADMIN bo:ADMIN"),
    ("PUBLIC_URL", "registry.example"),
    ("PUBLIC_URL", "ftp://registry.example"),
    ("PUBLIC_URL", "https://registry.example/path"),
    ("PUBLIC_URL", "https://somebody:hidden@registry.example"),
    ("PUBLIC_URL", "https://registry.example?hidden"),
    ("KEYS_DIR", ""),
    ("KEYS_DIR", "/hidden"),
    ("PUBLIC_URL", ""),
    ("TRUSTED_PROXIES", "proxy.example"),
    ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ("TRUSTED_PROXIES", "10.0.0.0/8,::/0"),
    ("TRUSTED_PROXIES", "0.0.0.0/0"),
    ("DOCUMENTS", "hidden"),
    ("DOCUMENT_FILES", "/hidden/documents.json"),
    ("DOCUMENT_FILES", "pyproject.toml"),
]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {name for name, _ in NONSENSE}:
        monkeypatch.delenv(f"SELFSAME_{name}", raising=False)


def test_nothing_set_means_the_documented_defaults() -> None:
    settings = read_settings()

    assert settings.is_embedded
    assert (settings.host, settings.port, settings.data_dir.name) == ("127.0.0.1", 8000, ".data")
    assert (settings.postponed_requests_limit, settings.merge_quorum) == (5, 3)
    assert (settings.search_quota, settings.introspection) == (2000, True)
    assert (settings.issuers, settings.retry_waits) == ((), (5, 30, 120, 600))
    assert settings.webhook_allow_loopback is False
    assert settings.public_address == "http://127.0.0.1:8000"
    assert settings.trusted_proxies == ()


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_d4_a_setting_that_makes_no_sense_is_refused_by_name_and_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"SELFSAME_{name}", value)

    with pytest.raises(SettingRefused, match=f"^SELFSAME_{name} must ") as refused:
        read_settings()

    assert "\n" not in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_h9_what_is_wrong_with_the_model_of_the_setting_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "model.json"
    monkeypatch.setenv("SELFSAME_DETECTION_MODEL", str(file))
    said = []
    for written in (None, b"\xff", b"[]", b'{"version": 1}'):
        if written is not None:
            file.write_bytes(written)
        with pytest.raises(SettingRefused) as refused:
            read_settings()
        said.append(str(refused.value).partition("could write: ")[2])

    assert said[:3] == [
        "No such file or directory",
        "It is not UTF-8",
        "The model cannot be used: it is no object",
    ]
    assert "it lacks bands" in said[3]
    assert "version is no text" in said[3]


def test_d4_all_that_is_wrong_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFSAME_PROT", "hidden")
    monkeypatch.setenv("selfsame_merge_qourum", "hidden")
    monkeypatch.setenv("SELFSAME_HOST", "::1")
    monkeypatch.setenv("selfsame_host", "::1")
    monkeypatch.setenv("SELFSAME_PORT", "hidden")
    monkeypatch.setenv("SELFSAME_INTROSPECTION", "hidden")

    with pytest.raises(SettingRefused) as refused:
        read_settings()

    assert str(refused.value).splitlines() == [
        "SELFSAME_HOST and selfsame_host are one setting, and only one can be set",
        "SELFSAME_PROT is no setting; the nearest one is SELFSAME_PORT",
        "selfsame_merge_qourum is no setting; the nearest one is SELFSAME_MERGE_QUORUM",
        "SELFSAME_PORT must be a whole number from 0 to 65535",
        "SELFSAME_INTROSPECTION must be on or off",
    ]


def test_d4_what_does_not_fit_together_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFSAME_MIGRATE_URL", "postgresql://owner@host/name")
    monkeypatch.setenv("SELFSAME_DIGEST_MAIL", "operator@registry.example")

    with pytest.raises(SettingRefused) as refused:
        read_settings()

    assert str(refused.value).splitlines() == [
        "SELFSAME_MIGRATE_URL needs SELFSAME_DATABASE_URL beside it",
        "SELFSAME_DIGEST_MAIL needs SELFSAME_SMTP_URL beside it",
    ]


@pytest.mark.parametrize(
    ("name", "least", "most", "step"),
    [
        ("PORT", 0, 65_535, 1),
        ("POSTPONED_REQUESTS_LIMIT", 1, 1_000_000, 1),
        ("MERGE_QUORUM", 1, 1_000_000, 1),
        ("SEARCH_QUOTA", 0, 1_000_000_000, 1),
        ("LOOK_CANDIDATES", 1, 10_000, 1),
        ("LOOK_PER_KEY", 1, 10_000, 1),
        ("SPARK_MEMORY", 1, 1024, 1),
        ("MESSAGE_RETENTION_DAYS", 0, 36_500, 0.001),
        ("OUTBOX_RETENTION_DAYS", 0, 36_500, 0.001),
        ("RETRY_WAITS", 0, 604_800, 0.001),
    ],
)
def test_a_number_is_taken_up_to_its_bounds_and_not_beyond_them(
    monkeypatch: pytest.MonkeyPatch, name: str, least: float, most: float, step: float
) -> None:
    for taken in (least, most):
        monkeypatch.setenv(f"SELFSAME_{name}", str(taken))
        read_settings()

    for refused in (least - step, most + step):
        monkeypatch.setenv(f"SELFSAME_{name}", str(refused))
        with pytest.raises(SettingRefused, match=f"^SELFSAME_{name} must be "):
            read_settings()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("SELFSAME_POSTPONED_LIMIT", "SELFSAME_POSTPONED_REQUESTS_LIMIT"),
        ("SELFSAME_QUORUM", "SELFSAME_MERGE_QUORUM"),
        ("SELFSAME_DATABASE", "SELFSAME_DATABASE_URL"),
        ("SELFSAME_PROT", "SELFSAME_PORT"),
        ("Selfsame_Hosts", "SELFSAME_HOST"),
        ("SELFSAME_URLS", "SELFSAME_ISSUERS"),
        ("SELFSAME_", "SELFSAME_HOST"),
    ],
)
def test_d4_an_unknown_setting_is_refused_with_the_nearest_one_and_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str
) -> None:
    monkeypatch.setenv(name, "hidden")

    with pytest.raises(SettingRefused) as refused:
        read_settings()

    assert str(refused.value) == f"{name} is no setting; the nearest one is {nearest}"


@pytest.mark.parametrize(
    "name",
    [
        "SELFSAME_TEST_EXAMPLES",
        "SELFSAME_URL",
        "SELFSAME_CLIENT_ID",
        "SELFSAME_CLIENT_SECRET",
        "SELFSAME",
        "MY_SELFSAME_PORT",
        "selfsame_search_quota",
    ],
)
def test_names_of_tests_and_of_programs_that_call_us_are_passed_over(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "5")

    read_settings()


def test_settings_are_read_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFSAME_INTROSPECTION", "off")
    monkeypatch.setenv("SELFSAME_RETRY_WAITS", "0.5, 2")
    monkeypatch.setenv("SELFSAME_HOST", "[::1]")
    monkeypatch.setenv("SELFSAME_OFFICE_ADDRESS", "Registry of Lviv|Rynok 1||9 to 16 ")
    monkeypatch.setenv(
        "SELFSAME_DIGEST_MUTED", "webhook.death.*, webhook.merge_candidate.processed"
    )
    monkeypatch.setenv(
        "SELFSAME_ISSUERS",
        '[{"issuer": "https://id", "audience": "us", "jwks_url": "https://id/keys"}]',
    )

    settings = read_settings()

    assert settings.introspection is False
    assert settings.retry_waits == (0.5, 2.0)
    assert settings.host == "::1"
    assert settings.office_address == ("Registry of Lviv", "Rynok 1", "9 to 16")
    assert settings.digest_muted == ("webhook.death.*", "webhook.merge_candidate.processed")
    assert settings.issuers == (OutsideIssuer("https://id", "us", "https://id/keys"),)


@pytest.mark.parametrize("address", ["https://registry.example", "https://registry.example/"])
def test_e8_no_outside_issuer_has_the_name_of_our_tokens(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Its tokens would be held against our keys, and refused without a word."""
    issuer = '{"issuer": "https://registry.example", "audience": "us", "jwks_url": "https://id"}'
    monkeypatch.setenv("SELFSAME_PUBLIC_URL", address)
    monkeypatch.setenv("SELFSAME_ISSUERS", f"[{issuer}]")

    with pytest.raises(
        SettingRefused, match=r"^SELFSAME_ISSUERS must not name SELFSAME_PUBLIC_URL"
    ):
        read_settings()


def test_an_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFSAME_PORT", "1234")

    assert read_settings(port=0).port == 0
    assert read_settings(port=None).port == 1234


def test_the_owner_works_under_the_migrate_url_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SELFSAME_DATABASE_URL", "postgresql://app@host/name")
    without = read_settings().owner_url
    monkeypatch.setenv("SELFSAME_MIGRATE_URL", "postgresql://owner@host/name")

    assert without == "postgresql://app@host/name"
    assert read_settings().owner_url == "postgresql://owner@host/name"


def test_addresses_are_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFSAME_DATABASE_URL", "postgresql://app:hidden@host/name")

    assert "hidden" not in repr(read_settings())
