"""Writing content: drafts, edits that do not overwrite each other, history and hints.

A view asks the permission, then calls ``service.save_entry`` with the version that its form began
with (``Overtaken`` says what stands there now) or ``service.create_entry``. A form that creates
has a hidden ``key``: ``receipts.begin`` before writing, ``receipts.finish`` after it. ``drafts``
keep what was typed; ``plain_words.hints`` says what could be easier to read. Whoever gives an
entry another ``area_id`` calls its kind's ``moved`` in the same transaction.
"""
