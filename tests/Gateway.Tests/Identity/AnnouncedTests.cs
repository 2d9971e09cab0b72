using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>Who is there is told to other services.</summary>
public sealed class AnnouncedTests(IdentityApp app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_who_is_made_or_changed_is_told_and_everybody_at_the_start()
    {
        using var made = await app.Send(HttpMethod.Post, "/api/v1/users", new { name = "told", role = "clerk" });
        made.EnsureSuccessStatusCode();
        using var again = await app.Send(HttpMethod.Post, "/api/v1/users", new { name = "told", role = "admin" });
        Assert.Equal(System.Net.HttpStatusCode.Conflict, again.StatusCode);
        using var changed = await app.Send(
            HttpMethod.Patch,
            "/api/v1/users/told",
            new { displayName = "Told", disabled = true }
        );
        changed.EnsureSuccessStatusCode();

        // A gateway that another test starts meanwhile tells of everybody once more.
        var told = (await SentAsync("told")).DistinctBy(p => (p.Role, p.DisplayName, p.Disabled)).ToList();
        Assert.Equal(
            [(Role.Clerk, "told", false), (Role.Clerk, "Told", true)],
            told.Select(p => (p.Role, p.DisplayName, p.Disabled))
        );
        Assert.True(told[0].Version < told[1].Version);
        Assert.Equal(Role.Admin, (await SentAsync("admin"))[0].Role);
    }

    /// <summary>What was said of a person and has left for the broker, oldest first.</summary>
    private async Task<List<PersonState>> SentAsync(string name)
    {
        await Eventually.Holds(
            async () => (await ReadAsync(name, "sent_at IS NULL")).Count == 0,
            () => $"what is said of {name} was sent"
        );
        return await ReadAsync(name, "true");
    }

    private async Task<List<PersonState>> ReadAsync(string name, string which)
    {
        await using var command = app
            .Host.Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand($"SELECT body FROM identity.outbox WHERE {which} ORDER BY sequence");
        var people = new List<PersonState>();
        await using var rows = await command.ExecuteReaderAsync(Ct);
        while (await rows.ReadAsync(Ct))
            people.AddRange(
                JsonSerializer
                    .Deserialize<PersonChanged>(rows.GetString(0), ContractsJson.Options)!
                    .Items.Where(p => p.Name == name)
            );
        return people;
    }
}
