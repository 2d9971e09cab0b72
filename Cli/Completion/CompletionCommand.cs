using System.CommandLine;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Completion;

/// <summary>
/// Scripts that let a shell ask <c>inv</c> itself (its <c>[suggest]</c> directive) what can come next.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _inv_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" \
            -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _inv_complete inv
        """;

    private const string Zsh = """
        _inv_complete() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${#BUFFER}]" "$BUFFER" 2>/dev/null)}")
          compadd -a found
        }
        compdef _inv_complete inv
        """;

    private const string Fish = """
        complete -f -c inv -a '(inv "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName inv -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          inv "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create(Inv inv)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        return inv.Verb(
            "completion",
            "Prints a script that completes inv's words in your shell.",
            [
                "source <(inv completion bash)",
                "inv completion fish > ~/.config/fish/completions/inv.fish",
                "inv completion pwsh | Out-String | Invoke-Expression",
            ],
            [shell],
            (run, _) =>
            {
                run.Shell.Out.WriteLine(
                    run.Get(shell) switch
                    {
                        "bash" => Bash,
                        "zsh" => Zsh,
                        "fish" => Fish,
                        _ => PowerShell,
                    }
                );
                return Task.FromResult(ExitCode.Ok);
            }
        );
    }
}
