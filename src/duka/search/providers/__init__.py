"""External engines that find products: one adapter a file. `SEARCH_PROVIDER` names the one that is used."""
