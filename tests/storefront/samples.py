"""Two shops made up for looking at and testing pages without a database."""

from pathlib import Path
from uuid import UUID

from duka.catalog.types import (
    AttributeValue,
    CardVariant,
    Category,
    CategoryLink,
    Facet,
    FacetValue,
    LocationStock,
    Option,
    Product,
    ProductCard,
    ProductPage,
    Variant,
)
from duka.identity.sealing import Keyring
from duka.kernel.config import Config
from duka.media.types import Image
from duka.payments.gateways import Gateways
from duka.payments.providers.manual import Manual
from duka.payments.providers.mtn_momo import MtnMomo
from duka.payments.providers.paypal import PayPal
from duka.payments.providers.stripe import Stripe
from duka.storefront.visit import CartKey, Visit
from duka.stores.types import Contact, PaymentOption, Store, Texts, Theme

IDS = [f"{number:032x}" for number in range(1, 200)]


def image(name: str, width: int = 1200, height: int = 1500, color: str = "#efe0cf") -> Image:
    return Image(f"img_{name}", f"/media/{name}", "", width, height, [160, 320, 640, 1200], color)


PAYMENTS = [
    PaymentOption("sandbox", "Card or mobile money", "Visa, Mastercard, Wave, Orange Money"),
    PaymentOption("stripe", "Card", "Visa, Mastercard"),
    PaymentOption("mtn_momo", "MTN MoMo", "You confirm on your telephone"),
    PaymentOption("cash_on_delivery", "Cash on delivery", "Pay the driver"),
    PaymentOption("bank_transfer", "Bank transfer", "We send it when the transfer has arrived"),
]
GATEWAYS = Gateways(
    [
        Manual("cash_on_delivery", "Cash"),
        Manual("bank_transfer", "Bank transfer"),
        Stripe(),
        PayPal(),
        MtnMomo(),
    ],
    Keyring(("a secret of the tests",)),
    "https://maison.example",
)
THEMES = {
    "boutique": Theme(banner=image("banner", 2400, 1000)),
    "market": Theme(
        preset="market",
        accent="#2f6b3c",
        ink="#1d241c",
        paper="#ffffff",
        heading_font="sans",
        radius="round",
        density="dense",
        banner=image("farm-banner", 2400, 1000),
    ),
    "catalogue": Theme(
        preset="catalogue",
        accent="#1f4fd8",
        ink="#14181f",
        paper="#ffffff",
        heading_font="sans",
        radius="square",
        density="dense",
        banner=image("banner", 2400, 1000),
    ),
}


def store(preset: str = "boutique", locale: str = "en") -> Store:
    farm = preset == "market"
    return Store(
        id="store_" + IDS[0],
        slug="atelier",
        name="Green Acre" if farm else "Maison Sahel",
        currency="EUR" if farm else "XOF",
        country="FR" if farm else "SN",
        locale=locale,
        locales=["en", "fr"],
        default_locale="en",
        timezone="Europe/Paris" if farm else "Africa/Dakar",
        prices_include_tax=not farm,
        theme=THEMES[preset],
        contact=Contact(
            "bonjour@maison.example",
            "+221 33 800 00 00",
            "12 rue Jules-Ferry, Dakar",
            "Mon to Sat, 9 to 19",
            {"instagram": "https://instagram.example/maison"},
        ),
        texts=Texts(
            tagline="From our fields to your table" if farm else "Cloth, craft and colour from Dakar",
            announcement="Delivery within the day in Paris"
            if farm
            else "Free delivery in Dakar from 50 000 F CFA",
            banner_title="Picked this morning" if farm else "The indigo season",
            banner_text="Vegetables, cheese and meat from eleven farms around us, weighed when we pack them."
            if farm
            else "Hand-dyed bazin, cut in small numbers by the tailors of the Médina.",
            shipping_policy="<p>We deliver in one to three working days.</p>",
            returns_policy="<p>Fourteen days to change your mind.</p>",
            about="<p>We began with one loom.</p><h2>Today</h2><p>We are eleven.</p>",
        ),
        payment_methods=PAYMENTS,
        ships_to=["FR", "BE"] if farm else ["SN", "CI", "FR", "US"],
        version=3,
    )


