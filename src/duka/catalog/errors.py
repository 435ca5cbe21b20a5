"""What the catalogue refuses."""

from duka.kernel.errors import NotFound, Refusal


class ProductNotFound(NotFound):
    """There is no such product here."""


class VariantNotFound(NotFound):
    """There is no such variant here."""


class CategoryNotFound(NotFound):
    """There is no such category here."""


class StoreNotFound(NotFound):
    """There is no such store here."""


class MediaNotFound(NotFound):
    """There is no such picture here. Upload it first."""


class AttributeNotFound(NotFound):
    """There is no such attribute or attribute set here."""


class ProductMoved(Refusal):
    """This product has a new address: {slug}."""

    status = 404


class SlugTaken(Refusal):
    """The address {slug} belongs to something else. Choose another, or leave it empty and one is made."""


class SkuTaken(Refusal):
    """The SKU {sku} is already used. SKUs name one variant each: choose another."""


class CodeTaken(Refusal):
    """The code {code} is already used. Choose another."""


class AttributeInUse(Refusal):
    """Products hold a value of this attribute, so its kind and unit stay. Make a new attribute instead."""


class AttributeSetInUse(Refusal):
    """Products are made from this attribute set. Give them another set first."""


class CategoryCycle(Refusal):
    """A category cannot lie inside itself. Choose a place outside of it."""


class CategoryTooDeep(Refusal):
    """Categories go {most} levels deep at most. Choose a place nearer to the top."""


class CategoryNotEmpty(Refusal):
    """This category still holds products or other categories. Move them away first, or hide it."""


class ProductHasNoPrice(Refusal):
    """No variant of this product has a price in a store it is sold in. Assign it to a store and set a price
    first."""


class ProductHasNoVariant(Refusal):
    """A product on sale needs at least one active variant. Activate one first."""


class ProductArchived(Refusal):
    """This product is archived. Put it back to draft before changing it."""


class ProductNotDraft(Refusal):
    """Only drafts can be deleted, since others may have been ordered or linked to. Archive it instead."""


class UnitIsFixed(Refusal):
    """This product was on sale or has stock, counted in its unit; another unit or scale would change what
    those numbers mean. Make a new product instead."""


class CategoryMoved(Refusal):
    """This category has a new address: {slug}."""

    status = 404


class CollectionNotFound(NotFound):
    """There is no such collection here."""


class CollectionMoved(Refusal):
    """This collection has a new address: {slug}."""

    status = 404


class CollectionIsRuled(Refusal):
    """The products of this collection are found by its conditions. Change those instead."""
