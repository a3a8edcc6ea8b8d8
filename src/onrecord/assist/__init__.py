"""For programs that read a case on somebody's behalf: tools that answer with citations, and an MCP server of them."""
