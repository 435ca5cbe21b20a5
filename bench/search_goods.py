"""Titles for a catalogue of any size, and the same titles misspelt: made from a seed, so two runs make the same ones."""

import random
import string


def _words(text: str) -> list[str]:
    return text.split()


QUALITIES = _words(
    "striped washed brushed quilted pleated ribbed hooded fitted relaxed cropped lined padded woven knitted crochet "
    "carved turned glazed enamelled hammered polished brushed painted printed embossed stackable folding foldable "
    "adjustable portable rechargeable waterproof insulated breathable lightweight heavy double single large small mini "
    "slim wide round square oval tall narrow rustic vintage modern classic organic recycled handmade reversible"
)
COLOURS = _words(
    "black white ivory cream sand beige camel brown chestnut rust terracotta red crimson burgundy pink rose coral orange "
    "amber mustard yellow lemon olive green sage emerald teal turquoise blue navy indigo purple lilac plum grey charcoal "
    "silver gold copper natural"
)
MATERIALS = _words(
    "linen cotton wool merino cashmere silk velvet denim canvas leather suede felt bamboo oak walnut beech maple pine "
    "rattan willow jute hemp sisal cork ceramic stoneware porcelain glass marble slate granite steel iron brass aluminium "
    "titanium silicone rubber nylon"
)
NOUNS = _words(
    "shirt blouse dress skirt trousers shorts jacket coat jumper cardigan vest waistcoat scarf gloves mittens socks hat cap "
    "beret belt apron pyjamas robe slippers sandals boots trainers loafers backpack satchel tote wallet purse suitcase "
    "umbrella necklace bracelet earrings brooch ring watch blanket throw cushion pillow duvet sheet towel bathmat curtain "
    "rug doormat tablecloth napkin runner basket hamper crate shelf bookcase cabinet sideboard wardrobe table desk stool "
    "chair bench armchair sofa bed mattress mirror frame clock lamp lantern candle candlestick vase planter jug pitcher mug "
    "cup saucer teapot kettle bowl plate platter tray board knife spoon fork ladle whisk grater peeler colander saucepan "
    "skillet casserole teaspoon tumbler goblet carafe decanter flask bottle lunchbox thermos toaster grinder scale timer "
    "notebook diary pencil pen eraser ruler envelope calendar poster puzzle kite skipping drum whistle marbles blocks"
)
ENDS = (
    "",
    "",
    "",
    "set of two",
    "set of four",
    "for children",
    "with lid",
    "with handle",
    "with pockets",
    "gift box",
)
_STARTS = _words("b br c cl d dr f fr g gr h j k kr l m n p pr r s st t tr v w z")
_MIDDLES = _words("a e i o u ai ea io")
_LINKS = _words("l n r m s v nd rt lm st ss ll k b d")
_CLOSES = _words("a o en is on us ia el in ar")


def names(count: int, seed: int = 1) -> list[str]:
    """Invented names of series, each once."""
    chance, found = random.Random(seed), dict[str, None]()
    while len(found) < count:
        name = (
            chance.choice(_STARTS)
            + chance.choice(_MIDDLES)
            + chance.choice(_LINKS)
            + chance.choice(_MIDDLES)[:1]
            + chance.choice(_LINKS)
            + chance.choice(_CLOSES)
        )
        if 5 <= len(name) <= 11:
            found[name] = None
    return list(found)


def titles(count: int, seed: int = 2) -> list[str]:
    """Each once: a series, up to three words about the thing, the thing."""
    chance, found = random.Random(seed), dict[str, None]()
    series = names(max(40, min(4000, count // 25)))
    while len(found) < count:
        about = [chance.choice(QUALITIES), chance.choice(COLOURS), chance.choice(MATERIALS)]
        kept = [word for word in about if chance.random() < 0.7]
        words = [*kept, chance.choice(NOUNS), chance.choice(ENDS)]
        if chance.random() < 0.85:
            words.insert(0, chance.choice(series).title())
        title = " ".join(word for word in words if word)
        if len(title.split()) >= 3:
            found[title[:1].upper() + title[1:]] = None
    return list(found)


def misspelt(title: str, chance: random.Random, share: float = 0.01) -> str:
    """The title as somebody types it who gets this share of the characters wrong, dropped, doubled or swapped with the
    next: at least one of them."""
    while True:
        typed = _typed(title.lower(), chance, share)
        if typed.split() != title.lower().split():
            return typed


def _typed(title: str, chance: random.Random, share: float) -> str:
    out, place = [], 0
    while place < len(title):
        letter = title[place]
        if chance.random() >= share:
            out.append(letter)
        else:
            slip = chance.choice(("wrong", "dropped", "doubled", "swapped"))
            if slip == "wrong":
                out.append(chance.choice(string.ascii_lowercase))
            elif slip == "doubled":
                out.append(letter * 2)
            elif slip == "swapped" and place + 1 < len(title):
                out.append(title[place + 1] + letter)
                place += 1
        place += 1
    return "".join(out)


def slug_of(number: int, title: str) -> str:
    return f"{title.lower().replace(' ', '-')}-{number}"
