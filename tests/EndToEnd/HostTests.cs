using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using SmartInventory.AppHost.Running;
using SmartInventory.Testing;

namespace SmartInventory.EndToEnd;

/// <summary>The host as a program of its own, as <c>dotnet run --project AppHost</c> starts it.</summary>
public sealed class HostTests : IDisposable
{
    private const string Mark = "SMARTINVENTORY_TEST_RUN";
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"smartinventory-host-{Guid.NewGuid():N}");
    private readonly List<Process> _hosts = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            if (!host.HasExited)
                host.Kill();
            host.Dispose();
        }

        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_host_keeps_others_off_its_folder_and_leaves_nothing_whether_stopped_or_killed()
    {
        var (host, output) = Start("--native", "--data", _data, "--sample", "none");
        await Running(host, output);
        Assert.Contains("API docs", output.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"Aspire +http://localhost:\d+/login\?t=\w+", output.ToString());

        var (second, refusal) = Start("--native", "--data", _data, "--sample", "none");
        await second.WaitForExitAsync(Cancel);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains(
            $"Another SmartInventory is running on the data folder {_data}.",
            refusal.ToString(),
            StringComparison.Ordinal
        );

        host.Kill();
        await Gone("the host was killed");

        // And starts again on what the killed one left.
        (host, output) = Start("--native", "--data", _data, "--sample", "none");
        await Running(host, output);
        using (Process.Start("kill", ["-TERM", $"{host.Id}"]))
            await host.WaitForExitAsync(Cancel);
        Assert.Equal(0, host.ExitCode);
        Assert.Contains("Stopped after", output.ToString(), StringComparison.Ordinal);
        await Gone("the host was asked to stop");
    }

    [Fact]
    public async Task The_manifest_names_every_service_with_its_references_and_ports()
    {
        var file = Path.Combine(Directory.CreateDirectory(_data).FullName, "manifest.json");
        var (host, output) = Start("--operation", "publish", "--publisher", "manifest", "--output-path", file);
        await host.WaitForExitAsync(Cancel);
        Assert.True(host.ExitCode == 0, output.ToString());

        var resources = JsonDocument
            .Parse(await File.ReadAllTextAsync(file, Cancel))
            .RootElement.GetProperty("resources");
        foreach (
            var (service, references, isExternal) in ((string, string[], bool)[])
                [
                    ("catalog", ["inventory", "messaging"], false),
                    ("sales", ["inventory", "messaging", "catalog"], false),
                    ("forecasting", ["inventory", "messaging", "cache", "catalog", "sales"], false),
                    ("gateway", ["inventory", "catalog", "sales", "forecasting"], true),
                    ("dashboard", ["messaging", "gateway"], true),
                ]
        )
        {
            var resource = resources.GetProperty(service);
            Assert.Equal("project.v0", resource.GetProperty("type").GetString());
            var environment = resource
                .GetProperty("env")
                .EnumerateObject()
                .ToDictionary(e => e.Name, e => e.Value.GetString()!);
            Assert.All(
                references,
                reference =>
                    Assert.True(
                        environment.ContainsKey($"ConnectionStrings__{reference}")
                            || environment.ContainsKey($"services__{reference}__http__0"),
                        $"{service} does not know {reference}"
                    )
            );
            // What the gateway keeps there are people.
            var role = service == "gateway" ? "identity" : service;
            if (environment.TryGetValue("ConnectionStrings__inventory", out var connection))
                Assert.Contains(
                    $"Username={role};Password={{{role}-database-password.value}}",
                    connection,
                    StringComparison.Ordinal
                );
            var http = resource.GetProperty("bindings").GetProperty("http");
            Assert.Equal(isExternal, http.TryGetProperty("external", out var external) && external.GetBoolean());
            Assert.Equal($"{{{service}.bindings.http.targetPort}}", environment["HTTP_PORTS"]);
        }

        // No circle: by name, not by reference.
        Assert.Equal(
            "http://dashboard:8080",
            resources.GetProperty("gateway").GetProperty("env").GetProperty("services__dashboard__http__0").GetString()
        );
        Assert.False(resources.TryGetProperty("sample", out _));
        Assert.All(
            resources
                .EnumerateObject()
                .Where(r => r.Value.TryGetProperty("volumes", out _))
                .SelectMany(r => r.Value.GetProperty("volumes").EnumerateArray()),
            volume => Assert.DoesNotContain('.', volume.GetProperty("name").GetString()!)
        );
    }

    [Fact]
    public async Task Every_published_service_has_probes_and_the_worker_replicas()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync(
            typeof(Entry),
            ["--operation", "publish", "--publisher", "manifest", "--output-path", Path.Combine(_data, "unused.json")],
            Cancel
        );

        var services = builder.Resources.OfType<ProjectResource>().ToList();
        Assert.Equal(["catalog", "dashboard", "forecasting", "gateway", "sales"], services.Select(s => s.Name).Order());
#pragma warning disable ASPIREPROBES001 // Probes may still change their form.
        Assert.All(
            services,
            service =>
                Assert.Equal(
                    [(ProbeType.Readiness, "/health"), (ProbeType.Liveness, "/alive")],
                    service.Annotations.OfType<EndpointProbeAnnotation>().Select(p => (p.Type, p.Path))
                )
        );
#pragma warning restore ASPIREPROBES001
        Assert.Equal(2, services.Single(s => s.Name == "forecasting").GetReplicaCount());
    }

    [Fact]
    public async Task Publishing_that_fails_says_so_with_its_exit_code()
    {
        var (host, output) = Start(
            "--operation",
            "publish",
            "--publisher",
            "manifest",
            "--output-path",
            "/proc/nowhere/manifest.json"
        );
        await host.WaitForExitAsync(Cancel);
        Assert.True(host.ExitCode != 0, output.ToString());
    }

    private (Process Host, StringBuilder Output) Start(params string[] arguments)
    {
        var start = Programs.Start(Programs.AppHost, arguments);
        start.Environment[Mark] = _mark;
        var output = new StringBuilder();
        var host = Process.Start(start)!;
        host.OutputDataReceived += (_, line) => Append(line.Data);
        host.ErrorDataReceived += (_, line) => Append(line.Data);
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        _hosts.Add(host);
        return (host, output);

        void Append(string? line)
        {
            lock (output)
                output.AppendLine(line);
        }
    }

    private static Task Running(Process host, StringBuilder output)
    {
        var now = "";
        return Eventually.Holds(
            () =>
            {
                Cancel.ThrowIfCancellationRequested();
                lock (output)
                    now = output.ToString();
                var healthy = now.Contains("all healthy after", StringComparison.Ordinal);
                Assert.False(!healthy && host.HasExited, now);
                return Task.FromResult(healthy);
            },
            () => $"all parts are healthy\n{now}",
            TimeSpan.FromMinutes(4)
        );
    }

    /// <summary>Whatever the host started inherited the mark in its environment.</summary>
    private Task Gone(string why)
    {
        List<string> left = [];
        return Eventually.Holds(
            () =>
                Task.FromResult(
                    (left = [.. MarkedProcesses.Find($"{Mark}={_mark}").Select(p => $"{p.Id} {p.Command}")]).Count == 0
                ),
            () => $"all is gone after {why}, but for {string.Join(", ", left)}"
        );
    }
}
