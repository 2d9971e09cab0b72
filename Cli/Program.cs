using System.Reflection;
using System.Text;
using SmartInventory.Cli.Hosting;

// Tools ask for it all the time: nothing else is loaded for it.
if (args is ["--version"])
{
    using var output = Console.OpenStandardOutput();
    output.Write(
        Encoding.ASCII.GetBytes(
            Assembly
                .GetExecutingAssembly()
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion + "\n"
        )
    );
    return 0;
}

using var interrupt = new Interrupt();
return await Inv.RunAsync(Shell.OfThisProcess(), args, interrupt.Token);
