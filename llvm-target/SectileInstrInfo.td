//===- SectileInstrInfo.td
