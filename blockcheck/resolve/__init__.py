"""Expressions to values: evaluates the operations of a node and says which nodes its call sites run."""
