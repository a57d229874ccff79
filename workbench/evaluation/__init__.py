"""Evaluation: test sets, metrics, runs, their comparison, and the quality gate.

A run is a test set with the hypotheses of one system and their figures. Runs are compared, and held to limits.
"""
