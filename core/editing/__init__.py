"""Writing content: drafts, edits that do not overwrite each other, history, undo and hints.

A service asks the permission, then calls ``service.save_entry`` with the version that its form
began with, or ``service.create_entry``. ``Overtaken`` says what stands there now: ``conflicts`` and
``conflict_page`` let the second of two choose. ``place`` finds where an address is, ``aftercare``
lets an editor look at what changed. A form that creates has a hidden ``key``: ``receipts.begin``
before writing, ``receipts.finish`` after it. ``drafts`` and ``draft_box`` keep what was typed;
``plain_words.hints`` says what could be easier to read. ``story`` tells the history of an entry,
``undo`` puts back what a change replaced. Whoever gives an entry another ``area_id`` calls its
kind's ``moved`` in the same transaction.
"""
