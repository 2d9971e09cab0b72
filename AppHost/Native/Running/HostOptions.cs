using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

internal enum Runner
{
    /// <summary>Aspire where it can run, else native.</summary>
    Auto,
    Native,
    Aspire,
}

/// <summary>The command line of the host.</summary>
internal sealed record HostOptions
{
    public const string Help = """
        Runs the whole of SmartInventory: PostgreSQL, RabbitMQ, Redis and the services.

        dotnet run --project AppHost [-- OPTIONS]

          --data DIR     keep the data in DIR (default: /var/lib/smartinventory for root, else ~/.local/share/SmartInventory)
          --ephemeral    keep nothing: a folder that is deleted at the end
          --sample none  leave an empty system empty, instead of loading a sample into it
          --native       servers as local processes, even where containers could be used
          --aspire       under Aspire with containers, or say why not
          --help         this
        """;

    public Runner Runner { get; init; }
    public string? Data { get; init; }
    public bool Ephemeral { get; init; }
    public bool ShowHelp { get; init; }

    /// <exception cref="HostException">An argument is unknown or contradicts another.</exception>
    public static HostOptions Parse(IReadOnlyList<string> args)
    {
        var options = new HostOptions();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--data" when i + 1 < args.Count && !args[i + 1].StartsWith('-') => options with { Data = args[++i] },
                "--data" => throw new HostException("--data needs a folder after it."),
                // AppHost.cs looks at it itself, as it does under Aspire.
                "--sample" when i + 1 < args.Count && args[i + 1] == "none" => SkipValue(options, ref i),
                "--sample" => throw new HostException("--sample can only be none."),
                "--ephemeral" => options with { Ephemeral = true },
                "--native" when options.Runner != Runner.Aspire => options with { Runner = Runner.Native },
                "--aspire" when options.Runner != Runner.Native => options with { Runner = Runner.Aspire },
                "--native" or "--aspire" => throw new HostException("--native and --aspire exclude each other."),
                "--help" or "-h" or "-?" => options with { ShowHelp = true },
                // Publishing is Aspire's business, with arguments of its own.
                "--operation" or "--publisher" => options with { Runner = Runner.Aspire },
                _ when options.Runner == Runner.Aspire => options,
                var unknown => throw new HostException($"Unknown argument {unknown}.\n\n{Help}"),
            };
        }
        static HostOptions SkipValue(HostOptions options, ref int i)
        {
            i++;
            return options;
        }

        // Where to keep data is a question only the native way has.
        return options.Runner == Runner.Auto && (options.Ephemeral || options.Data is not null)
            ? options with { Runner = Runner.Native }
            : options;
    }
}
