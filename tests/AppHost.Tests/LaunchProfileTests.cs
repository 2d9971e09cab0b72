using SmartInventory.AppHost.Running;

namespace SmartInventory.AppHost_Tests;

public sealed class LaunchProfileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartinventory-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_first_profile_that_runs_the_project_counts()
    {
        _folder.CreateSubdirectory("Properties");
        File.WriteAllText(Path.Combine(_folder.FullName, "Properties", "launchSettings.json"), """
            {
              // comments are common in these files
              "profiles": {
                "IIS Express": { "commandName": "IISExpress", "applicationUrl": "http://localhost:1" },
                "http": {
                  "commandName": "Project", "applicationUrl": "https://localhost:7001;http://localhost:5001",
                  "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" }
                }
              }
            }
            """);

        var profile = LaunchProfile.Read(Path.Combine(_folder.FullName, "Some.csproj"));

        Assert.Equal(5001, profile.Port);
        Assert.Equal("Development", Assert.Single(profile.Environment).Value);
    }

    [Fact]
    public void A_project_without_launch_settings_has_no_wishes()
    {
        var profile = LaunchProfile.Read(Path.Combine(_folder.FullName, "Some.csproj"));

        Assert.Null(profile.Port);
        Assert.Empty(profile.Environment);
    }
}
