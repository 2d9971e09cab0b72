using System.Net;
using System.Text;
using System.Text.Json;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;

namespace SmartInventory.Cli.Hosting;

/// <summary>Turns what went wrong into one clear message and an exit code.</summary>
internal static class Faults
{
    public static (string Message, int ExitCode) Explain(Exception exception, Uri? gateway) =>
        exception switch
        {
            Failure own => (own.Message, own.ExitCode),
            ImportException file => (file.Message, Code(file.Fault)),
            ApiException { StatusCode: HttpStatusCode.Unauthorized } => (
                T("Nobody is signed in. 'inv login' signs you in; a program has a token in SMARTINVENTORY_TOKEN."),
                ExitCode.NotSignedIn
            ),
            ApiException { StatusCode: HttpStatusCode.Forbidden } refused => (
                // Some things are not a matter of the role.
                Parse(refused.Content) is { } problem
                && Text(problem, "needs") is not null
                    ? T($"{Problem(refused)} 'inv whoami' shows your role; an admin changes it with 'inv user update'.")
                    : Problem(refused),
                ExitCode.NotSignedIn
            ),
            ApiException { StatusCode: >= HttpStatusCode.BadRequest } refused => (
                Problem(refused),
                Code(refused.StatusCode)
            ),
            ApiRequestException { InnerException: { } inner } => Explain(inner, gateway),
            HttpRequestException or HttpIOException or TimeoutException or TaskCanceledException => (
                Unreachable(exception, gateway?.OriginalString),
                ExitCode.Error
            ),
            ApiException or JsonException => (
                T(
                    $"The answer of {gateway?.OriginalString} cannot be understood: "
                        + $"is that a SmartInventory gateway of this version?"
                ),
                ExitCode.Error
            ),
            UnauthorizedAccessException or IOException => (exception.Message, ExitCode.Error),
            _ => (T($"{exception.GetType().Name}: {exception.Message} (INV_DEBUG=1 shows where)"), ExitCode.Error),
        };

    private static int Code(ImportFault fault) =>
        fault switch
        {
            ImportFault.NotFound => ExitCode.NotFound,
            ImportFault.Usage => ExitCode.Usage,
            _ => ExitCode.Error,
        };

    /// <summary>The exit code for an HTTP status.</summary>
    public static int Code(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => ExitCode.Usage,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.NotSignedIn,
            HttpStatusCode.NotFound => ExitCode.NotFound,
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => ExitCode.Conflict,
            _ => ExitCode.Error,
        };

    /// <summary>A problem document in words: title, detail, then each field with its reasons.</summary>
    public static string Problem(HttpStatusCode status, string? content)
    {
        var text = new StringBuilder();
        if (Parse(content) is { } problem)
        {
            text.Append(Text(problem, "title") ?? Fallback(status));
            if (Text(problem, "detail") is { } detail)
                text.Append(' ').Append(detail);
            if (problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in errors.EnumerateObject())
                    text.Append('\n')
                        .Append("  ")
                        .Append(field.Name)
                        .Append(": ")
                        .AppendJoin("; ", Reasons(field.Value));
            }

            if (problem.TryGetProperty("conflicts", out var conflicts))
            {
                var known = problem.TryGetProperty("originalKnown", out var said) && said.GetBoolean();
                foreach (var conflict in conflicts.Deserialize<List<EditConflict>>(ContractsJson.Options)!)
                    text.Append("\n  ").Append(Conflict(conflict, known));
            }

            if ((int)status >= 500 && Text(problem, "traceId") is { } trace)
                text.Append(' ').Append(T($"(trace {trace})"));
        }
        else
        {
            text.Append(Fallback(status));
        }

        return text.ToString();
    }

    private static string Conflict(EditConflict of, bool known) =>
        known
            ? T($"{of.Field}: was {Quoted(of.Original)}, is {Quoted(of.Theirs)} now, yours is {Quoted(of.Mine)}")
            : T($"{of.Field}: is {Quoted(of.Theirs)} now, yours is {Quoted(of.Mine)}");

    private static string Quoted(string? value) => value is null ? T("nothing") : $"'{value}'";

    private static string Problem(ApiException refused) => Problem(refused.StatusCode, refused.Content);

    private static JsonElement? Parse(string? content)
    {
        if (string.IsNullOrWhiteSpace(content))
            return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // A proxy in between answers in HTML; the status says enough.
            return null;
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IEnumerable<string> Reasons(JsonElement reasons) =>
        reasons.ValueKind == JsonValueKind.Array
            ? reasons.EnumerateArray().Select(reason => reason.ToString())
            : [reasons.ToString()];

    private static string Fallback(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Unauthorized => T("Not signed in."),
            HttpStatusCode.Forbidden => T("Not allowed."),
            HttpStatusCode.NotFound => T("There is no such thing."),
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => T(
                $"The gateway answers, but the service behind it does not ({(int)status}). "
                    + $"'inv status' shows which part is away."
            ),
            _ => T($"The gateway answered {(int)status} {status}."),
        };

    private static string Unreachable(Exception exception, string? gateway) =>
        exception switch
        {
            HttpRequestException failure when RetryHandler.NeverSent(failure) => T(
                $"No gateway answers at {gateway}. Start the system with 'dotnet run --project AppHost', "
                    + $"or name another address with --gateway or INV_GATEWAY."
            ),
            HttpRequestException or HttpIOException => T(
                $"The connection to {gateway} broke off in the middle of an answer. Try again."
            ),
            _ => T($"{gateway} took too long to answer. Try again."),
        };
}
