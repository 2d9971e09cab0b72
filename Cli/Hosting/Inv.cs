using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using SmartInventory.Cli.Ask;
using SmartInventory.Cli.Collaboration;
using SmartInventory.Cli.Completion;
using SmartInventory.Cli.Forecasts;
using SmartInventory.Cli.Identity;
using SmartInventory.Cli.Import;
using SmartInventory.Cli.Installation;
using SmartInventory.Cli.Locations;
using SmartInventory.Cli.Manual;
using SmartInventory.Cli.Messages;
using SmartInventory.Cli.Orders;
using SmartInventory.Cli.Output;
using SmartInventory.Cli.Products;
using SmartInventory.Cli.Replenishment;
using SmartInventory.Cli.Sales;
using SmartInventory.Cli.Sample;
using SmartInventory.Cli.Status;
using SmartInventory.Cli.Stock;
using SmartInventory.Cli.Suppliers;
using SmartInventory.Cli.Today;
using SmartInventory.Cli.Trends;
using SmartInventory.Cli.Watch;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Hosting;

/// <summary>The <c>inv</c> command: its nouns, what all verbs share, and how every run ends.</summary>
internal sealed class Inv(Shell shell)
{
    private readonly Option<string?> _gateway = new("--gateway")
    {
        Description = T($"Address of the gateway. Default: INV_GATEWAY, else {Gateway.DefaultAddress}."),
        HelpName = "url",
        Recursive = true,
    };

    private readonly Option<OutputFormat?> _output = OutputOption();
    private readonly Option<string?> _fields = new("--json")
    {
        Description = T("Prints JSON with these fields only, joined by commas; of what is read."),
        HelpName = "fields",
        Recursive = true,
    };

    private readonly Option<bool> _noInput = new("--no-input")
    {
        Description = T("Asks nothing: what is missing is an error."),
        Recursive = true,
    };

    private readonly Dictionary<Command, string[]> _examples = [];

    private Uri? _address;

    /// <summary>The commands and what makes them: only what a run needs is made.</summary>
    private static readonly (string Name, Func<Inv, Command> Create)[] Commands =
    [
        (AskCommand.Name, AskCommand.Create),
        ("today", TodayCommand.Create),
        ("product", ProductCommands.Create),
        ("category", CategoryCommands.Create),
        ("supplier", SupplierCommands.Create),
        ("location", LocationCommands.Create),
        ("stock", StockCommands.Create),
        ("count", CountSheetCommands.Create),
        ("order", OrderCommands.Create),
        ("sale", SaleCommands.Create),
        ("import", ImportCommands.Create),
        ("export", ExportCommands.Create),
        ("forecast", ForecastCommands.Create),
        ("trend", TrendCommands.Create),
        ("replenish", ReplenishCommands.Create),
        ("policy", PolicyCommands.Create),
        ("explain", ReplenishCommands.Explain),
        ("simulate", SimulateCommand.Create),
        ("what-if", WhatIfCommand.Create),
        ("watch", WatchCommand.Create),
        ("status", StatusCommand.Create),
        ("login", LoginCommands.Login),
        ("logout", LoginCommands.Logout),
        ("whoami", LoginCommands.WhoAmI),
        ("user", PeopleCommands.Users),
        ("token", PeopleCommands.ProgramTokens),
        ("activity", ActivityCommands.Create),
        ("comment", CommentCommands.Create),
        ("inbox", InboxCommands.Inbox),
        ("follow", InboxCommands.Follow),
        ("message", MessageCommands.Create),
        ("installation", InstallationCommands.Create),
        ("sample", SampleCommands.Create),
        ("completion", CompletionCommand.Create),
        ("man", ManCommand.Create),
    ];

    /// <summary>Runs a line, in the language of the shell that it is typed in.</summary>
    public static async Task<int> RunAsync(Shell shell, string[] args, CancellationToken ct)
    {
        // For all that is called from here, and for nobody else.
        CultureInfo.CurrentUICulture = shell.Language;
        return await new Inv(shell).RunAsync(args, ct);
    }

