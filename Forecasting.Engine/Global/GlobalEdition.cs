using System.Runtime.InteropServices;
using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>What was learned from all periods up to and with one, and from none after it.</summary>
/// <param name="Through">The number of that one.</param>
/// <param name="Correction">Takes out the small bias of the mean that a loss on another scale leaves.</param>
internal sealed record GlobalEdition(
    int Through,
    BoostedTrees Trees,
    double Correction,
    EventEffects Effects,
    PeerLevels Peers,
    Returns Returns
)
{
    /// <summary>Factors beyond this were never believed.</summary>
    public const double LargestFactor = 10;

    /// <summary>
    /// Weight of the series' own smoothed sums (<see cref="Intermittent.Imapa"/>) beside the trees: they err
    /// differently.
    /// </summary>
    private const double OwnShare = .2;

    /// <summary>Writes the expected demand of the periods after a history.</summary>
    public void Expect(GlobalLabels labels, GlobalSeries series, in DemandSums own, Span<double> point, Scratch work)
    {
        using var frame = work.Enter();
        Span<int> codes = stackalloc int[labels.Count];
        labels.Find(series.Labels, codes);
        var peers = Peers.Of(codes);
        var level = new GlobalBase(own, own.Length, peers, work);
        var features = new GlobalFeatures(labels, Effects, series, codes, own, level, own.Length);
        var count = GlobalFeatures.Count(labels);
        var x = MemoryMarshal.Cast<double, float>(work.Take((count + 1) / 2))[..count];
        features.WriteOrigin(x);
        for (var step = 0; step < point.Length; step++)
        {
            features.WriteStep(step, x);
            point[step] = level.At(step) * Math.Clamp(Trees.Evaluate(x) * Correction, 0, LargestFactor);
        }
        // A series that sold for less than a month is left to the trees, between its own level and its peers'.
        if (own.Length - own.Start < own.Cadence.Month)
        {
            Between(PeerLevels.Level(own.Cadence, own.Values), peers, point);
            return;
        }
        var smoothed = Intermittent.Imapa(own.Values[own.Start..], work);
        for (var step = 0; step < point.Length; step++)
            point[step] += OwnShare * (smoothed * level.Profile(step) - point[step]);
    }

    /// <summary>
    /// The trees know few series that are as young, and a few days must not carry a level beyond all that is known.
    /// </summary>
    /// <param name="own">The series' level; NaN for one that never sold.</param>
    /// <param name="peers">That of its like.</param>
    private static void Between(double own, double peers, Span<double> point)
    {
        var mean = 0.0;
        foreach (var expected in point)
            mean += expected / point.Length;
        if (double.IsNaN(own) || !(mean > 0))
            return;
        var factor = Math.Clamp(mean, Math.Min(own, peers), Math.Max(own, peers)) / mean;
        foreach (ref var expected in point)
            expected *= factor;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Through);
        Trees.Write(writer);
        writer.Write(Correction);
        Effects.Write(writer);
        Peers.Write(writer);
        Returns.Write(writer);
    }

    public static GlobalEdition Read(BinaryReader reader) =>
        new(
            reader.ReadInt32(),
            BoostedTrees.Read(reader),
            reader.ReadDouble(),
            EventEffects.Read(reader),
            PeerLevels.Read(reader),
            Returns.Read(reader)
        );
}
