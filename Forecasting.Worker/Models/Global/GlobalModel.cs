using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using SmartInventory.Forecasting.Models.Classical;

namespace SmartInventory.Forecasting.Models.Global;

/// <summary>How much is learned from.</summary>
/// <param name="Rows">Most rows, so that time and memory stay bounded whatever the number of series.</param>
/// <param name="Series">Most series; of more, every nth.</param>
/// <param name="Days">How far back.</param>
public sealed record GlobalOptions(
    int Trees = 120, int Leaves = 16, double Rate = .06, int Rows = 120_000, int Series = 3_000, int Days = 730);

/// <summary>
/// One model over all series: boosted regression trees under Tweedie deviance (Friedman 2001, "Greedy function approximation: a
/// gradient boosting machine", Annals of Statistics 29; Yang, Qian and Zou 2018, "Insurance premium prediction via gradient
/// tree-boosted Tweedie compound Poisson models"), after the winners of the M5 competition (Makridakis, Spiliotis and
/// Assimakopoulos 2022). What is learned is the factor between a series' own level and weekday and what came, so that a series
/// of which the trees know nothing better gets its own level back. The horizon is direct: the step is a feature.
/// </summary>
public sealed class GlobalModel
{
    /// <summary>Fewer series teach each other nothing.</summary>
    public const int FewestSeries = 20;

    private readonly IReadOnlyList<GlobalSeries> _series;
    private readonly GlobalFeatures _features;
    private readonly Dictionary<string, double>[] _peers;
    private readonly double _typical;
    private readonly SchemaDefinition _schema;
    private BoostedTrees _trees = BoostedTrees.None;
    private PathCalibration? _calibration;
    private double _correction = 1;