    private async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        try
        {
            if (ProductMeant(args) is { } meant)
                return await AskAsync(meant.Args, meant.Sku, ct);
            return await RunExactlyAsync(args, ct);
        }
        catch (OutputClosedException)
        {
            return ExitCode.Ok;
        }
    }

    private async Task<int> RunExactlyAsync(string[] args, CancellationToken ct)
    {
        try
        {
            if (args is [var directive, var line] && directive.StartsWith("[suggest", StringComparison.Ordinal))
                return Suggest(directive, line);
            var parsed = await ParseAsync(args, ct);
            if (parsed.Errors.Count > 0 && parsed.Action is not (ExampleHelp or HelpAction))
                return Misused(parsed);
            var configuration = new InvocationConfiguration
            {
                Output = shell.Out,
                Error = shell.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            var code = await parsed.InvokeAsync(configuration, ct);
            shell.Settle();
            return code;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            shell.Say(T("Interrupted."));
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last line of defence: whatever it was, the user reads one message, no stack trace.
        catch (Exception exception) when (exception is not OutputClosedException)
#pragma warning restore CA1031
        {
            return Failed(exception);
        }
    }

    // Where a person is there, what the line has to name and does not is chosen from a list.
    private async Task<ParseResult> ParseAsync(string[] args, CancellationToken ct)
    {
        // A text may begin with @name: no argument is a file of more arguments.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var root = Root(args);
        var parsed = root.Parse(args, configuration);
        while (
            shell.Pick is not null
            && parsed.Errors.Count > 0
            && parsed.Action is not (ExampleHelp or HelpAction)
            && !parsed.GetValue(_noInput)
            && Picker.Missing(parsed) is { } missing
        )
        {
            _address = AddressOf(parsed);
            using var gateway = new Gateway(_address, shell, onlyReads: true);
            var code = await Picker.PickAsync(shell, gateway, Names.KindOf(missing)!.Value, ct);
            args = missing is Option option ? [.. args, option.Name, code] : [.. args, code];
            parsed = root.Parse(args, configuration);
        }

        return parsed;
    }

    private Uri AddressOf(ParseResult parsed) =>
        Gateway.Parse(parsed.GetValue(_gateway) ?? shell.Variable("INV_GATEWAY") ?? Gateway.DefaultAddress);

    /// <summary>
    /// A line of one word that is no command asks about a product; null for any other line.
    /// </summary>
    private static (string[] Args, string Sku)? ProductMeant(string[] args)
    {
        int? only = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--gateway" or "--output" or "-o" or "--json" or "--location")
                i++;
            else if (args[i].StartsWith('['))
                return null;
            else if (!args[i].StartsWith('-') && only is not null)
                return null;
            else if (!args[i].StartsWith('-'))
                only = i;
        }

        return only is not { } at || Commands.Any(command => command.Name == args[at])
            ? null
            : ([.. args[..at], AskCommand.Name, .. args[at..]], args[at]);
    }

    private async Task<int> AskAsync(string[] args, string sku, CancellationToken ct)
    {
        var code = await RunExactlyAsync(args, ct);
        if (code == ExitCode.Ok || Typos.Unknown(sku, Commands.Select(c => c.Name)) is not { } question)
            return code;
        shell.Say(question);
        return ExitCode.Usage;
    }

    /// <summary>Every command with all that it takes, as the manual has it.</summary>
    public RootCommand Tree() => Root([]);

    /// <summary>Lines to copy of a command of <see cref="Tree"/>.</summary>
    public IReadOnlyList<string> ExamplesOf(Command command) => _examples[command];

    /// <summary>A noun with its verbs.</summary>
    public Command Noun(string name, string summary, params IEnumerable<Command> verbs)
    {
        var noun = new Command(name, summary);
        foreach (var verb in verbs)
            noun.Subcommands.Add(verb);
        _examples[noun] = [.. noun.Subcommands.Select(verb => _examples[verb][0])];
        noun.Options.Add(Help(_examples[noun]));
        return noun;
    }

    /// <summary>A verb: what it takes, and what it does with it.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="summary">One sentence for the help.</param>
    /// <param name="examples">Lines to copy, shown at the end of the help.</param>
    /// <param name="symbols">Its options and arguments.</param>
    /// <param name="run">The action; returns the exit code.</param>
    public Command Verb(
        string name,
        string summary,
        string[] examples,
        Symbol[] symbols,
        Func<Invocation, CancellationToken, Task<int>> run
    )
    {
        var verb = new Command(name, summary);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
                verb.Options.Add(option);
            else
                verb.Arguments.Add((Argument)symbol);
            if (Names.KindOf(symbol) is { } kind)
                Sources(symbol).Add(context => Codes(kind, context));
        }

        _examples[verb] = examples;
        verb.Options.Add(Help(examples));
        verb.SetAction(
            async (parsed, ct) =>
            {
                _address = AddressOf(parsed);
                var form = FormOf(parsed);
                // What programs read is the same in every language.
                if (form.Format != OutputFormat.Table)
                    CultureInfo.CurrentUICulture = Languages.Find(Languages.English)!;
                using var invocation = new Invocation(parsed, shell, _address, form, ct);
                return await run(invocation, ct);
            }
        );
        return verb;
    }

    /// <summary>What can come at a place of a line, one a line: what shells ask when TAB is pressed.</summary>
    /// <param name="directive">The place, as <c>[suggest:12]</c>.</param>
    /// <param name="line">The line, from <c>inv</c> on.</param>
    private int Suggest(string directive, string line)
    {
        var place = int.TryParse(directive.Trim('[', ']').Split(':')[^1], out var said) ? said : line.Length;
        line = line[..Math.Clamp(place, 0, line.Length)];
        // Whatever it is called by.
        line = line[(line.IndexOf(' ') + 1)..];
        // A quote that is open began the word.
        var begin = line.Count(c => c == '"') % 2 == 1 ? '"' : ' ';
        var word = line[(line.LastIndexOf(begin) + 1)..];
        var parsed = Root([directive, line]).Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var words = parsed
            .GetCompletions(line.Length)
            .Select(item => item.Label)
            .Where(label => label.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        // Options are offered to who types one, or where nothing else can come: by their long names.
        var values = words.Where(label => !label.StartsWith('-')).ToList();
        var options = words.Where(label => label.StartsWith("--", StringComparison.Ordinal));
        foreach (var label in values.Count > 0 ? values : options)
            shell.Out.WriteLine(label);
        shell.Settle();
        return ExitCode.Ok;
    }

    private static List<Func<CompletionContext, IEnumerable<CompletionItem>>> Sources(Symbol symbol) =>
        symbol is Option option ? option.CompletionSources : ((Argument)symbol).CompletionSources;

    private IEnumerable<CompletionItem> Codes(NameKind kind, CompletionContext context) =>
        NameCompletion
            .Complete(shell, AddressOf(context.ParseResult), kind, context.WordToComplete)
            .Select(code => new CompletionItem(code));

    /// <summary>Of the commands, those are made that <paramref name="args"/> name; where they name none, all.</summary>
    private RootCommand Root(string[] args)
    {
        var root = new RootCommand(
            T("SmartInventory at the command line: catalogue, stock, sales, forecasts, what to order and why.")
        );
        root.Options.Add(_gateway);
        root.Options.Add(_output);
        root.Options.Add(_fields);
        root.Options.Add(_noInput);
        // What completion asks about is one argument, a line.
        var words = args.SelectMany(arg => arg.Split(' ')).ToHashSet(StringComparer.Ordinal);
        var named = Commands.Where(command => words.Contains(command.Name)).ToList();
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        if (named.Count == 0 && args.Length > 0 && args[0].StartsWith("[suggest", StringComparison.Ordinal))
        {
            // A command's name is being typed: the names will do.
            root.Options.Add(Help([]));
            foreach (var (name, _) in Commands)
                root.Subcommands.Add(new Command(name));
            return root;
        }

        foreach (var (_, create) in named.Count > 0 ? named : [.. Commands])
            root.Subcommands.Add(create(this));
        root.Options.Add(Help([.. root.Subcommands.Select(command => _examples[command][0])]));
        return root;
    }

    private static Option<OutputFormat?> OutputOption()
    {
        var output = Inputs.Word<OutputFormat>("--output", T("How to print the data."));
        output.Aliases.Add("-o");
        output.HelpName = "format";
        output.Recursive = true;
        return output;
    }

    // Not "/?", which is a path to every shell but one.
    private static HelpOption Help(string[] examples) => new("--help", "-h") { Action = new ExampleHelp(examples) };

    private Form FormOf(ParseResult parsed)
    {
        if (parsed.GetValue(_fields) is not { } fields)
            return new(parsed.GetValue(_output) ?? OutputFormat.Table);
        if (parsed.GetValue(_output) is not (null or OutputFormat.Json))
            throw new Failure(T("--json is for -o json, and says so by itself."), ExitCode.Usage);
        return new(OutputFormat.Json, Inputs.Split(fields));
    }

    private int Misused(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = string.Join(' ', Path(command).Append("inv").Reverse());
        foreach (var error in Typos.Explain(parsed, path, [.. Commands.Select(known => known.Name)]))
            shell.Say(error);
        shell.Say(T($"'{path} --help' shows how."));
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Path(Symbol? command)
    {
        for (; command is not (null or RootCommand); command = command.Parents.FirstOrDefault())
            yield return command.Name;
    }

    private int Failed(Exception exception)
    {
        var (message, code) = Faults.Explain(exception, _address);
        shell.Say(message);
        if (shell.Variable("INV_DEBUG") == "1")
            shell.Say(exception.ToString());
        return code;
    }
}

/// <summary>The usual help with examples after it.</summary>
internal sealed class ExampleHelp(string[] examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = new HelpAction().Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Length == 1 ? T("Example:") : T("Examples:"));
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        return result;
    }
}
