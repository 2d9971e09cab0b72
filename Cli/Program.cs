using SmartInventory.Cli.Hosting;

using var interrupt = new Interrupt();
return await new Inv(Shell.OfThisProcess()).RunAsync(args, interrupt.Token);
