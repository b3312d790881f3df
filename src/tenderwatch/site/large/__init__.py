"""A site of more contracts than could each have a page: tables and data by council, drawn on as needed."""
