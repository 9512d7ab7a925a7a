def SectileModel : SchedMachineModel { let CompleteModel = 0; }
