"""Facts from files that councils and portals publish: read, drafted as records, held against the registry."""