def visit(preset: str = "boutique", locale: str = "en", path: str = "/", **more: object) -> Visit:
    class Services:
        config = Config(data=Path("var"), secret="a secret of the tests")
        landing = ()
        gateways = GATEWAYS

    values: dict[str, object] = {
        "services": Services(),
        "tenant": UUID(int=1),
        "store_id": UUID(int=2),
        "store": store(preset, locale),
        "locale": locale,
        "origin": "https://maison.example",
        "path": path,
        "csrf": "token",
        "items": 3,
        "cart": CartKey(UUID(int=3), "secret"),
        **more,
    }
    return Visit(**values)  # type: ignore[arg-type]


FASHION = [
    ("Indigo boubou", "boubou", 68000, 85000),
    ("Terracotta day dress", "dress", 42000, None),
    ("Lagoon kaftan", "kaftan", 54000, None),
    ("Bogolan kimono", "kimono", 61000, None),
    ("Market tote", "tote", 18500, None),
    ("Clay vase, tall", "vase", 27000, 32000),
    ("Rattan pouf", "pouf", 74000, None),
    ("Brass earrings", "earrings", 12500, None),
    ("Shea balm", "balm", 6500, None),
    ("Woven basket", "basket", 22000, None),
    ("Calabash lamp", "lamp", 48000, None),
    ("Striped scarf", "scarf", 15500, None),
]
FARM = [
    ("Heirloom tomatoes", "tomato", 590, None),
    ("Free-range chicken", "chicken", 1290, None),
    ("Wild garlic", "garlic", 350, None),
    ("Goat cheese, young", "cheese", 2490, 2890),
    ("Carrots with greens", "carrot", 290, None),
    ("Spring honey", "honey", 890, None),
    ("Sourdough, large", "bread", 620, None),
    ("Eggs, ten", "eggs", 480, None),
    ("Beef for braising", "beef", 2190, None),
    ("New potatoes", "potato", 240, None),
]


def cards(preset: str = "boutique") -> list[ProductCard]:
    farm = preset == "market"
    result = []
    for number, (title, name, price, was) in enumerate(FARM if farm else FASHION):
        weight = farm and number not in (5, 6, 7)
        variants = [
            CardVariant(
                "var_" + IDS[number], f"MS-{name[:3].upper()}-{number:03}", [], price, was, number != 8
            )
        ]
        result.append(
            ProductCard(
                id="prod_" + IDS[number],
                slug=name,
                title=title,
                vendor="",
                image=image(name, 1200, 1200 if farm else 1500),
                hover_image=None if farm else image(name + "-2"),
                pricing_mode="weight" if weight else "fixed",
                unit="KGM" if weight else "C62",
                price_minor=price,
                price_max_minor=price + (6000 if number == 2 else 0),
                was_minor=was,
                is_available=number != 8,
                is_new=number in (1, 3),
                variants=variants * (3 if number == 2 else 1),
            )
        )
    return result


def nav(preset: str = "boutique") -> list[Category]:
    names = (
        ["Vegetables", "Fruit", "Dairy", "Meat", "Bakery", "Pantry"]
        if preset == "market"
        else ["Women", "Men", "Accessories", "Home", "Beauty"]
    )
    return [
        Category(
            "cat_" + IDS[n],
            name.lower(),
            name,
            f"{name}, made well.",
            image(f"cat-{name.lower()}", 1200, 900),
            12 + n,
            [],
        )
        for n, name in enumerate(names)
    ]


def page(preset: str = "boutique", total: int = 124) -> ProductPage:
    facets = [
        Facet(
            "option:Size",
            "Size",
            [FacetValue(s, s, 12 - n, n == 1) for n, s in enumerate(["S", "M", "L", "XL"])],
        ),
        Facet(
            "option:Colour", "Colour", [FacetValue(c, c, 7) for c in ["Indigo", "Terracotta", "Palm", "Sand"]]
        ),
        Facet("tag", "Made", [FacetValue("hand", "By hand", 31), FacetValue("dakar", "In Dakar", 44)]),
    ]
    return ProductPage("EUR" if preset == "market" else "XOF", cards(preset), None, total, facets, None)


