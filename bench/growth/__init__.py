"""How what people wait for grows with the number of cases."""
