"""Center Control: running the platform for all merchants.

Words: an *operator* works for the company that runs this installation; that company is a tenant of kind platform
(`tenants.PLATFORM`), so its people log in, prove themselves, have roles and leave a trail as a merchant's do, and none of
their credentials opens a merchant's door. An operator without a second factor has their own account and nothing else.
Promises: each verb asks for a permission of operators, and leaves an entry in the trail of the platform and, when it is
about one merchant, in theirs. Neighbours: it knows everyone; nobody but the surfaces and the wiring knows it.
"""
