using MassTransit;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api;

/// <summary>What the catalogue hears, and who must not miss what it announces.</summary>
internal static class Announcements
{
    public static void Hear(IBusRegistrationConfigurator bus)
    {
        bus.AddStockConsumers();
        bus.AddCollaborationConsumers();
    }

    public static void Send(IRabbitMqBusFactoryConfigurator rabbit)
    {
        rabbit.SentTo<ProductChanged>("sales", "forecasting");
        rabbit.SentTo<LocationChanged>("sales", "forecasting");
        rabbit.SentTo<SupplierChanged>("forecasting");
        rabbit.SentTo<StockChanged>("forecasting");
        rabbit.SentTo<LeadTimesChanged>("forecasting");
    }
}