def product(preset: str = "boutique") -> Product:
    if preset == "market":
        return Product(
            id="prod_" + IDS[0],
            slug="tomato",
            title="Heirloom tomatoes",
            vendor="Ferme du Val",
            description="<p>Six old varieties, picked ripe. <strong>Not for the fridge.</strong></p>",
            kind="Vegetable",
            tags=[],
            currency="EUR",
            prices_include_tax=False,
            pricing_mode="weight",
            unit="KGM",
            scale=2,
            step=10,
            minimum=20,
            maximum=1000,
            average=30,
            options=[],
            variants=[
                Variant(
                    "var_" + IDS[0],
                    "TOM-1",
                    "",
                    "",
                    [],
                    590,
                    None,
                    True,
                    4200,
                    [LocationStock("Market hall", "in"), LocationStock("Farm gate", "low")],
                    0,
                    None,
                )
            ],
            images=[image("tomato", 1200, 1200), image("tomato-2", 1200, 1200)],
            categories=[CategoryLink("vegetables", "Vegetables", ["vegetables"])],
            attributes=[AttributeValue("origin", "Origin", "text", "Île-de-France")],
            is_available=True,
            price_minor=590,
            price_max_minor=590,
            was_minor=None,
            seo_title="",
            seo_description="",
            slugs={"en": "tomato", "fr": "tomate"},
            version=1,
            updated_at="2026-11-20T09:00:00Z",
        )
    colours, sizes = ["Indigo", "Terracotta", "Palm"], ["S", "M", "L", "XL"]
    places = ["Dakar Plateau", "Almadies", "Saint-Louis"]
    variants = []
    for c, colour in enumerate(colours):
        for s, size in enumerate(sizes):
            stock = (c * 5 + s * 3) % 11
            variants.append(
                Variant(
                    "var_" + IDS[c * 4 + s],
                    f"BOU-{colour[:3].upper()}-{size}",
                    "",
                    f"{colour} / {size}",
                    [colour, size],
                    68000 + 4000 * (s == 3),
                    85000 if c == 0 else None,
                    stock > 0,
                    stock,
                    [
                        LocationStock(p, ["out", "low", "in"][min(2, stock // (n + 2))])
                        for n, p in enumerate(places)
                    ],
                    600,
                    f"img_boubou-{c + 1}" if c else "img_boubou",
                )
            )
    return Product(
        id="prod_" + IDS[0],
        slug="boubou",
        title="Indigo boubou",
        vendor="Atelier Ndiaye",
        description="<p>A grand boubou in hand-beaten bazin, dyed three times in natural indigo and "
        "embroidered by hand around the neck.</p><ul><li>Cotton damask</li>"
        "<li>One size wide, cut to four lengths</li></ul>",
        kind="Boubou",
        tags=["hand"],
        currency="XOF",
        prices_include_tax=True,
        pricing_mode="fixed",
        unit="C62",
        scale=0,
        step=1,
        minimum=1,
        maximum=None,
        average=None,
        options=[Option("Colour", "Colour", colours, colours), Option("Size", "Size", sizes, sizes)],
        variants=variants,
        images=[image("boubou"), image("boubou-2"), image("boubou-3")],
        categories=[CategoryLink("women", "Women", ["women"])],
        attributes=[
            AttributeValue("material", "Material", "text", "Cotton damask"),
            AttributeValue("length", "Length", "measure", 138, "CMT"),
            AttributeValue("lined", "Lined", "boolean", True),
        ],
        is_available=True,
        price_minor=68000,
        price_max_minor=72000,
        was_minor=85000,
        seo_title="",
        seo_description="",
        slugs={"en": "boubou"},
        version=1,
        updated_at="2026-11-20T09:00:00Z",
    )