    private GlobalModel(IReadOnlyList<GlobalSeries> series)
    {
        _series = series;
        _features = new(series);
        var columns = series.Count == 0 ? 0 : series.Min(s => s.Labels.Length);
        var levels = series.Select(Level).ToArray();
        _peers = [.. Enumerable.Range(0, columns).Select(c => series.Zip(levels).Where(p => !double.IsNaN(p.Second))
            .GroupBy(p => p.First.Labels[c]).ToDictionary(g => g.Key, g => g.Average(p => p.Second)))];
        _typical = levels.Where(m => !double.IsNaN(m)).DefaultIfEmpty(0).Average();
        _schema = SchemaDefinition.Create(typeof(Row));
        _schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _features.Count);
    }

    /// <summary>Learns from histories that all end on the last day that may be known.</summary>
    /// <param name="horizon">Longest step that will be asked for.</param>
    public static GlobalModel Train(IReadOnlyList<GlobalSeries> series, int horizon, GlobalOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        options ??= new();
        var model = new GlobalModel(series);
        var rows = model.Rows(horizon, options);
        if (rows.Count < 10 * options.Leaves)
            return model;
        var ml = new MLContext(seed: 1);
        var trainer = ml.Regression.Trainers.FastTreeTweedie(new FastTreeTweedieTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            ExampleWeightColumnName = nameof(Row.Weight),
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.Rate,
            MinimumExampleCountPerLeaf = Math.Max(10, rows.Count / 500),
            MaximumBinCountPerFeature = 63,
            FeatureFraction = .7,
            Index = 1.5,
            NumberOfThreads = 1,
            Seed = 1,
        });
        var trained = trainer.Fit(ml.Data.LoadFromEnumerable(rows, model._schema));
        model._trees = BoostedTrees.From(trained.Model.TrainedTreeEnsemble);

        // A loss on another scale leaves a small bias of the mean: taken out where it was learned.
        double came = 0, said = 0;
        foreach (var row in rows)
            (came, said) = (came + row.Weight * row.Label, said + row.Weight * model._trees.Evaluate(row.Features));
        model._correction = said > 0 ? Math.Clamp(came / said, .9, 1.1) : 1;
        model._calibration = model.Calibrate(horizon);
        return model;
    }

    /// <summary>Expected demand for days ahead of the end of a series, which need not be one that was learned from.</summary>
    public double[] Forecast(GlobalSeries series, int horizon, Scratch work)
    {
        var sums = new DemandSums(series.History, series.FirstDay);
        var level = new GlobalBase();
        level.Measure(sums, series.History.Length, Peers(series), work);
        var features = new float[_features.Count];
        var point = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            _features.Write(series, sums, level, series.History.Length, step, features);
            point[step] = level.At(step) * Math.Clamp(_trees.Evaluate(features) * _correction, 0, 10);
        }
        return point;
    }

    /// <summary>Where among its paths the truth lay at earlier origins.</summary>
    public PathCalibration? Calibration => _calibration;

    /// <summary>Mean of the last half year, from the first sale on; NaN when nothing was ever sold.</summary>
    private static double Level(GlobalSeries series)
    {
        var recent = series.History.AsSpan(Math.Max(FirstSale(series), series.History.Length - 182));
        var (sum, known) = (0.0, 0);
        foreach (var value in recent)
        {
            if (double.IsFinite(value))
                (sum, known) = (sum + Math.Max(0, value), known + 1);
        }
        return known > 0 ? sum / known : double.NaN;
    }

    private static int FirstSale(GlobalSeries series)
    {
        var first = Array.FindIndex(series.History, v => double.IsFinite(v) && v > 0);
        return first < 0 ? series.History.Length : first;
    }

    /// <summary>Compares forecasts from the last origins that have a whole horizon behind them with what came.</summary>
    private PathCalibration Calibrate(int horizon)
    {
        const int Origins = 6, Most = 300;
        var calibration = new PathCalibration();
        var work = new Scratch();
        var every = Math.Max(1, _series.Count / Most);
        for (var back = 1; back <= Origins; back++)
        {
            for (var i = 0; i < _series.Count; i += every)
            {
                var history = _series[i].History;
                var cut = history.Length - back * horizon;
                if (cut - FirstSale(_series[i]) < 28 || !AutoForecast.Traits(history.AsSpan(0, cut), work).IsCounts)
                    continue;
                var expectation = new GlobalExpectation(this, _series[i]);
                AutoForecast.Compare(calibration, expectation.Ask(cut, horizon), history.AsSpan(cut, horizon), work);
            }
        }
        return calibration;
    }

    /// <summary>The level of the most alike: of the same item elsewhere, else of its department, and so on.</summary>
    private double Peers(GlobalSeries series)
    {
        for (var c = 0; c < Math.Min(_peers.Length, series.Labels.Length); c++)
        {
            if (_peers[c].TryGetValue(series.Labels[c], out var level))
                return level;
        }
        return _typical;
    }

    private List<Row> Rows(int horizon, GlobalOptions options)
    {
        // Every second week is an origin, another week for every other series; a part of the steps of each.
        const int Between = 14;
        var every = Math.Max(1, (_series.Count + options.Series - 1) / options.Series);
        var learned = _series.Where((_, i) => i % every == 0).ToList();
        var possible = learned.Sum(s => (double)Math.Min(options.Days, s.History.Length - FirstSale(s)) / Between * horizon);
        var share = Math.Min(1, options.Rows / Math.Max(1, possible));
        var random = new StableRandom(7);
        var rows = new List<Row>();
        var work = new Scratch();
        var level = new GlobalBase();
        for (var i = 0; i < learned.Count; i++)
        {
            var series = learned[i];
            var sums = new DemandSums(series.History, series.FirstDay);
            var n = sums.Values.Length;
            var peers = Peers(series);
            for (var origin = n - 1 - i % Between; origin > Math.Max(sums.Start + 6, n - options.Days); origin -= Between)
            {
                level.Measure(sums, origin, peers, work);
                for (var step = 0; step < horizon && origin + step < n; step++)
                {
                    if (random.NextUnit() > share || !double.IsFinite(sums.Values[origin + step]))
                        continue;
                    var row = NewRow(series, sums, level, origin, step);
                    var expected = level.At(step);
                    row.Label = (float)Math.Clamp(sums.Values[origin + step] / Math.Max(1e-6, expected), 0, 10);

                    // What sells little scatters much around its expectation, in percent.
                    row.Weight = (float)(expected / (1 + .3 * expected));
                    rows.Add(row);
                }
            }
        }
        return rows;
    }

    private Row NewRow(GlobalSeries series, DemandSums sums, GlobalBase level, int origin, int step)
    {
        var row = new Row { Features = new float[_features.Count] };
        _features.Write(series, sums, level, origin, step, row.Features);
        return row;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
        public float Label { get; set; }
        public float Weight { get; set; } = 1;
    }
}
