"""Taxes, shipping and payment of the two demo shops, in their two languages."""

from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.stores.inputs import PaymentMethod, ShippingRate, ShippingZone, Tier
from duka.stores.types import TaxRate


class Rules(msgspec.Struct, frozen=True):
    taxes: list[TaxRate]
    zones: list[ShippingZone]
    methods: list[PaymentMethod]


def _tax(country: str, tax_class: str, code: str, name: str, ppm: int) -> TaxRate:
    return TaxRate(country, "", "", tax_class, code, name, ppm, 0, is_compound=False)


def _method(
    provider: str, name: str, description: str, locale: str, other_name: str, other: str
) -> PaymentMethod:
    translations = {locale: {"name": other_name, "description": other}}
    return PaymentMethod(provider=provider, name=name, description=description, translations=translations)


def again(rate: ShippingRate, where: str) -> ShippingRate:
    """The same rate for another zone."""
    return msgspec.structs.replace(rate, code=f"{rate.code}-{where}")


def boutique(places: dict[str, UUID]) -> Rules:
    """Dakar: VAT 18 % within, none on exports."""
    pickups = [
        ShippingRate(
            code=f"pickup-{code}",
            name=name,
            kind="pickup",
            location_id=ids.public("loc", places[code]),
            translations={
                "en": {"name": english, "description": "Ready within two hours, Monday to Saturday"}
            },
            description="Prêt en deux heures, du lundi au samedi",
            min_days=0,
            max_days=1,
        )
        for code, name, english in (
            ("plateau", "Retrait à la boutique du Plateau", "Collect at the Plateau boutique"),
            ("atelier", "Retrait à l'atelier de la Médina", "Collect at the Médina workshop"),
        )
    ]
    motorbike = ShippingRate(
        code="moto",
        name="Livraison à moto à Dakar",
        description="Sous 24 heures",
        translations={"en": {"name": "Motorbike delivery in Dakar", "description": "Within 24 hours"}},
        price_minor=2000,
        free_over_minor=50_000,
        max_weight_grams=20_000,
        min_days=0,
        max_days=1,
    )
    coach = ShippingRate(
        code="car",
        name="Régions, par car",
        description="En gare routière",
        translations={"en": {"name": "Regions, by coach", "description": "To the coach station"}},
        price_minor=3500,
        min_days=2,
        max_days=4,
    )
    parcel = ShippingRate(
        code="colis",
        name="Colis international",
        description="Suivi, signé à la remise",
        translations={"en": {"name": "International parcel", "description": "Tracked, signed for"}},
        kind="by_weight",
        tiers=[Tier(9_500, 500), Tier(14_500, 1_000), Tier(24_000, 3_000), Tier(48_000, 10_000)],
        tax_class="zero",
        min_days=5,
        max_days=9,
    )
    abroad = ["ML", "CI", "BJ", "TG", "GH", "NG", "FR", "BE", "ES", "IT", "DE", "GB", "CA", "US"]
    return Rules(
        taxes=[_tax("SN", "standard", "TVA18", "TVA 18 %", 180_000), _tax("SN", "reduced", "TVA10", "TVA 10 %", 100_000)],
        zones=[
            ShippingZone(name="Sénégal", countries=["SN"], rates=[motorbike, coach, *pickups]),
            ShippingZone(name="Monde", countries=abroad, rates=[parcel]),
        ],
        methods=[
            _method(
                "sandbox", "Paiement en ligne", "Carte ou mobile money, sur une page d'essai : aucun argent ne bouge",
                "en", "Pay online", "Card or mobile money, on a sandbox page: no money moves",
            ),
            _method(
                "sandbox_mobile", "Mobile money (essai)", "Une demande arrive sur un téléphone d'essai : aucun argent ne bouge",
                "en", "Mobile money (sandbox)", "A prompt comes to a sandbox telephone: no money moves",
            ),
            _method(
                "cash_on_delivery", "À la livraison", "En espèces, au livreur",
                "en", "On delivery", "Cash, to the courier",
            ),
            _method(
                "bank_transfer", "Virement bancaire", "Nous préparons la commande à réception",
                "en", "Bank transfer", "We prepare the order when it arrives",
            ),
        ],
    )  # fmt: skip


