"""A shop's invoices as `Online Retail` has them: a row a line, cancellations as invoices of their own.

Columns InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country (the UCI Machine Learning
Repository's data set of that name, and what is exported in its shape). `reading` makes rows into invoices, `sorting` says
what each line is, `writing` brings them in, `reckoning` holds the months of the file beside ours. The money of every row
ends up in an order, in a refund, or in a difference that is told.
"""
