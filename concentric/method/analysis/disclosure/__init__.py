"""No published number may give a child away: what to hide, and what an attacker could still work out.

`suppress` chooses what is hidden beside the small counts; `attack` then plays the attacker against everything published
together: tables, totals, percentages, intervals, p-values, text, earlier releases. `check` joins the two and says
what is still pinned down. Pure: counts and relations in, cells and intervals out.
"""
