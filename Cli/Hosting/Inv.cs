using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SmartInventory.Cli.Collaboration;
using SmartInventory.Cli.Completion;
using SmartInventory.Cli.Forecasts;
using SmartInventory.Cli.Identity;
using SmartInventory.Cli.Import;
using SmartInventory.Cli.Locations;
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
using SmartInventory.Cli.Trends;

namespace SmartInventory.Cli.Hosting;

/// <summary>The <c>inv</c> command: its nouns, what all verbs share, and how every run ends.</summary>
internal sealed class Inv(Shell shell)
{
    private readonly Option<string?> _gateway = new("--gateway")
    {
        Description = $"Address of the gateway. Default: INV_GATEWAY, else {Gateway.DefaultAddress}.",
        HelpName = "url",
        Recursive = true,
    };

    private readonly Option<OutputFormat?> _output = Inputs.Word<OutputFormat>("--output", "How to print the data.");
    private readonly Dictionary<Command, string[]> _examples = [];

    private Uri? _address;

    public async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        try
        {
            // A text may begin with @name: no argument is a file of more arguments.
            var parsed = Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
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
            await shell.Out.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (OutputClosedException)
        {
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            shell.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last line of defence: whatever it was, the user reads one message, no stack trace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failed(exception);
        }
    }

    /// <summary>A noun with its verbs.</summary>
    public Command Noun(string name, string summary, params IEnumerable<Command> verbs)
    {
        var noun = new Command(name, summary);
        foreach (var verb in verbs)
            noun.Subcommands.Add(verb);
        _examples[noun] = [.. noun.Subcommands.Select(verb => _examples[verb][0])];
        noun.Options.Add(new HelpOption { Action = new ExampleHelp(_examples[noun]) });
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
        }

        _examples[verb] = examples;
        verb.Options.Add(new HelpOption { Action = new ExampleHelp(examples) });
        verb.SetAction(
            async (parsed, ct) =>
            {
                _address = Gateway.Parse(
                    parsed.GetValue(_gateway) ?? shell.Variable("INV_GATEWAY") ?? Gateway.DefaultAddress
                );
                using var invocation = new Invocation(
                    parsed,
                    shell,
                    _address,
                    parsed.GetValue(_output) ?? OutputFormat.Table
                );
                return await run(invocation, ct);
            }
        );
        return verb;
    }

    private RootCommand Root()
    {
        var root = new RootCommand(
            "SmartInventory at the command line: catalogue, stock, sales, forecasts, what to order and why."
        );
        root.Options.Add(_gateway);
        _output.Aliases.Add("-o");
        _output.HelpName = "format";
        _output.Recursive = true;
        root.Options.Add(_output);
        Command[] commands =
        [
            ProductCommands.Create(this),
            CategoryCommands.Create(this),
            SupplierCommands.Create(this),
            LocationCommands.Create(this),
            StockCommands.Create(this),
            OrderCommands.Create(this),
            SaleCommands.Create(this),
            ImportCommands.Create(this),
            ExportCommands.Create(this),
            ForecastCommands.Create(this),
            TrendCommands.Create(this),
            ReplenishCommands.Create(this),
            PolicyCommands.Create(this),
            SimulateCommand.Create(this),
            WhatIfCommand.Create(this),
            StatusCommand.Create(this),
            LoginCommands.Login(this),
            LoginCommands.Logout(this),
            LoginCommands.WhoAmI(this),
            PeopleCommands.Users(this),
            PeopleCommands.ProgramTokens(this),
            ActivityCommands.Create(this),
            CommentCommands.Create(this),
            InboxCommands.Inbox(this),
            InboxCommands.Follow(this),
            MessageCommands.Create(this),
            SampleCommands.Create(this),
            CompletionCommand.Create(this),
        ];
        foreach (var command in commands)
            root.Subcommands.Add(command);
        root.Options.OfType<HelpOption>().Single().Action = new ExampleHelp([
            .. commands.Select(command => _examples[command][0]),
        ]);
        return root;
    }

    private int Misused(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
            shell.Error.WriteLine(error.Message);
        shell.Error.WriteLine(
            $"'{string.Join(' ', Path(parsed.CommandResult.Command).Append("inv").Reverse())} --help' shows how."
        );
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
        shell.Error.WriteLine(message);
        if (shell.Variable("INV_DEBUG") == "1")
            shell.Error.WriteLine(exception);
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
        output.WriteLine(examples.Length == 1 ? "Example:" : "Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        return result;
    }
}
