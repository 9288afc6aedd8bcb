"""The check of what the operations on keys do together: sequences played, answer by answer.

Nothing here knows how a target is reached: that is behind `port.Port`.
"""
