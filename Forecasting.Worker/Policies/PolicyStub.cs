using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;

namespace SmartInventory.Forecasting.Policies;

internal static class PolicyStub
{
    public static PolicyInForce Of(KnownProduct? product) =>
        new(
            new()
            {
                Policy = OrderPolicy.ReorderUpTo,
                Promise = ServicePromise.CycleService,
                Service = product?.ServiceLevel ?? 0.95m,
                ReviewDays = product?.ReviewPeriodDays ?? 7,
                OrderCost = 0,
                HoldingRate = 0.25m,
                LearnLeadTime = true,
                TransferDays = 2,
            },
            new Dictionary<string, PolicySource>()
        );
}
