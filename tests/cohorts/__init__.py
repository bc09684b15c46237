"""Cohorts, tried."""
