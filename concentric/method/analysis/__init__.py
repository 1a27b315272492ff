"""Numbers from tables, for small samples: exact tests, intervals, agreement. Tables in, numbers out.

Pure: numpy and scipy only, usable from a notebook. Every function names the paper it follows and meets
values from R.
"""
