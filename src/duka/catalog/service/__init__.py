"""The verbs of the catalogue, one file a group."""

from duka.catalog.service.assignments import assign_categories, assign_stores
from duka.catalog.service.attributes import (
    create_attribute,
    create_attribute_set,
    delete_attribute,
    delete_attribute_set,
    update_attribute,
    update_attribute_set,
)
from duka.catalog.service.categories import create_category, delete_category, move_category, update_category
from duka.catalog.service.images import attach_media, say_of_image, set_images
from duka.catalog.service.lifecycle import activate_product, archive_product, deactivate_product, delete_draft
from duka.catalog.service.options import set_options
from duka.catalog.service.products import create_product, update_product
from duka.catalog.service.variants import add_variant, update_variant

__all__ = [
    "activate_product",
    "add_variant",
    "archive_product",
    "assign_categories",
    "assign_stores",
    "attach_media",
    "create_attribute",
    "create_attribute_set",
    "create_category",
    "create_product",
    "deactivate_product",
    "delete_attribute",
    "delete_attribute_set",
    "delete_category",
    "delete_draft",
    "move_category",
    "say_of_image",
    "set_images",
    "set_options",
    "update_attribute",
    "update_attribute_set",
    "update_category",
    "update_product",
    "update_variant",
]
