"""Where a picture can be fetched."""

from duka.imports.types import Held, HeldImage


def address(image: HeldImage, base_url: str) -> str:
    """Where it came from, or else its largest rendition here."""
    return image.source_url or f"{base_url}/media/{image.folder}/{image.widest}.webp"


def by_id(product: Held, base_url: str) -> dict[object, str]:
    return {image.id: address(image, base_url) for image in product.images}
