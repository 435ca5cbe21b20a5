from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from tests import make
from tests.people import ALICE, PASSWORD, Shop

import duka
from duka.identity import queries, service
from duka.identity.errors import (
    EmailInvalid,
    KeyKindInvalid,
    KeyNeedsStore,
    KeyNotFound,
    LastOwner,
    NameInvalid,
    NobodyGrantsMore,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    ScopeNotAllowed,
    StaffEmailTaken,
    StaffNotFound,
    UnknownRole,
    WrongLogin,
)
from duka.identity.passwords import hash_password, verify_password
from duka.identity.roles import OWNER, ROLES, SHOPPER
from duka.kernel.errors import Forbidden, NotFound
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work


def hire(
    work: Work,
    caller: Caller,
    email: str = ALICE.email,
    role: str = "owner",
    password: str = PASSWORD,
    name: str = "Al",
) -> UUID:
    return work.perform(caller, lambda ctx: service.create_staff(ctx, email, name, password, role))


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ALICE.email, "wrong"),
        ("nobody@x.example", PASSWORD),
        ("", ""),
        ("a\x00b", PASSWORD),
        (ALICE.email, "x" * 9000),
    ],
)
def test_a_wrong_login_says_nothing_of_what_was_wrong(
    work: Work, shop: Shop, email: str, password: str
) -> None:
    hire(work, shop.caller)
    with pytest.raises(WrongLogin):
        service.log_in_staff(work, shop.tenant.id, email, password)


def test_an_unknown_address_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch, work: Work, shop: Shop) -> None:
    hire(work, shop.caller)
    asked: list[bool] = []

    def counted(password: str, stored: str | None) -> bool:
        asked.append(stored is None)
        return verify_password(password, stored)

    monkeypatch.setattr(service, "verify_password", counted)
    for email in (ALICE.email, "nobody@acorn.example"):
        with pytest.raises(WrongLogin):
            service.log_in_staff(work, shop.tenant.id, email, "not the password")
    assert asked == [False, True]


def test_staff_of_one_tenant_is_nobody_in_another(work: Work, shop: Shop, other_shop: Shop) -> None:
    hire(work, shop.caller)
    with pytest.raises(WrongLogin):
        service.log_in_staff(work, other_shop.tenant.id, ALICE.email, PASSWORD)
    hire(work, other_shop.caller)


def test_a_hash_is_argon2id_as_we_chose_it() -> None:
    hashed = hash_password("Ame\u0301lie's garden")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify_password("Am\u00e9lie's garden", hashed) and not verify_password("Amelie's garden", hashed)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("short", PasswordTooShort),
        ("x" * 257, PasswordTooLong),
        ("aaaaaaaaaaaa", PasswordTooCommon),
        ("Password123", PasswordTooCommon),
        ("1234567890", PasswordTooCommon),
    ],
)
def test_a_weak_password_is_refused(work: Work, shop: Shop, password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        hire(work, shop.caller, password=password)


@pytest.mark.parametrize(
    "email", ["", "a", "a@b", "a b@c.de", "a@b..de", "a@b.d", "a" * 250 + "@b.de", "a@b.de\n@"]
)
def test_what_is_no_address_is_refused(work: Work, shop: Shop, email: str) -> None:
    with pytest.raises(EmailInvalid):
        hire(work, shop.caller, email)


def test_an_address_a_role_and_a_name_are_checked(work: Work, shop: Shop) -> None:
    hire(work, shop.caller)
    with pytest.raises(StaffEmailTaken):
        hire(work, shop.caller, ALICE.email.upper())
    with pytest.raises(UnknownRole):
        hire(work, shop.caller, "b@c.example", "king")
    with pytest.raises(NameInvalid):
        hire(work, shop.caller, "b@c.example", name=" ")
    assert [s.email for s in work.perform(shop.caller, queries.list_staff)] == [ALICE.email]


def test_nobody_grants_more_than_they_hold(work: Work, shop: Shop) -> None:
    limited = make.caller(shop.tenant, None, "staff:write", "keys:write", "orders:read")
    with pytest.raises(NobodyGrantsMore):
        hire(work, limited)
    with pytest.raises(NobodyGrantsMore):
        work.perform(limited, lambda ctx: service.create_api_key(ctx, "secret", "x", ["orders:write"]))
    owner = hire(work, shop.caller)
    hire(work, shop.caller, "bob@acorn.example")
    with pytest.raises(NobodyGrantsMore):
        work.perform(limited, lambda ctx: service.set_role(ctx, owner, "read-only"))
    with pytest.raises(Forbidden):
        hire(work, shop.shopper)
    key = work.perform(limited, lambda ctx: service.create_api_key(ctx, "secret", "x"))
    credential = queries.authenticate(work, key)
    assert credential is not None and credential.permissions == limited.permissions


def test_an_owner_remains(work: Work, shop: Shop, other_shop: Shop) -> None:
    alice = hire(work, shop.caller)
    for verb in (
        lambda ctx: service.set_role(ctx, alice, "support"),
        lambda ctx: service.dismiss(ctx, alice),
    ):
        with pytest.raises(LastOwner):
            work.perform(shop.caller, verb)
        with pytest.raises(StaffNotFound):
            work.perform(other_shop.caller, verb)
    hire(work, shop.caller, "bob@acorn.example")
    work.perform(shop.caller, lambda ctx: service.set_role(ctx, alice, "support"))
    assert {s.role for s in work.perform(shop.caller, queries.list_staff)} == {"owner", "support"}


def test_a_key_is_checked(work: Work, shop: Shop, other_shop: Shop) -> None:
    def make_key(kind: str, scopes: list[str] | None = None, store: UUID | None = None) -> str:
        return work.perform(shop.caller, lambda ctx: service.create_api_key(ctx, kind, "K", scopes, store))

    with pytest.raises(KeyKindInvalid):
        make_key("golden")
    with pytest.raises(KeyNeedsStore):
        make_key("publishable")
    for scopes in (["orders:read"], [], ["no:such"]):
        with pytest.raises(ScopeNotAllowed):
            make_key("publishable", scopes, shop.store)
    with pytest.raises(NotFound):
        make_key("publishable", None, other_shop.store)
    with pytest.raises(KeyNotFound):
        work.perform(shop.caller, lambda ctx: service.revoke_api_key(ctx, new_id()))


def test_roles_know_every_permission_of_every_module_and_no_other() -> None:
    modules = sorted(Path(next(iter(duka.__path__))).glob("*/permissions.py"))
    known = {name for path in modules for name in import_module(f"duka.{path.parent.name}.permissions").NAMES}
    assert len(modules) > 5 and known == OWNER
    assert OWNER >= SHOPPER and all(held <= OWNER for held in ROLES.values())
    assert not any(name.endswith(":write") for name in ROLES["read-only"])
