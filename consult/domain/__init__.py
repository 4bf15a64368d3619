"""The words and the rules of a consultation: plain values, never a framework, a database or a file."""
