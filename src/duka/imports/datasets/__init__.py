"""What files may hold beside products: stock, customers and past orders, a row or a few rows a thing."""
