global using Microsoft.Extensions.Diagnostics.HealthChecks;
global using SmartInventory.AppHost.Running;
