"""The verbs of returns. Those that take `work` give money back, between transactions of their own."""

from duka.returns.service.judging import approve, cancel, refuse
from duka.returns.service.moving import receive, ship
from duka.returns.service.photos import add_photo
from duka.returns.service.requesting import request
from duka.returns.service.settling import finish, propose, settle

__all__ = [
    "add_photo",
    "approve",
    "cancel",
    "finish",
    "propose",
    "receive",
    "refuse",
    "request",
    "settle",
    "ship",
]
