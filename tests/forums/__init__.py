"""A test for each requirement of forums, CP-01 to CP-36, named after it; `make forums-report` lists them."""
