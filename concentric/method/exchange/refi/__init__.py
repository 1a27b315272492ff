"""REFI-QDA projects (.qdpx) and codebooks (.qdc): the exchange that NVivo, ATLAS.ti, MAXQDA and others read.

REFI-QDA 1.5, schema of 18 March 2019. What programs do differently from it is read; what is written is as it says.
"""
