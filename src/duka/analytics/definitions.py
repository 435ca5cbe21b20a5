"""What each figure is: its name, its unit, in words and as a formula. The API answers with it, the console shows it beside the
figure, and the documentation is held against it, so that one number means one thing everywhere.

`parts` are columns of `source`, sums of days that may be added up; the formula says what is made of them. A figure of unit
`money` stands in one currency, `count` is a number, `share` parts of a million, `time` seconds.
"""

from typing import Literal

import msgspec

Unit = Literal["money", "count", "share", "time"]
Family = Literal["sales", "products", "funnel", "parcels", "returns", "promotions"]
SOURCES: dict[Family, str] = {
    "sales": "sales_days",
    "products": "product_days",
    "funnel": "funnel_days",
    "parcels": "fulfillment_days",
    "returns": "return_days",
    "promotions": "promotion_days",
}


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """`per`: the part that is divided by; without one the figure is `parts` added up (a `-` before one takes it off).
    `other`: the family of `per`, if it is not the same. `is_better_high` None: neither is better."""

    key: str
    family: Family
    unit: Unit
    parts: tuple[str, ...]
    per: str = ""
    other: Family | None = None
    percent: int = 0
    is_better_high: bool | None = True
    name: dict[str, str]
    words: dict[str, str]

    @property
    def formula(self) -> str:
        """In the names of tables and columns."""
        source = SOURCES[self.family]
        top = " ".join(
            f"- {source}.{part[1:]}" if part.startswith("-") else f"+ {source}.{part}" for part in self.parts
        ).removeprefix("+ ")
        if self.percent:
            return f"percentile {self.percent} of {top}"
        return f"({top}) / {SOURCES[self.other or self.family]}.{self.per}" if self.per else top


def _figure(
    key: str,
    family: Family,
    unit: Unit,
    parts: str,
    en: tuple[str, str],
    fr: tuple[str, str],
    *,
    per: str = "",
    other: Family | None = None,
    percent: int = 0,
    better: bool | None = True,
) -> Definition:
    return Definition(
        key=key,
        family=family,
        unit=unit,
        parts=tuple(parts.split()),
        per=per,
        other=other,
        percent=percent,
        is_better_high=better,
        name={"en": en[0], "fr": fr[0]},
        words={"en": en[1], "fr": fr[1]},
    )


