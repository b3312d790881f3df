"""Reading a registry: files to text, text to nodes, nodes to values, and every fault on the way."""
