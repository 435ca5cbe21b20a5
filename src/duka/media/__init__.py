"""Media: pictures that merchants upload, checked by their content and shown in the sizes that pages need.

Words: an uploaded picture becomes one *media* row and its *renditions*, WebP files of several widths in the
*storage*. Promises: what is kept is never what was sent, but a new picture drawn from its pixels, so that
neither metadata nor anything hidden in the file survives; the same picture uploaded twice is kept once;
nothing is rendered inside a transaction. Neighbours: stores, catalog and pages embed `types.Image` through
`queries.image_json`.
"""
