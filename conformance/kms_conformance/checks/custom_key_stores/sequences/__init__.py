"""Histories of custom key stores played against a target, each answer judged by the model of the account."""
