"""Glossary hygiene: what is wrong or doubtful in a glossary file, found by small registered checks, and safe fixes."""
