"""Messages to staff inside the console: a new order, a payment that failed, stock that runs low.

This module hears events and writes one message for each person whose permissions and places match and who wants to hear of
it. The console words them, in the reader's language, from `kind` and `data`; they hold no customer's name or address. A
message is the reader's own: nobody else sees it or marks it read.
"""
