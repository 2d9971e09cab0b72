using Refit;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Completion;

/// <summary>Completes codes: whoever presses TAB waits for a second at most, and is told of no fault.</summary>
internal static class NameCompletion
{
    private const int Most = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    public static IEnumerable<string> Complete(Shell shell, Uri gateway, NameKind kind, string word)
    {
        // Of the others there are few: all of them are read at once, for every beginning.
        var text = kind == NameKind.Product ? word : "";
        return All(shell, gateway, kind, text).Where(code => code.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string[] All(Shell shell, Uri gateway, NameKind kind, string text)
    {
        try
        {
            var cache = AnswerCache.OfNames(shell);
            var question = $"{kind} {text}";
            if (cache.Find(gateway, question) is { } kept)
                return kept;
            using var door = new Gateway(gateway, shell, onlyReads: true, patient: false);
            using var end = new CancellationTokenSource(Patience, shell.Time);
            // A completion source is asked in this thread; there is no other work that it could hold up.
            var codes = Task.Run(() => Names.FindAsync(door.Catalog, kind, text, Most, end.Token), end.Token)
                .WaitAsync(Patience, shell.Time, end.Token)
                .GetAwaiter()
                .GetResult()
                .Select(named => named.Code)
                .ToArray();
            cache.Keep(gateway, question, codes);
            return codes;
        }
        catch (Exception fault)
            when (fault
                    is ApiException
                        or ApiRequestException
                        or HttpRequestException
                        or OperationCanceledException
                        or TimeoutException
                        or IOException
                        or UnauthorizedAccessException
                        or Failure
            )
        {
            // A line that is being typed is no place for messages: nothing is offered.
            return [];
        }
    }
}
