"""What an endpoint really enforces, found out by asking: a row for each fact of each member, beside the documented one.

A question is a valid request in which one thing alone is special. What was not settled is never said to be the same.
"""
