namespace SmartInventory.AppHost.Native;

/// <summary>Whether Docker or Podman is there and answers.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>The engine's program name, or null. Takes no longer than two seconds.</returns>
    public static async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        if (await AnswersAsync("docker", ["version", "--format", "{{.Server.Version}}"], cancellationToken))
            return "docker";
        return await AnswersAsync("podman", ["info"], cancellationToken) ? "podman" : null;
    }

    private static async Task<bool> AnswersAsync(
        string engine,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken
    )
    {
        if (ServerPrograms.Find(engine) is not { } program)
            return false;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            // Both end with an error when there is a client and nobody behind it.
            var (code, _) = await new Tool(program, arguments).RunAsync(timeout.Token);
            return code == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
