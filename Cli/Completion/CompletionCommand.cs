using System.CommandLine;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Completion;

/// <summary>
/// Scripts that let a shell ask <c>inv</c> itself (its <c>[suggest]</c> directive) what can come next.
/// </summary>
internal static class CompletionCommand
{
    // What needs quotes gets them, unless the person has begun with one; a word that bash breaks at a colon or an
    // equals sign is only completed behind it.
    private const string Bash = """
        _inv_complete() {
          local word="${COMP_WORDS[COMP_CWORD]}" line typed head=""
          typed="${COMP_LINE:0:COMP_POINT}"
          typed="${typed##* }"
          [[ $typed == *"$word" ]] && head="${typed%"$word"}"
          COMPREPLY=()
          while IFS= read -r line; do
            line="${line#"$head"}"
            [[ $word == [\"\']* ]] || printf -v line '%q' "$line"
            COMPREPLY+=("$line")
          done < <("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
        }
        complete -F _inv_complete inv
        """;

    private const string Zsh = """
        #compdef inv
        _inv() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          (( ${#found[1]} )) && compadd -- "${found[@]}"
        }
        if [ "$funcstack[1]" = "_inv" ]; then _inv "$@"; else compdef _inv inv; fi
        """;

    private const string Fish = """
        complete -c inv -e
        complete -f -c inv -a '(inv "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName inv -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          $line = "$commandAst".PadRight($cursorPosition)
          $found = inv "[suggest:$cursorPosition]" $line 2>$null
          $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
            $text = if ($_ -match "[\s'`"(){};,|&]") { "'" + $_.Replace("'", "''") + "'" } else { $_ }
            [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
          }
        }
        """;

    public static Command Create(Inv inv)
    {
        var shell = new Argument<string>("shell") { Description = T("bash, zsh, fish or pwsh.") };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        return inv.Verb(
            "completion",
            T("Prints a script that completes inv's words in your shell."),
            [
                "source <(inv completion bash)",
                "inv completion zsh > ~/.zfunc/_inv",
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
