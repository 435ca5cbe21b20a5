"""Mail: the post office. Messages to people, written in the transaction that causes them and sent by a job.

Words: a *message* goes by a *channel*: a *letter* by e-mail (here), a *text* by SMS (`texting`). Its *kind* (`verify_email`)
names its *wording* in `templates/`, which a merchant may replace by their own; a *letterhead* is how a store's letters look.
It is queued, or held until quiet hours end; then sent, and delivered, bounced or failed by what a provider reports;
suppressed when its address gets nothing; kept when the installation has no provider, so that nothing is lost and the
demonstration can show it.

Promises: a message leaves once its cause is committed, and once; a provider that is away loses nothing for three days, and
slows nothing; after it left, its words and secrets are gone. Neighbours: everything above may send; it stands on the kernel
alone, and is given letterheads from above.
"""
