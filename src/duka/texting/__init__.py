"""Texting: messages by SMS, through a company's own account at a provider.

A *text* is posted with mail's other messages (`mail.post`) and has the same states. Words: a *segment* is what a network
carries and bills: 160 letters of the GSM alphabet, or 70 of any other (153 and 67 when there are several). Somebody who
answers STOP gets no further text. Neighbours: the post office below; accounts' secrets are sealed with the keyring that the
wiring gives.
"""
