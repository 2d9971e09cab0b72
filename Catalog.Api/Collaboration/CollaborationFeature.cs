using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>People work on the same things: they speak about them, follow them, and are told.</summary>
internal static class CollaborationFeature
{
    public static void AddCollaboration(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<InboxReader>();

    public static void AddCollaborationConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<PersonChangedConsumer>();

    public static void MapCollaboration(this RouteGroupBuilder api)
    {
        api.MapPeople();
        api.MapComments();
        api.MapInbox();
    }

    public static void MapCollaborationTables(this ModelBuilder model)
    {
        model.MapPeopleTables();
        model.MapCommentTables();
        model.MapInboxTables();
    }
}
