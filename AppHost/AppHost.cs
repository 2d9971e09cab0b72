// The whole system in one file, in Aspire's app model. It is compiled against Aspire itself (UseAspire=true, containers)
// or against Native/, which runs the servers as local processes: see AppHost.csproj.
var builder = DistributedApplication.CreateBuilder(args);

#if ASPIRE
// Only publishing looks at these, and it writes one kind of files at a time: --target kubernetes, else compose.
if (builder.Configuration["target"] == "kubernetes")
    builder.AddKubernetesEnvironment("kubernetes");
else
    builder.AddDockerComposeEnvironment("compose");
#endif

// One database with a schema per service. The native way makes a login role for every project that refers to it, named
// like the project and owning the schema of that name, and hands out that role's connection string; under Aspire the
// container's superuser is in it. Services see no difference: the name is "inventory" and the schema their own.
var inventory = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("inventory");

// A message leaves a service's outbox once the broker has it, so what the broker holds has to last.
var messaging = builder.AddRabbitMQ("messaging").WithDataVolume();

// A cache: losing it loses nothing.
var cache = builder.AddRedis("cache");

// The http endpoints come from the projects' launch profiles.
var catalog = builder.AddProject<Projects.Catalog_Api>("catalog")
    .WithHttpHealthCheck("/health")
    .WithReference(inventory).WaitFor(inventory)
    .WithReference(messaging).WaitFor(messaging);

var sales = builder.AddProject<Projects.Sales_Api>("sales")
    .WithHttpHealthCheck("/health")
    .WithReference(inventory).WaitFor(inventory)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(catalog).WaitFor(catalog);

var forecasting = builder.AddProject<Projects.Forecasting_Worker>("forecasting")
    .WithHttpHealthCheck("/health")
    .WithReference(inventory).WaitFor(inventory)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(cache).WaitFor(cache)
    .WithReference(catalog).WaitFor(catalog)
    .WithReference(sales).WaitFor(sales);

var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithReference(catalog).WaitFor(catalog)
    .WithReference(sales).WaitFor(sales)
    .WithReference(forecasting).WaitFor(forecasting);

// An empty system gets a sample to look at, through its public API and once; --sample none leaves it empty.
if (builder.ExecutionContext.IsRunMode && builder.Configuration["sample"] != "none")
{
    builder.AddProject<Projects.Cli>("sample")
        .WithArgs("sample", "ensure")
        .WithEnvironment("INV_GATEWAY", gateway.GetEndpoint("http"))
        .WaitFor(gateway);
}

var dashboard = builder.AddProject<Projects.Dashboard_Web>("dashboard")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(gateway).WaitFor(gateway);

// The status names every part, so the gateway has to know where this one is; it does not wait for it.
gateway.WithReference(dashboard);

await builder.Build().RunAsync();
