//===- SectilePatternsTile.td
