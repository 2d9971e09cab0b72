using System.Collections.ObjectModel;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Refit;
using ValidationProblemDetails = Microsoft.AspNetCore.Mvc.ValidationProblemDetails;

namespace SmartInventory.Dashboard.Web.Gateway;

/// <summary>
/// What a tile shows: the value, or in words why there is none. One part that is down takes no other tile with it.
/// </summary>
public sealed record Loaded<T>(T? Value, string? Error, bool Missing)
    where T : class
{
    /// <summary>What was wrong with what was sent, by field as the API calls it.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; init; } = ReadOnlyDictionary<string, string[]>.Empty;

    /// <summary>Puts what is wrong beside each field of a form.</summary>
    /// <returns>What is wrong with the whole, or with a field that the form does not have; null for nothing.</returns>
    public string? Refuse(ModelStateDictionary form)
    {
        foreach (var (field, reasons) in Fields)
            if (form.ContainsKey(field))
                form.AddModelError(field, string.Join(", ", reasons));
        return Fields.Count > 0 && Fields.Keys.All(form.ContainsKey) ? null : Error;
    }

    public Loaded<TOther> Select<TOther>(Func<T, TOther> map)
        where TOther : class =>
        Value is null
            ? new Loaded<TOther>(null, Error, Missing) { Fields = Fields }
            : new Loaded<TOther>(map(Value), null, false);
}

/// <summary>Reads from the gateway.</summary>
public static class Load
{
    /// <summary>Awaits one read and turns each way of failing into words.</summary>
    public static async Task<Loaded<T>> TryAsync<T>(Task<T> read, CancellationToken ct)
        where T : class
    {
        try
        {
            return new Loaded<T>(await read, null, false);
        }
        catch (ApiException e)
        {
            return new Loaded<T>(null, Explain(e), e.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                Fields = Read(e)?.Errors.AsReadOnly() ?? ReadOnlyDictionary<string, string[]>.Empty,
            };
        }
        catch (Exception e) when (IsOutage(e, ct))
        {
            return new Loaded<T>(null, Explain(e), false);
        }
    }

    /// <summary>Awaits what leaves nothing to show.</summary>
    /// <returns>Why it was refused, in words; null when it was done.</returns>
    public static async Task<string?> RefusalAsync(Task action, CancellationToken ct) =>
        (await RefusalByFieldAsync(action, ct)).Refusal;

    /// <summary>Awaits what leaves nothing to show.</summary>
    /// <returns>Why it was refused, in words, and what was wrong with which field; null and nothing when it was
    /// done.</returns>
    public static async Task<(string? Refusal, IReadOnlyDictionary<string, string[]> Fields)> RefusalByFieldAsync(
        Task action,
        CancellationToken ct
    )
    {
        try
        {
            await action;
            return (null, ReadOnlyDictionary<string, string[]>.Empty);
        }
        catch (Exception e) when (e is ApiException || IsOutage(e, ct))
        {
            var problem = e is ApiException answer ? Read(answer) : null;
            return (Explain(e), problem?.Errors.AsReadOnly() ?? ReadOnlyDictionary<string, string[]>.Empty);
        }
    }

    private static bool IsOutage(Exception e, CancellationToken ct) =>
        e is ApiRequestException or OperationCanceledException && !ct.IsCancellationRequested;

    /// <summary>A failed request to the gateway in words.</summary>
    public static string Explain(Exception fault) =>
        fault switch
        {
            ApiException answer => Words(answer),
            OperationCanceledException or ApiRequestException { InnerException: OperationCanceledException } => TooSlow,
            _ => Down,
        };

    private static string Down => T("The gateway does not answer.");
    private static string TooSlow => T("The answer takes too long.");

    private static string Words(ApiException e)
    {
        if (Read(e) is { Title: { } title } problem)
        {
            // What is wrong, field by field, says more than that something is.
            return problem.Errors.Count > 0
                    ? string.Join(" ", problem.Errors.Select(e => $"{e.Key}: {string.Join(", ", e.Value)}."))
                : problem.Detail is null ? title
                : $"{title} {problem.Detail}";
        }

        return e.InnerException is JsonException
            ? T("The answer cannot be read.")
            : T($"The gateway answered {(int)e.StatusCode}.");
    }

    /// <summary>Null for what is not one of our problem documents: then the status has to do.</summary>
    private static ValidationProblemDetails? Read(ApiException e)
    {
        try
        {
            return e.Content is { Length: > 0 } json
                ? JsonSerializer.Deserialize<ValidationProblemDetails>(json, JsonSerializerOptions.Web)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
