"""The embedded endpoint: a second reading of the page, which shares no code with the oracle or the strategies.

`rules.py` has the words, `page.py` says in them what is right. A fault or a variation is another value of `Rules`,
and nothing else: the rest of the room does what the rules say and knows of neither.
"""
