"""Whom to ask: clients, answers read into observations, calibration, the guard and the cleanup ledger."""
