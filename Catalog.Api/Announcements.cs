using MassTransit;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api;

/// <summary>Who must not miss what the catalogue announces.</summary>
internal static class Announcements
{
    public static void Send(IRabbitMqBusFactoryConfigurator rabbit)
    {
        rabbit.SentTo<ProductChanged>("sales", "forecasting");
        rabbit.SentTo<LocationChanged>("sales", "forecasting");
        rabbit.SentTo<SupplierChanged>("forecasting");
        rabbit.SentTo<StockChanged>("forecasting");
    }
}
