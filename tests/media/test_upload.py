from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from tests.conftest import Clock
from tests.media.pictures import drawn, saved
from tests.people import Shop

from duka.catalog import service as catalog
from duka.catalog.inputs import NewProduct
from duka.control import rollouts
from duka.kernel.config import Config
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id, public
from duka.kernel.work import Caller, Work
from duka.media import queries, service, signing
from duka.media.errors import LinkExpired, MediaInUse, MediaNotFound, NotAPicture
from duka.media.providers.local import LocalStorage
from duka.stores import queries as stores
from duka.stores import service as store_service
from duka.stores.inputs import StoreChange
from duka.tenants.types import PLATFORM

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PICTURE = saved(drawn(500, 250))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path, base_url="https://shop.example", secret="a long secret")


@pytest.fixture
def storage(config: Config) -> LocalStorage:
    made = queries.make_storage(config)
    assert isinstance(made, LocalStorage)
    return made


def files(storage: LocalStorage) -> list[str]:
    return sorted(str(f.relative_to(storage.root)) for f in storage.root.rglob("*") if f.is_file())


def test_a_picture_is_kept_in_its_widths(work: Work, shop: Shop, storage: LocalStorage) -> None:
    media = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    folder = f"{shop.tenant.id.hex}/{media.hex}"
    assert files(storage) == [f"{folder}/{width}.webp" for width in (160, 320, 480)]
    image = work.perform(shop.shopper, lambda ctx: queries.image(ctx, media, "100 % 'red'"))
    assert image.id == public("med", media) and image.url == f"/media/{folder}"
    assert (image.width, image.height, image.widths, image.alt) == (500, 250, [160, 320, 480], "100 % 'red'")
    data = storage.get(f"{folder}/160.webp")
    assert data is not None and data[8:12] == b"WEBP"


def test_the_same_picture_twice_is_one(
    work: Work, shop: Shop, other_shop: Shop, storage: LocalStorage
) -> None:
    first = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    assert service.upload(work, shop.caller, storage, PICTURE, "b.jpg") == first
    assert len(files(storage)) == 3
    assert service.upload(work, other_shop.caller, storage, PICTURE, "a.png") != first


def test_a_refused_picture_leaves_nothing(work: Work, shop: Shop, storage: LocalStorage) -> None:
    with pytest.raises(NotAPicture):
        service.upload(work, shop.caller, storage, b"<svg/>", "a.png")
    with pytest.raises(Forbidden):
        service.upload(work, shop.shopper, storage, PICTURE, "a.png")
    assert files(storage) == []


def test_a_failure_while_recording_leaves_no_files(work: Work, shop: Shop, storage: LocalStorage) -> None:
    class Full(LocalStorage):
        def put(self, path: str, data: bytes, mime: str) -> None:
            if path.endswith("/160.webp"):
                super().put(path, data, mime)
            else:
                raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        service.upload(work, shop.caller, Full(storage.root, Config(data=storage.root)), PICTURE, "a.png")
    assert files(storage) == []
    service.upload(work, shop.caller, storage, PICTURE, "a.png")


def test_a_picture_goes_when_nothing_shows_it(
    work: Work, shop: Shop, other_shop: Shop, storage: LocalStorage
) -> None:
    media = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    with pytest.raises(MediaNotFound):
        service.delete(work, other_shop.caller, storage, media)
    logo = StoreChange(theme={"logo": public("med", media)})
    work.perform(shop.caller, lambda ctx: store_service.update(ctx, shop.store, logo, 1))
    store = work.perform(shop.shopper, lambda ctx: stores.store(ctx, shop.store))
    assert store.theme.logo is not None and store.theme.logo.alt == store.name
    with pytest.raises(MediaInUse):
        service.delete(work, shop.caller, storage, media)
    work.perform(
        shop.caller, lambda ctx: store_service.update(ctx, shop.store, StoreChange(theme={"logo": None}), 2)
    )
    service.delete(work, shop.caller, storage, media)
    assert files(storage) == []
    with pytest.raises(MediaNotFound):
        service.delete(work, shop.caller, storage, media)


