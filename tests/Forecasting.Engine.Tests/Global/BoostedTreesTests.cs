using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

public sealed class BoostedTreesTests
{
    private const int Columns = 6;

    [Fact]
    public void Trees_in_flat_arrays_say_what_the_library_that_trained_them_says()
    {
        var ml = new MLContext(seed: 1);
        var trained = Train(ml, Rows(4_000, 1));
        var trees = BoostedTrees.From(trained.Model.TrainedTreeEnsemble);
        Assert.Equal(40, trees.Count);

        // Other rows than those learned from, some far outside and some right on a threshold.
        var rows = Rows(2_000, 2);
        var splits = trained.Model.TrainedTreeEnsemble.Trees[0];
        for (var n = 0; n < splits.NumberOfNodes; n++)
            rows[n].Features[splits.NumericalSplitFeatureIndexes[n]] = splits.NumericalSplitThresholds[n];
        var scores = trained.Transform(ml.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score").ToArray();
        for (var i = 0; i < rows.Length; i++)
            Assert.InRange(trees.Evaluate(rows[i].Features) / scores[i], 1 - 1e-5, 1 + 1e-5);
        Assert.True(scores.Max() > 3 * scores.Min());
    }

    [Fact]
    public void Evaluating_trees_allocates_nothing()
    {
        var trees = BoostedTrees.From(Train(new(seed: 1), Rows(2_000, 1)).Model.TrainedTreeEnsemble);
        var features = new float[Columns];
        var sum = trees.Evaluate(features);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            features[i % Columns] = i;
            sum += trees.Evaluate(features);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void Without_trees_the_factor_is_one() => Assert.Equal(1, BoostedTrees.None.Evaluate([]));

    private static RegressionPredictionTransformer<FastTreeTweedieModelParameters> Train(MLContext ml, Row[] rows) =>
        ml
            .Regression.Trainers.FastTreeTweedie(
                new FastTreeTweedieTrainer.Options
                {
                    NumberOfTrees = 40,
                    NumberOfLeaves = 12,
                    LearningRate = .1,
                    MinimumExampleCountPerLeaf = 20,
                    Index = 1.5,
                    NumberOfThreads = 1,
                    Seed = 1,
                }
            )
            .Fit(ml.Data.LoadFromEnumerable(rows));

    private static Row[] Rows(int count, ulong seed)
    {
        var random = new StableRandom(seed);
        var rows = new Row[count];
        foreach (ref var row in rows.AsSpan())
        {
            row = new();
            foreach (ref var x in row.Features.AsSpan())
                x = random.Next(8) == 0 ? random.Next(3) : (float)(20 * random.NextUnit() - 10);
            var mean = Math.Exp(.2 * row.Features[0]) + (row.Features[1] > 2 ? 3 : 0) * Math.Abs(row.Features[2]);
            row.Label = (float)Math.Floor(-mean * Math.Log(random.NextUnit()));
        }
        return rows;
    }

    private sealed class Row
    {
        [VectorType(Columns)]
        public float[] Features { get; set; } = new float[Columns];
        public float Label { get; set; }
    }
}
