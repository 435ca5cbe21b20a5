"""A company's facts as a star schema in Parquet files, for a warehouse of its own.

Words: *facts* are what happened (order lines, discounts, payments, refunds, moves of stock), one row each, in a folder for
each month; *dimensions* are what they are about. Promises: sums over the files are those of the tables; an export writes only
the months in which something changed since the one before; of customers there is a key that only this installation
can make, a country and the month of their first order, and nothing else.
"""
