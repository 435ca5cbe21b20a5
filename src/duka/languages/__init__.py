"""Languages: what is said in which language, what is still to be said, what became outdated, and files for translators.

Texts are kept where they are read: beside their originals, in `translations` (docs/languages.md). This module knows of which
things there are texts (`kinds`), how far each is translated (`queries`, from `text_states`, which the database keeps whoever
writes), writes translations through the verbs of their owners (`writing`), and exchanges them with translators as XLIFF, CSV
or workbooks (`exporting`, `importing`). Which language is shown is decided by `kernel.languages`.
"""