FIGURES: tuple[Definition, ...] = (
    _figure(
        "revenue", "sales", "money", "total_minor",
        ("Revenue", "What buyers owe for orders placed in the period and not cancelled: goods less discounts, with carriage "
         "and taxes. It counts on the day the order was placed, paid or not."),
        ("Chiffre d’affaires", "Ce que doivent les acheteurs pour les commandes passées dans la période et non annulées : "
         "articles moins remises, avec port et taxes. Compté le jour de la commande, payée ou non."),
    ),
    _figure(
        "net_revenue", "sales", "money", "total_minor -refund_minor",
        ("Net revenue", "Revenue less what was given back in the period, whenever its order was placed. Nothing of cancelled "
         "orders counts, neither sale nor refund."),
        ("Chiffre d’affaires net", "Chiffre d’affaires moins ce qui a été remboursé dans la période, quel que soit le jour de "
         "la commande. Rien d’une commande annulée ne compte, ni vente ni remboursement."),
    ),
    _figure(
        "orders", "sales", "count", "orders",
        ("Orders", "Orders placed in the period and not cancelled. An order is placed when it is paid, or needs no payment in "
         "advance."),
        ("Commandes", "Commandes passées dans la période et non annulées. Une commande est passée quand elle est payée, ou "
         "n’a pas à l’être d’avance."),
    ),
    _figure(
        "average_order", "sales", "money", "total_minor",
        ("Average order", "Revenue divided by orders."),
        ("Panier moyen", "Chiffre d’affaires divisé par le nombre de commandes."),
        per="orders",
    ),
    _figure(
        "items", "sales", "count", "items",
        ("Items sold", "Pieces in these orders; what is sold by weight or measure counts as one."),
        ("Articles vendus", "Pièces dans ces commandes ; ce qui se vend au poids ou à la mesure compte pour un."),
    ),
    _figure(
        "gross", "sales", "money", "gross_minor",
        ("Gross sales", "Goods at the prices they were offered at, before discounts, carriage and taxes that come on top."),
        ("Ventes brutes", "Articles aux prix proposés, avant remises, port et taxes ajoutées."),
    ),
    _figure(
        "discounts", "sales", "money", "discount_minor",
        ("Discounts", "What promotions and staff took off these orders."),
        ("Remises", "Ce que les promotions et l’équipe ont retiré de ces commandes."),
        better=None,
    ),
    _figure(
        "shipping", "sales", "money", "shipping_minor",
        ("Carriage", "What buyers pay for carriage in these orders."),
        ("Port", "Ce que les acheteurs paient pour le port de ces commandes."),
        better=None,
    ),
    _figure(
        "tax", "sales", "money", "tax_minor",
        ("Taxes", "Taxes of these orders, contained in prices or on top of them."),
        ("Taxes", "Taxes de ces commandes, comprises dans les prix ou ajoutées."),
        better=None,
    ),
    _figure(
        "refunds", "sales", "money", "refund_minor",
        ("Refunds", "Money and credit given back in the period, by the day it was; not for cancelled orders."),
        ("Remboursements", "Argent et avoirs rendus dans la période, au jour où ils l’ont été ; hors commandes annulées."),
        better=False,
    ),
    _figure(
        "new_customers", "sales", "count", "first_orders",
        ("New customers", "Customers whose first order that was not cancelled was placed in the period. Orders placed without "
         "logging in under the address of somebody with an account count for nobody until they are claimed."),
        ("Nouveaux clients", "Clients dont la première commande non annulée date de la période. Une commande passée sans "
         "connexion à l’adresse d’un compte ne compte pour personne tant qu’elle n’est pas rattachée."),
    ),
    _figure(
        "repeat_orders", "sales", "count", "repeat_orders",
        ("Orders of returning customers", "Orders of customers who had ordered before."),
        ("Commandes de clients fidèles", "Commandes de clients qui avaient déjà commandé."),
    ),
    _figure(
        "repeat_share", "sales", "share", "repeat_orders",
        ("Share of returning customers", "Orders of returning customers, of all orders."),
        ("Part des clients fidèles", "Commandes de clients fidèles, rapportées à toutes les commandes."),
        per="orders",
    ),
    _figure(
        "cancelled", "sales", "count", "cancelled",
        ("Cancelled orders", "Orders placed in the period that were cancelled, whenever that was."),
        ("Commandes annulées", "Commandes passées dans la période et annulées, quel que soit le jour de l’annulation."),
        better=False,
    ),
    _figure(
        "disputes", "sales", "count", "disputes",
        ("Disputes", "Payments that buyers asked their bank for in the period."),
        ("Litiges", "Paiements contestés auprès de leur banque par des acheteurs dans la période."),
        better=False,
    ),
    _figure(
        "failed_payments", "sales", "share", "payments_failed",
        ("Failed payments", "Payments begun in the period that failed, of all begun."),
        ("Paiements échoués", "Paiements commencés dans la période et échoués, rapportés à tous les paiements commencés."),
        per="payments",
        better=False,
    ),
    _figure(
        "visits", "funnel", "count", "visits",
        ("Visits", "Different visitors of a day, counted anew each day. Browsers are told apart by address and program; nothing "
         "is stored with them. Robots, and who asks not to be counted, are left out."),
        ("Visites", "Visiteurs différents d’un jour, comptés à nouveau chaque jour. Les navigateurs se distinguent par adresse "
         "et programme ; rien n’est déposé chez eux. Les robots et qui demande à ne pas être compté sont exclus."),
    ),
    _figure(
        "page_views", "funnel", "count", "page_views",
        ("Pages seen", "Pages of the shop that visitors asked for."),
        ("Pages vues", "Pages de la boutique demandées par les visiteurs."),
    ),
    _figure(
        "product_visits", "funnel", "count", "product_visits",
        ("Visits to products", "Visits in which a product’s page was seen."),
        ("Visites de produits", "Visites au cours desquelles une page de produit a été vue."),
    ),
    _figure(
        "cart_visits", "funnel", "count", "cart_visits",
        ("Carts begun", "Visits in which something was put into the cart."),
        ("Paniers commencés", "Visites au cours desquelles un article a été mis au panier."),
    ),
    _figure(
        "checkout_visits", "funnel", "count", "checkout_visits",
        ("Checkouts begun", "Visits in which the checkout was reached."),
        ("Commandes commencées", "Visites ayant atteint la commande."),
    ),
    _figure(
        "order_visits", "funnel", "count", "order_visits",
        ("Visits with an order", "Visits in which an order was completed in the shop."),
        ("Visites avec commande", "Visites au cours desquelles une commande a été conclue dans la boutique."),
    ),
    _figure(
        "conversion", "funnel", "share", "order_visits",
        ("Conversion", "Visits with an order, of all visits."),
        ("Taux de conversion", "Visites avec commande, rapportées à toutes les visites."),
        per="visits",
    ),
    _figure(
        "shipped", "parcels", "count", "shipped",
        ("Parcels shipped", "Parcels that left in the period."),
        ("Colis expédiés", "Colis partis dans la période."),
    ),
    _figure(
        "time_to_ship", "parcels", "time", "ship_seconds",
        ("Time to ship", "Mean time from placing an order to its parcel leaving, of parcels that left in the period."),
        ("Délai d’expédition", "Temps moyen entre la commande et le départ du colis, pour les colis partis dans la période."),
        per="shipped",
        better=False,
    ),
    _figure(
        "time_to_ship_median", "parcels", "time", "ship_buckets",
        ("Median time to ship", "Half of the parcels that left in the period left within this time; found from classes of "
         "durations."),
        ("Délai d’expédition médian", "La moitié des colis partis dans la période l’ont été dans ce délai ; établi d’après des "
         "classes de durée."),
        percent=50,
        better=False,
    ),
    _figure(
        "delivered", "parcels", "count", "delivered",
        ("Parcels delivered", "Parcels that arrived in the period, or were fetched."),
        ("Colis livrés", "Colis arrivés dans la période, ou retirés."),
    ),
    _figure(
        "time_to_deliver", "parcels", "time", "deliver_seconds",
        ("Time to deliver", "Mean time from placing an order to its parcel arriving, of parcels that arrived in the period."),
        ("Délai de livraison", "Temps moyen entre la commande et l’arrivée du colis, pour les colis arrivés dans la période."),
        per="delivered",
        better=False,
    ),
    _figure(
        "time_to_deliver_p90", "parcels", "time", "deliver_buckets",
        ("Delivery, nine of ten", "Nine of ten parcels that arrived in the period arrived within this time; found from classes "
         "of durations."),
        ("Livraison, neuf sur dix", "Neuf colis sur dix arrivés dans la période l’ont été dans ce délai ; établi d’après des "
         "classes de durée."),
        percent=90,
        better=False,
    ),
    _figure(
        "returns", "returns", "count", "returns",
        ("Returns", "Returns, exchanges and claims asked for in the period and neither refused nor withdrawn."),
        ("Retours", "Retours, échanges et réclamations demandés dans la période, ni refusés ni retirés."),
        better=False,
    ),
    _figure(
        "return_rate", "returns", "share", "returns",
        ("Return rate", "Returns asked for in the period, of orders placed in it."),
        ("Taux de retour", "Retours demandés dans la période, rapportés aux commandes passées dans celle-ci."),
        per="orders",
        other="sales",
        better=False,
    ),
    _figure(
        "promotion_discounts", "promotions", "money", "discount_minor",
        ("Given by promotions", "What promotions took off orders placed in the period and not cancelled."),
        ("Accordé par les promotions", "Ce que les promotions ont retiré des commandes passées dans la période et non annulées."),
        better=None,
    ),
)  # fmt: skip

BY_KEY = {each.key: each for each in FIGURES}
