"""A company signs itself up, and can sell at once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Clock
from tests.identity import door
from tests.identity.door import asker, knock, link_token, own_email
from tests.people import PASSWORD

from duka.access.roles import OWNER
from duka.identity import accounts, queries, totp
from duka.identity.errors import (
    EmailInvalid,
    NameInvalid,
    PasswordNamesYou,
    PasswordTooCommon,
    PasswordTooShort,
    TooManyTries,
)
from duka.identity.logging_in import Person
from duka.kernel.context import SYSTEM
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.registration import countries
from duka.registration.errors import CompanyNameInvalid, CountryUnknown
from duka.registration.service import Registration, register
from duka.stores import queries as stores
from duka.stores import resolving
from duka.tenants import queries as tenants


def form(**changes: Any) -> Registration:
    given = {
        "company": f"Boulangerie Ndiaye {new_id().hex[-8:]}",
        "name": "Awa Ndiaye",
        "email": own_email(),
        "password": PASSWORD,
        "country": "SN",
    }
    return Registration(**{**given, **changes})


def _power_cut(currency: str) -> int:
    raise KeyError(currency)


def count(work: Work, company: str) -> int:
    with work.database.platform() as db:
        return int(db.value("select count(*) from tenants where name = %(name)s", name=company))


def test_a_new_company_can_sell(work: Work) -> None:
    new = form(store_name="Chez Awa")
    person, cookie = register(work, asker(), new)
    found = queries.authenticate_cookie(work, cookie)
    assert found is not None and found.actor.id == person.id and found.permissions == OWNER
    tenant = tenants.find_by_id(work, person.tenant)
    assert tenant is not None and tenant.name == new.company and tenant.slug.startswith("boulangerie-ndiaye-")
    owner = found.caller()
    (store,) = work.perform(owner, stores.list_stores)
    assert (store.name, store.slug, store.currency, store.country, store.default_locale) == (
        "Chez Awa", "chez-awa", "XOF", "SN", "fr",
    )  # fmt: skip
    place = resolving.resolve_path(work, tenant.slug, store.slug)
    assert place is not None
    selling = work.perform(owner, lambda ctx: stores.selling(ctx, place.store))
    (tax,) = selling.tax_rates
    assert (tax.name, tax.rate_ppm, tax.country) == ("TVA", 180_000, "SN")
    assert {method["provider"] for method in selling.payment_methods} == {"cash_on_delivery", "bank_transfer"}
    assert len(selling.locations) == 1 and selling.shipping_rates[0]["price_minor"] == 2000
    (letter,) = work.perform(
        Caller(person.tenant, SYSTEM),
        lambda ctx: ctx.db.all("select * from mails where tenant_id = %(tenant)s"),
    )
    assert letter.kind == "verify_email" and letter.locale == "fr" and letter.recipient == new.email
    assert not work.perform(owner, accounts.profile).is_email_verified
    assert accounts.verify_email(work, asker(), link_token(letter)) == tenant.slug
    assert work.perform(owner, accounts.profile).is_email_verified
    assert [p.id for p in knock(work, new.email)] == [person.id]


def test_the_same_form_twice_makes_one_company(work: Work) -> None:
    new = form()
    (first, one), (second, two) = register(work, asker(), new), register(work, asker(), new)
    assert first == second and one != two and count(work, new.company) == 1
    other, _ = register(work, asker(), new, key="another click")
    assert other.tenant != first.tenant


def test_signing_up_again_is_no_way_around_the_log_in(work: Work, clock: Clock) -> None:
    """Neither later, nor past a second factor."""
    clock.now = clock()
    late, protected = form(), form()
    first, _ = register(work, asker(), late)
    second, _ = register(work, asker(), protected)
    door.as_person(work, second, lambda ctx: totp.begin(ctx, door.KEYS))
    assert register(work, asker(), protected)[0].tenant != second.tenant
    clock.now += timedelta(minutes=10)
    assert register(work, asker(), late)[0].tenant != first.tenant


def test_two_clicks_at_once_make_one_company(work: Work) -> None:
    new = form()
    made: list[Person] = []
    threads = [
        threading.Thread(target=lambda: made.append(register(work, asker(), new)[0])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and len({person.id for person in made}) == 1 and count(work, new.company) == 1


def test_a_strangers_form_with_the_same_words_gets_nothing_of_ours(work: Work) -> None:
    new = form()
    mine, _ = register(work, asker(), new)
    theirs, _ = register(
        work, asker(), form(company=new.company, email=new.email, password="quiet otters swim")
    )
    assert theirs.tenant != mine.tenant and theirs.id != mine.id


def test_a_known_address_is_answered_like_any_other(work: Work) -> None:
    email = own_email()
    first, _ = register(work, asker(), form(email=email))
    second, _ = register(work, asker(), form(email=email))
    assert first.tenant != second.tenant
    assert {person.tenant for person in knock(work, email)} == {first.tenant, second.tenant}


def test_what_stopped_half_way_is_finished_by_the_same_form(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = form()
    with monkeypatch.context() as patch, pytest.raises(KeyError):
        patch.setattr("duka.registration.countries.shipping_minor", _power_cut)
        register(work, asker(), new)
    assert count(work, new.company) == 1
    person, _ = register(work, asker(), new)
    assert count(work, new.company) == 1 and knock(work, new.email) == [person]


def test_short_names_are_made_different(work: Work) -> None:
    company = f"Épicerie d’Adjoua {new_id().hex[-6:]}"
    made = [register(work, asker(), form(company=company))[0] for _ in range(3)]
    slugs = [found.slug for person in made if (found := tenants.find_by_id(work, person.tenant))]
    stem = slugs[0]
    assert stem.startswith("epicerie-dadjoua-") and slugs[1:] == [f"{stem}-2", f"{stem}-3"]


@pytest.mark.parametrize("company", ["Console", "API", "Account", "WWW"])
def test_the_platforms_own_names_are_nobodys(work: Work, company: str) -> None:
    person, _ = register(work, asker(), form(company=company))
    found = tenants.find_by_id(work, person.tenant)
    assert found is not None and found.slug.startswith(f"{company.lower()}-")


@pytest.mark.parametrize("company", ["日本の店", "'); drop table tenants; --", "<script>", "A" * 200, "…"])
def test_any_name_is_taken(work: Work, company: str) -> None:
    person, _ = register(work, asker(), form(company=company))
    found = tenants.find_by_id(work, person.tenant)
    assert found is not None and found.name == company


WRONG = [
    ({"company": " "}, CompanyNameInvalid),
    ({"company": "a\nb"}, CompanyNameInvalid),
    ({"company": "a" * 201}, CompanyNameInvalid),
    ({"store_name": "a\x00b"}, CompanyNameInvalid),
    ({"name": ""}, NameInvalid),
    ({"email": "nobody"}, EmailInvalid),
    ({"country": "XX"}, CountryUnknown),
    ({"country": "AQ"}, CountryUnknown),
    ({"password": "short"}, PasswordTooShort),
    ({"password": "password123"}, PasswordTooCommon),
    ({"company": "Quiet Otter", "password": "quiet-otter-17"}, PasswordNamesYou),
]


@pytest.mark.parametrize(("changes", "refusal"), WRONG)
def test_what_is_wrong_is_refused_and_nothing_made(
    work: Work, changes: dict[str, str], refusal: type[Exception]
) -> None:
    new = form(**changes)
    with pytest.raises(refusal):
        register(work, asker(), new)
    assert count(work, new.company.strip()) == 0


def test_one_place_signs_up_only_so_many(work: Work) -> None:
    here = asker()
    with pytest.raises(TooManyTries):
        for _ in range(12):
            register(work, here, form())


def test_every_country_suggests_a_shop_that_can_be_made() -> None:
    found = countries.list_countries("fr")
    assert len(found) > 230 and [c.name for c in found if c.code == "DE"] == ["Allemagne"]
    assert countries.list_countries("sw")[0].name == "Afghanistan"
    for country in found:
        assert country.dial_code.startswith("+") and country.locale in ("en", "fr"), country
        assert country.tax is None or 0 < country.tax.rate_ppm < 300_000, country


@pytest.mark.parametrize("code", ["US", "JP", "TN", "KW", "BE", "CD", "ZW", "HT"])
def test_shops_are_made_in_all_kinds_of_countries(work: Work, code: str) -> None:
    person, _ = register(work, asker(), form(country=code.lower()))
    (store,) = work.perform(Caller(person.tenant, SYSTEM), stores.list_stores)
    assert store.country == code
