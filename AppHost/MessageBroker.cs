using System.Text.Json;
using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost;

/// <summary>
/// RabbitMQ with a user for each service, who can take messages from the queues of that service and from no others.
/// </summary>
/// <param name="server">The server, whatever it runs on.</param>
/// <param name="endpoint">Where it is reached.</param>
/// <param name="passwordOf">The password of the user with this name.</param>
internal sealed class MessageBroker(
    IResourceBuilder<IResource> server,
    EndpointReference endpoint,
    Func<string, ParameterResource> passwordOf
)
{
    // The connection string that services read.
    private const string Name = "messaging";
    private readonly List<BrokerUser> _users = [];

    /// <summary>Gives a service its user and the connection string to it.</summary>
    /// <param name="service">Who uses it; its queues begin with its name.</param>
    /// <param name="tells">Services whose queues it makes, so that none of them misses what it publishes.</param>
    public void Serve(IResourceBuilder<ProjectResource> service, IReadOnlyList<string> tells)
    {
        var user = new BrokerUser(service.Resource.Name, passwordOf(service.Resource.Name), tells);
        _users.Add(user);
        service
            .WithReferenceRelationship(server)
            .WithEnvironment(
                $"ConnectionStrings__{Name}",
                ReferenceExpression.Create(
                    $"amqp://{user.Name}:{user.Password}@{endpoint.Property(EndpointProperty.HostAndPort)}"
                )
            );
    }

    /// <summary>Has the server of this machine make the users each time that it starts.</summary>
    public MessageBroker MadeBy(NativeRabbitMq native)
    {
        native.Users = _users;
        return this;
    }

    /// <summary>Has RabbitMQ's image make them: broker.sh comes before its own start.</summary>
    public MessageBroker MadeByImage(IResourceBuilder<ContainerResource> image)
    {
        image
            .WithBindMount("broker.sh", "/broker.sh", isReadOnly: true)
            .WithEntrypoint("/bin/sh")
            .WithArgs("/broker.sh")
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["SERVICE_USERS"] = string.Join(' ', _users.Select(user => user.Name));
                foreach (var user in _users)
                {
                    context.EnvironmentVariables[$"SERVICE_PASSWORD_{user.Name}"] = user.Password;
                    context.EnvironmentVariables[$"SERVICE_TELLS_{user.Name}"] = string.Join(' ', user.Tells);
                }
            });
        return this;
    }
}

/// <summary>A service at the broker.</summary>
/// <param name="Name">The user's, and the beginning of the names of its queues.</param>
/// <param name="Password">Letters and digits.</param>
/// <param name="Tells">Services whose queues it may make and put messages into.</param>
internal sealed record BrokerUser(string Name, ParameterResource Password, IReadOnlyList<string> Tells)
{
    // Messages have an exchange each, named after their type, which whoever sends or wants them makes.
    private const string Messages = @"(SmartInventory|MassTransit)[.:].*";

    /// <summary>What RabbitMQ reads as its definitions when it starts, as broker.sh writes it in an image.</summary>
    /// <param name="users">With passwords that are known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string> DefinitionsAsync(
        IReadOnlyList<BrokerUser> users,
        CancellationToken cancellationToken
    )
    {
        List<object> accounts = [];
        foreach (var user in users)
        {
            var password = await user.Password.GetValueAsync(cancellationToken);
            accounts.Add(
                new
                {
                    name = user.Name,
                    password,
                    tags = "",
                }
            );
        }
        return JsonSerializer.Serialize(
            new
            {
                users = accounts,
                vhosts = new[] { new { name = "/" } },
                permissions = users.Select(user => user.Rights()),
            }
        );
    }

    private object Rights()
    {
        // Whoever may read a queue can take what is in it.
        var made = $"^({string.Join('|', Tells.Prepend(Name).Distinct())})[-_].*$|^{Messages}$";
        return new
        {
            user = Name,
            vhost = "/",
            configure = made,
            write = made,
            read = $"^{Name}[-_].*$|^{Messages}$",
        };
    }
}
