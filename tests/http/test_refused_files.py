"""Rules A2 to A4 and G: files and other paths refuse as the API does, and fail as it does."""

import pytest

from rules.access import Role
from tests.http.administering import do, opaque
from tests.serving import Registry
from workflows import invitations

NO_RUN = "01890000-0000-7000-8000-000000000000"


async def rejects(registry: Registry, token: str) -> tuple[int, str | None, str]:
    """Ask for the rejects of a run; return the status, the challenge and the code."""
    answer = await registry.http.get(
        f"{registry.url}/runs/{NO_RUN}/rejects.csv", headers={"authorization": f"Bearer {token}"}
    )
    code: str = answer.json()["errors"][0]["extensions"]["code"]
    return answer.status_code, answer.headers.get("www-authenticate"), code


async def test_a2_the_rejects_of_a_run_are_refused_to_who_lacks_the_scope(
    registry: Registry,
) -> None:
    reviewer = await registry.user("rita", Role.NHS_REVIEWER)

    refused = await rejects(registry, registry.token(reviewer, "merge_request:read"))

    assert refused == (401, 'Bearer error="insufficient_scope"', "FORBIDDEN")


async def test_a4_and_to_who_is_blocked_or_has_no_role_any_more(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    await registry.user("blocked", Role.ADMIN)
    await registry.user("stripped", Role.ADMIN)
    tokens = [registry.token(it) for it in ("blocked", "stripped")]
    await do(registry, "blockUser", id=opaque("User", registry.users["blocked"]))
    async with registry.acting("role.revoked") as owner:
        await owner.execute(
            "delete from role_grants where user_id = $1", registry.users["stripped"]
        )

    refused = [await rejects(registry, it) for it in tokens]

    assert refused == [(403, None, "FORBIDDEN")] * 2


async def test_g_what_nobody_foresaw_is_internal_error_on_every_path(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise KeyError("canary")

    monkeypatch.setattr(invitations, "check_token", fail)

    failed = await registry.http.post(f"{registry.url}/invitations/any", json={})

    (error,) = failed.json()["errors"]
    assert failed.status_code == 500
    assert error == {
        "message": "Internal error",
        "extensions": {
            "code": "INTERNAL",
            "correlationId": failed.headers["x-correlation-id"],
        },
    }