def farm(places: dict[str, UUID]) -> Rules:
    """Wicklow: food mostly at zero, some at 13.5 %, the rest at 23 %."""
    pickups = [
        ShippingRate(
            code=f"pickup-{code}",
            name=name,
            kind="pickup",
            location_id=ids.public("loc", places[code]),
            description=when,
            translations={"fr": {"name": french, "description": french_when}},
            min_days=1,
            max_days=2,
        )
        for code, name, when, french, french_when in (
            (
                "farmshop",
                "Collect at the farm shop",
                "Wednesday to Saturday",
                "Retrait à la ferme",
                "Du mercredi au samedi",
            ),
            (
                "market",
                "Collect at Wicklow market",
                "Saturday, 9 to 14 h",
                "Retrait au marché de Wicklow",
                "Samedi, de 9 à 14 h",
            ),
        )
        if code in places
    ]
    van = ShippingRate(
        code="van",
        name="Our own chilled van",
        description="Thursday and Friday afternoons",
        translations={
            "fr": {"name": "Notre camionnette réfrigérée", "description": "Jeudi et vendredi après-midi"}
        },
        kind="by_total",
        tiers=[Tier(690, 4_000), Tier(390, 8_000), Tier(0)],
        min_total_minor=1_500,
        tax_class="standard",
        min_days=1,
        max_days=3,
    )
    box = ShippingRate(
        code="box",
        name="Insulated box by courier",
        description="Kept cool for 48 hours",
        translations={
            "fr": {"name": "Colis isotherme par coursier", "description": "Au frais pendant 48 heures"}
        },
        kind="by_weight",
        tiers=[Tier(890, 5_000), Tier(1_290, 10_000), Tier(1_990, 20_000)],
        free_over_minor=12_000,
        min_days=1,
        max_days=2,
    )
    uk_box = msgspec.structs.replace(
        box, code="box-gb", free_over_minor=None, tiers=[Tier(1_890, 5_000), Tier(2_490, 10_000)]
    )
    taxes = [
        _tax(country, tax_class, code, name, ppm)
        for country, tax_class, code, name, ppm in (
            ("IE", "standard", "VAT23", "VAT 23%", 230_000),
            ("IE", "reduced", "VAT135", "VAT 13.5%", 135_000),
            ("IE", "zero", "VAT0", "VAT 0%", 0),
            ("GB", "standard", "VAT20", "VAT 20%", 200_000),
            ("GB", "reduced", "VAT5", "VAT 5%", 50_000),
            ("GB", "zero", "VAT0", "VAT 0%", 0),
        )
    ]
    return Rules(
        taxes=taxes,
        zones=[
            ShippingZone(
                name="Wicklow and Dublin",
                countries=["IE"],
                postal_prefixes=["A63", "A67", "A98", "D"],
                rates=[van, box, *pickups],
            ),
            ShippingZone(name="Ireland", countries=["IE"], rates=[again(rate, "ie") for rate in (box, *pickups)]),
            ShippingZone(name="Northern Ireland and Britain", countries=["GB"], rates=[uk_box]),
        ],
        methods=[
            _method(
                "sandbox", "Pay online", "Card or wallet, on a sandbox page: no money moves",
                "fr", "Paiement en ligne", "Carte ou portefeuille, sur une page d'essai : aucun argent ne bouge",
            ),
            _method(
                "cash_on_delivery", "When you get it", "Cash or card, at the door or the stall",
                "fr", "À la réception", "En espèces ou par carte, à la porte ou au marché",
            ),
        ],
    )  # fmt: skip
