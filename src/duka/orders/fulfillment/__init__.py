"""What leaves a location for an order.

A *fulfillment* is lines × quantity from one location in one parcel, or handed over there: prepared, shipped, delivered; one
that has not left may be cancelled, and its goods lie on the shelf and are promised again. The order's own fulfillment status
and `is_prepared` are the sum of its fulfillments and of what came back (`rules.summary`), written by every verb here.
"""
