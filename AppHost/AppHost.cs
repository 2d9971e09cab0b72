// The whole system on one page: dotnet run --project AppHost (see docs/running.md).
using SmartInventory.AppHost;

return await Entry.RunAsync(
    args,
    async (builder, options, say, cancellationToken) =>
    {
        // PostgreSQL, RabbitMQ and Redis: from containers where an engine answers, else this machine's own programs.
        var servers = await Servers.AddAsync(builder, options, say, cancellationToken);

        // Services start side by side and wait by themselves for what they need, so there is no WaitFor among them.
        var catalog = builder
            .AddService<Projects.Catalog_Api>("catalog", "BoxMultiple")
            .WithSchema(servers.Database)
            .WithBroker(servers.Broker, tells: ["sales", "forecasting"]);

        var sales = builder
            .AddService<Projects.Sales_Api>("sales", "Receipt")
            .WithSchema(servers.Database)
            .WithBroker(servers.Broker, tells: ["catalog", "forecasting"])
            .WithReference(catalog);

        var forecasting = builder
            .AddService<Projects.Forecasting_Worker>("forecasting", "ArrowTrendingLines")
            .WithSchema(servers.Database)
            .WithBroker(servers.Broker, tells: ["forecasting"])
            .WithReference(servers.Cache)
            .WithReference(catalog)
            .WithReference(sales)
            // Any number share the work; a development machine has enough with one.
            .WithReplicas(builder.ExecutionContext.IsPublishMode ? 2 : 1);

        var gateway = builder
            .AddService<Projects.Gateway>("gateway", "DoorArrowRight")
            .WithExternalHttpEndpoints()
            // People and their passwords, and all that is signed for them.
            .WithSchema(servers.Database, "identity")
            // Who is there is told to those who have to know.
            .WithBroker(servers.Broker, tells: ["catalog"])
            .WithReference(catalog)
            .WithReference(sales)
            .WithReference(forecasting)
            .WithUrlForEndpoint("http", url => url.DisplayText = "API")
            .WithUrlForEndpoint("http", _ => new() { Url = "/docs", DisplayText = "API docs" });

        var dashboard = builder
            .AddService<Projects.Dashboard_Web>("dashboard", "Board")
            .WithExternalHttpEndpoints()
            .WithBroker(servers.Broker)
            .WithReference(gateway)
            .WithUrlForEndpoint("http", url => url.DisplayText = "SmartInventory");

        // The status names every part, so the gateway has to know where this one is.
        gateway.WithAddressOf(dashboard);

        // Nobody is answered who does not say who they are: sales asks the catalogue in its own name, the dashboard in
        // that of its readers.
        var signIn = new SignIn(builder, servers, gateway)
            .TrustedBy(catalog, sales, forecasting)
            .Account(sales)
            .Pages(dashboard);

        // An empty system gets a sample to look at, through its public API and once. It comes last, so that no start is
        // slower for it.
        if (builder.ExecutionContext.IsRunMode)
        {
            var sample = builder
                .AddSample<Projects.Cli>("sample", gateway, loaded: !options.NoSample)
                .WaitFor(catalog)
                .WaitFor(sales)
                .WaitFor(forecasting)
                .WaitFor(gateway)
                .WaitFor(dashboard);
            signIn.Loader(sample);
            // Only this host starts Aspire's dashboard.
            dashboard.WithEnvironment("Dashboard__Operations__Traces", AspireDashboard.Address(builder.Configuration));
        }

#if PUBLISHERS
        // One kind of files at a time: target=kubernetes, else compose.
        if (builder.Configuration["target"] == "kubernetes")
            builder.AddKubernetesEnvironment("kubernetes");
        else
            builder.AddDockerComposeEnvironment("compose");
#endif

        return servers;
    }
);
