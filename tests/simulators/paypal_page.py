"""The page where the buyer approves what they pay. *Decline* approves with a card that will be refused."""

from html import escape
from pathlib import Path
from string import Template

from tests.simulators.paypal_orders import Order, money

PAGE = Path(__file__).parent / "pages" / "paypal_approve.html"


def approval_page(order: Order) -> str:
    shown = money(order.amount, order.currency)
    return Template(PAGE.read_text()).substitute(
        brand=escape(order.context.get("brand_name", "the shop")),
        what=escape(order.unit.get("description", "Your order")),
        amount=f"{shown['value']} {shown['currency_code']}",
        token=escape(order.id),
    )
