"""Organisations: who offers what, as a directory and a page each; and whose they are.

How one comes to look after itself: it registers (``registration``), or was imported and is invited
(``inviting``) or asks (``claim_requests``); then ``claiming.take`` makes somebody its owner, once.
Until then ``unclaimed`` keeps what may be personal off the site. ``own`` finds what a member looks
after, ``managed`` what an editor does, ``creating`` adds one on its behalf, and ``merging`` makes
one of two. Services get what they need of the application as ``means``.
"""
