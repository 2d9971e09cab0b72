using Aspire.Hosting;
using SmartInventory.AppHost.Running;

namespace SmartInventory.AppHost_Tests;

public sealed class ServiceEnvironmentTests
{
    [Fact]
    public void A_service_is_told_what_Aspire_would_tell_it()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var inventory = builder.AddPostgres("postgres").AddDatabase("inventory");
        var messaging = builder.AddRabbitMQ("messaging");
        var catalog = builder.AddProject<Metadata>("catalog");
        var sales = builder.AddProject<Metadata>("sales").WithReference(inventory).WithReference(messaging).WithReference(catalog);
        var profile = new LaunchProfile(5102, new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" });

        var environment = ServiceEnvironment.Build(sales.Resource, "http://localhost:5102", profile, r => $"value of {r.Name}");

        Assert.Equal("Development", environment["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("http://localhost:5102", environment["ASPNETCORE_URLS"]);
        Assert.Equal("sales", environment["OTEL_SERVICE_NAME"]);
        Assert.StartsWith("service.instance.id=", environment["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.Equal("value of inventory", environment["ConnectionStrings__inventory"]);
        Assert.Equal("value of messaging", environment["ConnectionStrings__messaging"]);
        Assert.Equal("value of catalog", environment["services__catalog__http__0"]);
        Assert.DoesNotContain("ConnectionStrings__postgres", environment.Keys);
    }

    [Fact]
    public void A_task_is_told_where_others_are_and_listens_nowhere()
    {
        var builder = DistributedApplication.CreateBuilder(["--sample", "none"]);
        var gateway = builder.AddProject<Metadata>("gateway");
        var sample = builder.AddProject<Metadata>("sample").WithArgs("sample", "ensure").WithEnvironment("INV_GATEWAY", gateway.GetEndpoint("http"));

        var environment = ServiceEnvironment.Build(
            sample.Resource, "", new LaunchProfile(null, new Dictionary<string, string>()), r => $"address of {r.Name}");

        Assert.Equal("address of gateway", environment["INV_GATEWAY"]);
        Assert.Null(environment["ASPNETCORE_URLS"]);
        Assert.Equal(["sample", "ensure"], sample.Resource.Arguments);
        Assert.Equal("none", builder.Configuration["sample"]);
        Assert.Null(builder.Configuration["other"]);
    }

    [Fact]
    public void Two_resources_of_one_name_are_refused()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddRedis("cache");

        Assert.Equal("There are two resources named Cache.", Assert.Throws<InvalidOperationException>(() => builder.AddRedis("Cache")).Message);
    }

    private sealed class Metadata : IProjectMetadata
    {
        public string ProjectPath => "/nowhere/Some.csproj";
        public string AssemblyPath => "/nowhere/Some.dll";
    }
}
