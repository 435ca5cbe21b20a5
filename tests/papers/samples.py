"""Values to print: an ordinary one of each paper, and a harsh one."""

from datetime import date

from duka.papers.types import (
    AddressLabel,
    PackingSlip,
    Party,
    PickLine,
    PickList,
    PickShare,
    PickupTag,
    ReturnLine,
    ReturnSlip,
    Sender,
    SlipLine,
)

FARM = Sender(
    name="Ferme Teranga", contact=("Route de Popenguine, Mbour", "+221 33 957 00 00"), accent="#2f6b3a"
)
FARM_HOUSE = Party(name="Ferme Teranga", line1="Route de Popenguine", city="Mbour", country="SN")
LONG_NAME = "Ndéye-Fatoumata Ŋaari Diop-Vandenbroucke de la Rochefoucauld-Montbazon"
AWA = Party(
    name=LONG_NAME,
    company="Groupement d'intérêt économique des transformatrices de Dionewar",
    line1="Villa 14, Cité des Enseignants, derrière la grande mosquée",
    line2="Sicap Liberté 6 Extension",
    city="Dakar",
    region="Dakar",
    postal_code="12500",
    country="SN",
    phone="+221 77 123 45 67",
)
TYPED = '#let x = 1 *gras* $a^2$ \\ [x] @ref <a> "q" // é'
"""Signs that mean something to a typesetter."""


def lines(count: int) -> tuple[SlipLine, ...]:
    return tuple(
        SlipLine(
            title=f"Panier de légumes numéro {n}", quantity="1,25 kg", variant="Grand", sku=f"PAN-{n:03d}"
        )
        for n in range(count)
    )


SLIP = PackingSlip(
    number="TR-10042-1",
    store=FARM,
    placed_on=date(2026, 11, 21),
    recipient=AWA,
    lines=lines(2),
    waiting=(SlipLine(title="Miel de mangrove", quantity="3"),),
    parcel=1,
    parcels=2,
    method="Livraison à Dakar",
    location="Ferme de Mbour",
    carrier="La Poste",
    tracking_number="EE123456785SN",
    due="12 500 F CFA",
    note="Sonnez deux fois",
    locale="fr",
)
LABEL = AddressLabel(
    number="TR-10042-1",
    sender=FARM_HOUSE,
    recipient=AWA,
    carrier="Moussa",
    service="Express",
    weight_grams=12_340,
    due="12 500 F CFA",
    instructions="Le portail vert après la boulangerie",
    parcel=1,
    parcels=2,
    locale="fr",
)
TAG = PickupTag(
    number="TR-10042",
    name="Awa Ba",
    store="Ferme Teranga",
    location="Marché Kermel",
    shelf="B-12",
    ready_on=date(2026, 11, 21),
    count=4,
    locale="fr",
)
PICKS = PickList(
    location="Ferme de Mbour",
    made_at="21 novembre 2026, 13:05",
    orders=2,
    lines=(
        PickLine(sku="B-2", title="Miel", quantity="3", orders=(PickShare(number="TR-1", quantity="3"),)),
        PickLine(sku="A-9", title="Bissap", quantity="5", shelf="R2"),
        PickLine(sku="A-1", title="Sésame", quantity="1", shelf="R1"),
    ),
    locale="fr",
)
RETURN = ReturnSlip(
    number="RT-77",
    order_number="TR-10042",
    store=FARM,
    sender=AWA,
    recipient=FARM_HOUSE,
    lines=(ReturnLine(title="Miel", quantity="1", sku="MIEL", reason="Le bocal est fêlé"),),
    send_by=date(2026, 12, 4),
    paid_by="store",
    locale="fr",
)
