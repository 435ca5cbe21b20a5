"""Mail: letters to people, written in the transaction that causes them and sent by a job.

Words: a *letter* has a kind (`verify_email`), which names its template in `templates/<locale>/`. It is queued, then sent;
`kept` when the installation has no mail server, so that nothing is lost and the demonstration can show it; `failed` when
the server refused it for good. Promises: a letter leaves once its cause is committed, and once; after it left, its body is
emptied, since it may hold a secret link. Neighbours: everything above may send; it stands on the kernel alone.
"""
