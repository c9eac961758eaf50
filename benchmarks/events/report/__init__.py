"""The page about the results, its pictures, and the README's table, all made from the results alone."""
