using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Tests;

/// <summary>A user at the broker for each service.</summary>
public sealed class MessageBrokerTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"smartinventory-host-{Guid.NewGuid():N}"[..38]);

    private static readonly BrokerUser[] Users =
    [
        new("sales", Known("sales-password", "secret1"), ["catalog", "forecasting"]),
        new("forecasting", Known("forecasting-password", "secret2"), ["forecasting"]),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_path))
            Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task A_service_takes_messages_from_its_own_queues_only()
    {
        using var data = DataFolder.Ephemeral(_path);
        var builder = DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions
            {
                AssemblyName = typeof(Servers).Assembly.GetName().Name,
                DisableDashboard = true,
            }
        );
        var programs = await ServerInstallation.EnsureAsync(TestContext.Current.SendDiagnosticMessage, Cancellation);
        var server = builder.AddNativeRabbitMq("messaging", programs).WithDataFolder(data);
        server.Resource.Users = Users;
        await using var app = builder.Build();
        await app.StartAsync(Cancellation);
        await app
            .Services.GetRequiredService<ResourceNotificationService>()
            .WaitForResourceHealthyAsync("messaging", Cancellation);
        var port = server.Resource.Port.Port;

        await using var sales = await ConnectAsync(port, "sales", "secret1");
        await using var forecasting = await ConnectAsync(port, "forecasting", "secret2");
        const string Message = "SmartInventory.Contracts.Messages:SalesRecorded";
        const string Queue = "forecasting-sales-recorded";

        // Who publishes makes the queue of who must not miss it.
        await using (var channel = await sales.CreateChannelAsync(cancellationToken: Cancellation))
        {
            await channel.ExchangeDeclareAsync(Message, "fanout", durable: true, cancellationToken: Cancellation);
            await channel.QueueDeclareAsync(Queue, true, false, false, cancellationToken: Cancellation);
            await channel.QueueBindAsync(Queue, Message, "", cancellationToken: Cancellation);
            await channel.BasicPublishAsync(Message, "", "sold"u8.ToArray(), Cancellation);
        }

        Assert.Equal(403, await Refused(sales, channel => channel.BasicGetAsync(Queue, autoAck: true, Cancellation)));
        Assert.Equal(
            403,
            await Refused(
                forecasting,
                channel => channel.QueueDeclareAsync("sales-x", true, false, false, cancellationToken: Cancellation)
            )
        );
        await using var own = await forecasting.CreateChannelAsync(cancellationToken: Cancellation);
        Assert.NotNull(await own.BasicGetAsync(Queue, autoAck: true, Cancellation));
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync(port, "sales", "secret2"));
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_images_script_makes_the_same_users()
    {
        var folder = Directory.CreateDirectory(_path).FullName;
        var entry = Path.Combine(folder, "docker-entrypoint.sh");
        await File.WriteAllTextAsync(entry, "#!/bin/sh\necho started \"$1\"\n", Cancellation);
        File.SetUnixFileMode(entry, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var script = new Tool("/bin/sh", [Path.Combine(AppContext.BaseDirectory, "broker.sh")])
        {
            Environment = new Dictionary<string, string>
            {
                ["BROKER_FOLDER"] = folder,
                ["PATH"] = $"{folder}:/usr/bin:/bin",
                ["SERVICE_USERS"] = "sales forecasting",
                ["SERVICE_PASSWORD_sales"] = "secret1",
                ["SERVICE_PASSWORD_forecasting"] = "secret2",
                ["SERVICE_TELLS_sales"] = "catalog forecasting",
                ["SERVICE_TELLS_forecasting"] = "forecasting",
                ["RABBITMQ_DEFAULT_USER"] = "guest",
                ["RABBITMQ_DEFAULT_PASS"] = "secret3",
            },
        };

        Assert.Equal("started rabbitmq-server", await script.RunOrThrowAsync(Cancellation));

        var made = Read(await File.ReadAllTextAsync(Path.Combine(folder, "definitions.json"), Cancellation));
        // The administrator comes first: RabbitMQ makes none beside definitions.
        Assert.Equal("guest", (string?)made["users"]![0]!["name"]);
        made["users"]!.AsArray().RemoveAt(0);
        made["permissions"]!.AsArray().RemoveAt(0);
        var native = Read(await BrokerUser.DefinitionsAsync(Users, Cancellation));
        Assert.True(JsonNode.DeepEquals(native, made), $"{native}\n{made}");
        Assert.Contains(
            $"load_definitions = {folder}/definitions.json",
            await File.ReadAllTextAsync(Path.Combine(folder, "conf.d", "20-definitions.conf"), Cancellation),
            StringComparison.Ordinal
        );
    }

    private static JsonNode Read(string json) => JsonNode.Parse(json)!;

    private static ParameterResource Known(string name, string value) => new(name, _ => value, secret: true);

    private static Task<IConnection> ConnectAsync(int port, string user, string password) =>
        new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = port,
            UserName = user,
            Password = password,
        }.CreateConnectionAsync(Cancellation);

    private static async Task<int> Refused(IConnection connection, Func<IChannel, Task> work)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        var refused = await Assert.ThrowsAnyAsync<OperationInterruptedException>(() => work(channel));
        return refused.ShutdownReason!.ReplyCode;
    }
}
