"""What changed in a registry since it was last looked at: the facts of each contract compared, each with its source.

`compare_facts` compares the contracts of today with what was kept of them earlier (`facts_of`).
"""
