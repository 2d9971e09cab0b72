namespace SmartInventory.Forecasting.Training;

/// <summary>The day of a location begins: the model over all series, marks, refits.</summary>
internal static class TrainingFeature
{
    public static void AddTraining(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GlobalTraining>();
        builder.Services.AddHostedService<DayService>();
    }
}
