namespace SmartInventory.AppHost.Running;

/// <summary>The environment variables a service starts with: the contract that Aspire has with services.</summary>
internal static class ServiceEnvironment
{
    /// <param name="project">Whose environment.</param>
    /// <param name="url">Where it is to listen; empty when it does not.</param>
    /// <param name="profile">Its launch profile.</param>
    /// <param name="valueOf">A referred resource's connection string, or a project's address.</param>
    public static Dictionary<string, string?> Build(
        ProjectResource project, string url, LaunchProfile profile, Func<IResource, string> valueOf)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in profile.Environment)
            environment[name] = value;
        environment["ASPNETCORE_URLS"] = url.Length > 0 ? url : null;
        // What `dotnet run` set for the host would win over the line above.
        environment["HTTP_PORTS"] = null;
        environment["HTTPS_PORTS"] = null;
        environment["ASPNETCORE_HTTP_PORTS"] = null;
        environment["OTEL_SERVICE_NAME"] = project.Name;
        environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Guid.NewGuid():N}"[..28];
        foreach (var (name, endpoint) in project.Environment)
            environment[name] = valueOf(endpoint.Resource);
        foreach (var reference in project.References)
        {
            var name = reference is IResourceWithConnectionString
                ? $"ConnectionStrings__{reference.Name}"
                : $"services__{reference.Name}__http__0";
            environment[name] = valueOf(reference);
        }
        return environment;
    }
}
