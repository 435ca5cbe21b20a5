"""The demo shops: two catalogues and the pictures drawn for them."""
