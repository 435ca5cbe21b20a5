"""Promotions: offers that change what a cart comes to. Conditions, effects, codes, budgets."""
