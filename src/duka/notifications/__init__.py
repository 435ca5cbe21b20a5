"""Messages that follow from what happens: to staff in the console and by letter, to customers by letter and text.

This module hears events. `handlers` writes one message for each member of staff whose permissions and places match and who
wants to hear of it; the console words it, in the reader's language, from `kind` and `data`, and it holds no customer's name
or address: nobody else sees it or marks it read. `customers` and `staff_letters` write to the post office (`mail`, `texting`)
by the settings of the store, in its look (`letterhead`). `desk` is what staff do with messages: preview, try, send again.
"""
