"""Collections: groups of products for presentation, chosen by hand or by conditions."""
