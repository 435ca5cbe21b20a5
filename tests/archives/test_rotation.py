"""A new secret for the installation, with the former one beside it for a while: nobody is logged out, no link dies, what is
sealed is opened; and after `duka secrets reseal` the former one can go."""

from typing import Any

import msgspec
import pytest
from tests.api.client import Client
from tests.api.world import World
from tests.archives.test_archives import with_secrets

from duka.cli import secrets as command
from duka.control import archives
from duka.identity.sealing import keyring
from duka.kernel.errors import Refusal
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls
from duka.main import application
from duka.media import signing

FORMER, PRESENT = "a secret of the tests", "the next secret of the tests"


def sealed(world: World) -> dict[str, bytes]:
    with world.services.work.database.platform() as tx:
        account = tx.value(
            "select sealed from payment_accounts where tenant_id = %(whose)s", whose=world.tenant.id
        )
        factor = tx.value(
            "select secret from totp_factors where tenant_id = %(whose)s", whose=world.tenant.id
        )
    return {"payment accounts": bytes(account), "totp secrets": bytes(factor)}


def test_with_the_former_secret_beside_it_everything_goes_on(
    acorn: World, urls: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = acorn.services.config
    secret, now = with_secrets(acorn), acorn.services.work.clock()
    assert before.secret == FORMER
    picture = f"{acorn.tenant.id.hex}/{'1' * 32}/480.webp"
    link = dict(part.split("=") for part in signing.signed_url(before, picture, now).split("?")[1].split("&"))
    form = keyring(before).sign("forms of the web app", "a form")
    archive = archives.addresses(keyring(before), "")(acorn.tenant.id, new_id(), now)

    after = msgspec.structs.replace(before, secret=PRESENT, previous_secrets=(FORMER,))
    alone = msgspec.structs.replace(before, secret=PRESENT)
    client = Client(application(msgspec.structs.replace(acorn.services, config=after)))
    acorn.client = client
    assert acorn.admin("GET", "/me").status == 200, "staff stay logged in"
    assert acorn.shop("GET", f"/customers/{acorn.customer}", by=acorn.customer_token).status == 200
    assert acorn.call("GET", "/admin/products", by=acorn.sk).status == 200, "keys are hashes"
    signing.verify(after, picture, link["expires"], link["signature"], now)
    with pytest.raises(Refusal):
        signing.verify(alone, picture, link["expires"], link["signature"], now)
    assert keyring(after).verify("forms of the web app", "a form", form)
    assert not keyring(alone).verify("forms of the web app", "a form", form)
    assert _is_signed(after, archive) and not _is_signed(alone, archive)
    client.close()

    for purpose, bytes_ in sealed(acorn).items():
        assert keyring(after).open(purpose, bytes_) and keyring(alone).open(purpose, bytes_) is None
    for name, value in {
        "DUKA_DATA": str(before.data),
        "DUKA_APP_URL": urls.app,
        "DUKA_PLATFORM_URL": urls.platform,
        "DUKA_MIGRATOR_URL": urls.migrator,
        "DUKA_SECRET": PRESENT,
        "DUKA_PREVIOUS_SECRETS": FORMER,
    }.items():
        monkeypatch.setenv(name, value)
    assert command.main(["reseal", "--tenant", acorn.tenant.slug]) == 0
    told = capsys.readouterr().out
    assert "sealed anew" in told and secret not in told
    assert keyring(alone).open("payment accounts", sealed(acorn)["payment accounts"])
    assert keyring(alone).open("totp secrets", sealed(acorn)["totp secrets"]) == "JBSWY3DPEHPK3PXP"


def _is_signed(config: Any, address: str) -> bool:
    path, _, query = address.removeprefix("/archives/").partition("?")
    values = dict(part.split("=") for part in query.split("&"))
    return keyring(config).verify("archives", f"{path}/{values['expires']}", values["signature"])
