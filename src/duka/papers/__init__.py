"""Papers: what is printed around a parcel, as PDF.

Packing slips and return slips (`slips`), address labels and pickup tags (`labels`), pick lists (`picking`): pure functions of
the values in `types` to bytes. The pages are typst templates (`templates/`) that get their data as JSON, so nothing that
somebody typed is ever read as a program. Slips carry no prices: a parcel may be a gift.

Promises: the same values give the same page; every number is there for people and for a scanner; a long name is never cut off.
Neighbours: none but the kernel. Who prints what is asked by the surfaces.
"""