def test_a_signed_address_works_until_its_end(
    work: Work, shop: Shop, config: Config, storage: LocalStorage
) -> None:
    media = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    path = f"{shop.tenant.id.hex}/{media.hex}/320.webp"
    found = queries.signed_url(work, shop.shopper, storage, config, f"/media/{path}")
    assert found.url.startswith(f"https://shop.example/media/{path}?expires=")
    url = signing.signed_url(config, path, NOON)
    expires, signature = (part.partition("=")[2] for part in url.partition("?")[2].split("&"))
    signing.verify(config, path, expires, signature, NOON + timedelta(seconds=899))
    for wrong in (
        (path, expires, signature, NOON + timedelta(seconds=900)),
        (path.replace("320", "160"), expires, signature, NOON),
        (path, str(int(expires) + 1), signature, NOON),
        (path, "9" * 20, signature, NOON),
        (path, "-1", signature, NOON),
        (path, expires, "é", NOON),
        (path, "", "", NOON),
    ):
        with pytest.raises(LinkExpired):
            signing.verify(config, *wrong)


def test_one_address_for_every_width_of_a_picture(
    work: Work, shop: Shop, config: Config, storage: LocalStorage
) -> None:
    media = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    folder = f"{shop.tenant.id.hex}/{media.hex}"
    found = queries.signed_url(work, shop.shopper, storage, config, f"{folder}/*.webp")
    assert found.url.startswith(f"https://shop.example/media/{folder}/*.webp?expires=")
    query = parse_qs(found.url.partition("?")[2])
    given = (query["expires"][0], query["signature"][0])
    for width in (160, 320):
        signing.verify(config, f"{folder}/{width}.webp", *given, work.clock())
    with pytest.raises(LinkExpired):
        signing.verify(config, f"{shop.tenant.id.hex}/{new_id().hex}/160.webp", *given, work.clock())


def test_how_long_an_address_works_is_set_for_one_merchant(
    work: Work, shop: Shop, config: Config, storage: LocalStorage, clock: Clock
) -> None:
    clock.now = NOON
    media = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    path = f"{shop.tenant.id.hex}/{media.hex}/320.webp"
    assert queries.signed_url(work, shop.shopper, storage, config, path).expires_at.startswith(
        "2026-06-01T12:15"
    )
    rollouts.set_value(work, Caller(PLATFORM), shop.tenant.id, "cdn_signed_url_ttl", 60)
    assert queries.signed_url(work, shop.shopper, storage, config, path).expires_at.startswith(
        "2026-06-01T12:01"
    )


def test_only_own_files_are_signed(
    work: Work, shop: Shop, other_shop: Shop, config: Config, storage: LocalStorage
) -> None:
    media = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    own = f"{shop.tenant.id.hex}/{media.hex}"
    for caller, path in (
        (other_shop.shopper, f"{own}/320.webp"),
        (shop.shopper, f"{own}/640.webp"),
        (shop.shopper, f"{shop.tenant.id.hex}/{new_id().hex}/320.webp"),
        (shop.shopper, f"{own}/../{media.hex}/320.webp"),
        (shop.shopper, "../../etc/passwd"),
        (shop.shopper, f"{own}/99999.webp"),
    ):
        with pytest.raises(MediaNotFound):
            queries.signed_url(work, caller, storage, config, path)


def test_nothing_is_signed_without_a_secret(config: Config, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="DUKA_SECRET"):
        signing.signed_url(Config(data=tmp_path), "a", NOON)


HERE = f"{'a' * 32}/{'b' * 32}"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/b/c.webp",
        f"{HERE}/../160.webp",
        f"{HERE}/160.webp\n",
        HERE.upper(),
        "\0",
    ],
)
def test_no_other_path_exists(storage: LocalStorage, path: str) -> None:
    assert storage.get(path) is None
    for act in (
        lambda: storage.put(path, b"", ""),
        lambda: storage.url(path, NOON, 1),
        lambda: storage.delete(path),
    ):
        with pytest.raises(ValueError, match=r"no (path|folder)"):
            act()


def test_storing_inside_a_transaction_is_a_bug(work: Work, shop: Shop, storage: LocalStorage) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        work.perform(shop.caller, lambda ctx: storage.delete(HERE))


def test_a_picture_of_a_product_is_in_use(work: Work, shop: Shop, storage: LocalStorage) -> None:
    media = service.upload(work, shop.caller, storage, PICTURE, "a.png")
    product = work.perform(shop.caller, lambda ctx: catalog.create_product(ctx, NewProduct(title="Pot")))

    def show(ctx):
        ctx.db.run(
            """insert into product_images (tenant_id, id, product_id, media_id)
               values (%(tenant)s, %(id)s, %(product)s, %(media)s)""",
            id=new_id(),
            product=product,
            media=media,
        )

    work.perform(shop.caller, show)
    with pytest.raises(MediaInUse):
        service.delete(work, shop.caller, storage, media)
    assert len(files(storage)) == 3
