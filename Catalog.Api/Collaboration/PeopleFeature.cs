using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>A person, as the gateway last said.</summary>
internal sealed class KnownPerson : IVersioned
{
    public required string Name { get; init; }
    public long Version { get; init; }
    public required Guid Id { get; init; }
    public required string DisplayName { get; init; }
    public Role Role { get; init; }
    public bool Disabled { get; init; }

    public static KnownPerson Of(PersonState state) =>
        new()
        {
            Name = state.Name,
            Version = state.Version,
            Id = state.Id,
            DisplayName = state.DisplayName,
            Role = state.Role,
            Disabled = state.Disabled,
        };
}

/// <summary>Keeps of each person the newest version, in whatever order and however often they come.</summary>
internal sealed class PersonChangedConsumer(CatalogDb db) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.UpsertNewestAsync(context.Message.Items.Select(KnownPerson.Of), ct);
        await transaction.CommitAsync(ct);
    }
}

/// <summary>Whom one can speak to, and give things to.</summary>
internal static class PeopleFeature
{
    public static void MapPeople(this RouteGroupBuilder api) =>
        api.MapGet("/people", List)
            .RequireAuthorization(Access.View)
            .WithTags("Collaboration")
            .WithName("ListPeople")
            .WithSummary("Everybody, by name: whom a comment can speak to, and who can be responsible");

    public static void MapPeopleTables(this ModelBuilder model) =>
        model.Entity<KnownPerson>(person =>
        {
            person.ToTable("people");
            person.HasKey(p => p.Name);
            person.Property(p => p.Name).IsKeyText(40);
            person.Property(p => p.DisplayName).HasMaxLength(100);
            person.Property(p => p.Role).HasConversion<string>().HasMaxLength(20);
        });

    private static async Task<Ok<List<PersonResponse>>> List(CatalogDb db, CancellationToken ct) =>
        TypedResults.Ok(
            await db
                .People.AsNoTracking()
                .OrderBy(p => p.Name)
                .Select(p => new PersonResponse(p.Name, p.DisplayName, p.Role, p.Disabled))
                .ToListAsync(ct)
        );
}
