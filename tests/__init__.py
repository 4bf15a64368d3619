"""The tests of Consult, one folder a floor."""
