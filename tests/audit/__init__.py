"""The long audit: every page in every language, on a wide and a narrow screen."""
