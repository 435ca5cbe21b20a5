"""The permissions of returns."""

NAMES = {
    "returns:request": "Ask to send back goods of an own order",
    "returns:read": "See returns",
    "returns:write": "Judge returns and receive their goods",
    "returns:settle": "Give money, credit or new goods for returns",
    "returns:settle_early": "Give money for returns before the goods are back",
}
