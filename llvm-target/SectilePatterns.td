//===- SectilePatterns.td
