"""Logging in: who is let in, and what those who are not can find out."""

import pytest
from tests.conftest import Clock
from tests.identity import door
from tests.identity.door import asker, hire, knock, own_email
from tests.people import ALICE, PASSWORD, Shop

from duka.identity import devices, directory, logging_in
from duka.identity.errors import (
    EmailInvalid,
    PasswordNamesYou,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    WrongLogin,
)
from duka.identity.passwords import check_strength, hash_password, verify_password
from duka.kernel.work import Work
from duka.staff import service as staff
from duka.tenants import service as tenants


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
    hire(work, shop)
    with pytest.raises(WrongLogin):
        logging_in.check_password(work, door.KEYS, asker(is_limited=False), email, password, shop.tenant.id)


def test_an_unknown_address_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch, work: Work, shop: Shop) -> None:
    email = own_email()
    hire(work, shop, email)
    asked: list[bool] = []

    def counted(password: str, stored: str | None) -> bool:
        asked.append(stored is None)
        return verify_password(password, stored)

    monkeypatch.setattr(logging_in, "verify_password", counted)
    for address in (email, own_email()):
        with pytest.raises(WrongLogin):
            knock(work, address, "not the password")
    assert asked == [False, True]


def test_one_is_found_without_naming_the_company(work: Work, shop: Shop, other_shop: Shop) -> None:
    email = own_email()
    first = hire(work, shop, email)
    (found,) = knock(work, f" {email.upper()}")
    assert (found.tenant, found.id, found.email) == (shop.tenant.id, first, email)
    second = hire(work, other_shop, email)
    assert {p.id for p in knock(work, email)} == {first, second}


def test_a_password_opens_only_the_companies_it_is_the_password_of(
    work: Work, shop: Shop, other_shop: Shop
) -> None:
    """Somebody who owns a company and hires a stranger's address there gets nowhere with it."""
    email = own_email()
    hire(work, shop, email)
    hire(work, other_shop, email, "another password entirely")
    assert [p.tenant for p in knock(work, email)] == [shop.tenant.id]
    assert [p.tenant for p in knock(work, email, "another password entirely")] == [other_shop.tenant.id]


def test_nobody_comes_in_who_does_not_work_there_any_more(work: Work, shop: Shop) -> None:
    email = own_email()
    hire(work, shop)
    gone = hire(work, shop, email)
    assert directory.companies_of(work, email) == [shop.tenant.id]
    door.as_system(work, shop, lambda ctx: staff.dismiss(ctx, gone))
    assert directory.companies_of(work, email) == []
    with pytest.raises(WrongLogin):
        knock(work, email)


def test_people_of_a_suspended_company_get_in_to_see_why(work: Work, shop: Shop) -> None:
    """What they may do there is another question: `tests/api/control/test_tenants.py`."""
    email = own_email()
    hire(work, shop, email)
    tenants.set_status(work, shop.tenant.id, "suspended")
    (person,) = knock(work, email)
    assert person.tenant == shop.tenant.id


def test_the_directory_holds_no_address(work: Work, shop: Shop) -> None:
    email = own_email()
    hire(work, shop, email)
    with work.database.platform() as db:
        rows = db.all(
            "select d::text as line from staff_directory d where tenant_id = %(id)s", id=shop.tenant.id
        )
    assert rows and not any(email in row.line or "@" in row.line for row in rows)


def test_a_company_writes_its_own_lines_of_the_directory_only(
    work: Work, shop: Shop, other_shop: Shop
) -> None:
    email = own_email()
    hire(work, shop, email)
    removed = door.as_system(
        work, other_shop, lambda ctx: ctx.db.run("delete from staff_directory where tenant_id is not null")
    )
    assert removed == 0 and directory.companies_of(work, email) == [shop.tenant.id]


def test_failed_log_ins_of_known_accounts_are_in_the_trail(work: Work, shop: Shop) -> None:
    email = own_email()
    hire(work, shop, email)
    with pytest.raises(WrongLogin):
        knock(work, email, "wrong")
    assert door.actions(work, shop)[-1] == "staff.log_in_failed"


def test_an_old_hash_is_made_anew(work: Work, shop: Shop, clock: Clock) -> None:
    email = own_email()
    staff_id = hire(work, shop, email)
    weak = "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
    door.as_system(
        work,
        shop,
        lambda ctx: ctx.db.run(
            "update staff set password_hash = %(h)s where tenant_id = %(tenant)s and id = %(id)s",
            h=weak,
            id=staff_id,
        ),
    )
    with pytest.raises(WrongLogin):
        knock(work, email)


def test_a_hash_is_argon2id_as_we_chose_it() -> None:
    hashed = hash_password("Ame\u0301lie's garden")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify_password("Am\u00e9lie's garden", hashed) and not verify_password("Amelie's garden", hashed)


WEAK = {
    "short": PasswordTooShort,
    "x" * 257: PasswordTooLong,
    "aaaaaaaaaaaa": PasswordTooCommon,
    "Password123": PasswordTooCommon,
    "1234567890": PasswordTooCommon,
    "iloveyou1": PasswordTooCommon,
    "azertyuiop": PasswordTooCommon,
    "sunshine2012": PasswordTooCommon,
    "acorn-bakery-77": PasswordNamesYou,
    "Älice!!!1987": PasswordNamesYou,
}


@pytest.mark.parametrize("password", WEAK)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(WEAK[password]):
        check_strength(password, ("Alice Acorn", "Acorn Bakery", "alice@acorn.example"))


@pytest.mark.parametrize(
    "password", [PASSWORD, "zwölf Boxkämpfer", "quiet-otter-17", "x9#kQ2!v", "alice likes long trains"]
)
def test_no_rule_of_composition_refuses_a_good_one(password: str) -> None:
    check_strength(password, ("Alice Acorn", "Acorn Bakery", "alice@acorn.example"))


def test_a_company_may_want_longer_ones() -> None:
    with pytest.raises(PasswordTooShort) as refusal:
        check_strength("quiet-otter-17", least=20)
    assert refusal.value.fields == {"least": 20}
    with pytest.raises(PasswordTooShort):
        check_strength("x9#kQ2!", least=1)


@pytest.mark.parametrize(
    "email", ["", "a", "a@b", "a b@c.de", "a@b..de", "a@b.d", "a" * 250 + "@b.de", "a@b.de\n@"]
)
def test_what_is_no_address_is_refused(work: Work, shop: Shop, email: str) -> None:
    with pytest.raises(EmailInvalid):
        hire(work, shop, email)


def test_a_browser_is_remembered_for_its_accounts_only() -> None:
    cookie = devices.remember(door.KEYS, "", "a@x.example")
    assert devices.recognise(door.KEYS, cookie, "a@x.example")
    assert devices.recognise(door.KEYS, cookie, "b@x.example") is None
    both = devices.remember(door.KEYS, cookie, "b@x.example")
    assert devices.recognise(door.KEYS, both, "a@x.example") and devices.recognise(
        door.KEYS, both, "b@x.example"
    )
    assert devices.remember(door.KEYS, both, "a@x.example") == both
    for forged in (cookie[:-1] + ("0" if cookie[-1] != "0" else "1"), "x", "~.~", "a.", ".b", "é" * 500):
        assert devices.recognise(door.KEYS, forged, "a@x.example") is None
    for n in range(9):
        both = devices.remember(door.KEYS, both, f"{n}@x.example")
    assert len(both.split("~")) == devices.MOST and devices.recognise(door.KEYS, both, "a@x.example") is None
