"""A KMS in memory that answers every operation on keys as it should, for tests of what holds others to that.

It shares no code with what it tests but the port that it is. `FakeKms.answer` is the whole of it: an operation and a
request in, a status and a body out.
"""
