using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Running;

/// <summary>The command line of the host: options of ours, and everything of Aspire's.</summary>
internal sealed record LaunchOptions
{
    public const string Help = """
        Runs the whole of SmartInventory under Aspire: PostgreSQL, RabbitMQ, Redis and the services.

        dotnet run --project AppHost [-- OPTIONS]

          --data DIR     keep the data in DIR (default: /var/lib/smartinventory for root, else
                         ~/.local/share/SmartInventory; with containers: volumes)
          --ephemeral    keep nothing
          --sample none  leave an empty system empty, instead of loading a sample into it
          --logs         every part's log lines on this console too, not only in the Aspire dashboard
          --leave-hung   let parts be that do not answer (for a debugger), instead of starting them again
          --native       this machine's own servers, even where containers could be used
          --containers   servers in containers, or say why not
          --help         this

        Publishing: dotnet run --project AppHost -- --operation publish --publisher manifest --output-path FILE
        """;

    public ServerSource Servers { get; init; }
    public string? Data { get; init; }
    public bool Ephemeral { get; init; }
    public bool NoSample { get; init; }
    public bool Logs { get; init; }

    /// <summary>A part that a debugger holds does not answer either.</summary>
    public bool LeaveHung { get; init; }

    public bool ShowHelp { get; init; }

    /// <summary>What is not ours, in its order: Aspire's.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <exception cref="HostException">An argument is unknown or contradicts another.</exception>
    public static LaunchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LaunchOptions();
        List<string> others = [];
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--data":
                    options = options with
                    {
                        Data = Value(ref i) ?? throw new HostException("--data needs a folder after it."),
                    };
                    break;
                case "--sample":
                    if (Value(ref i) != "none")
                        throw new HostException("--sample can only be none.");
                    options = options with { NoSample = true };
                    break;
                case "--ephemeral":
                    options = options with { Ephemeral = true };
                    break;
                case "--logs":
                    options = options with { Logs = true };
                    break;
                case "--leave-hung":
                    options = options with { LeaveHung = true };
                    break;
                case "--native" when options.Servers != ServerSource.Containers:
                    options = options with { Servers = ServerSource.Native };
                    break;
                case "--containers" when options.Servers != ServerSource.Native:
                    options = options with { Servers = ServerSource.Containers };
                    break;
                case "--native" or "--containers":
                    throw new HostException("--native and --containers exclude each other.");
                case "--help" or "-h" or "-?":
                    options = options with { ShowHelp = true };
                    break;
                default:
                    others.Add(args[i]);
                    break;
            }
        }

        // Publishing is Aspire's business, with arguments of its own; so are settings of the form Section:Key=Value.
        if (!others.Contains("--operation") && others.Find(o => !IsSetting(o)) is { } unknown)
            throw new HostException($"Unknown argument {unknown}.\n\n{Help}");
        return options with { Others = others };

        string? Value(ref int i) => i + 1 < args.Count && !args[i + 1].StartsWith('-') ? args[++i] : null;
    }

    private static bool IsSetting(string argument) => argument.Contains('=', StringComparison.Ordinal);
}
