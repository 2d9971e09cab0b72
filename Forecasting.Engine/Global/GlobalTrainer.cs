using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>Learns from histories; lives as long as the training.</summary>
internal sealed class GlobalTrainer
{
    private readonly IReadOnlyList<GlobalSeries> _series;
    private readonly int _horizon;
    private readonly Cadence _cadence;
    private readonly GlobalOptions _options;
    private readonly GlobalLabels _labels;
    private readonly SchemaDefinition _schema;
    private readonly Scratch _work = new();
    private readonly int _through;

    private GlobalTrainer(IReadOnlyList<GlobalSeries> series, int horizon, Cadence cadence, GlobalOptions options)
    {
        (_series, _horizon, _cadence, _options) = (series, horizon, cadence, options);
        _through = series.Where(s => s.History.Length > 0).Select(s => s.Last).DefaultIfEmpty(0).Max();
        // Rows look back at their origins, the same time a year before, and half a year before that.
        _labels = GlobalLabels.Of(series, _through, (cadence.Years + 1) * cadence.Year + cadence.HalfYear);
        _schema = SchemaDefinition.Create(typeof(Row));
        _schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            GlobalFeatures.Count(_labels)
        );
    }

    public static GlobalModel Train(
        IReadOnlyList<GlobalSeries> series,
        int horizon,
        Cadence cadence,
        GlobalOptions options
    )
    {
        var trainer = new GlobalTrainer([.. series.Select(s => s.Numbered(cadence))], horizon, cadence, options);
        var newest = trainer.Learn(trainer._through);
        var twin = trainer.Learn(trainer._through - cadence.Twin);
        // Forecasts look back for a year and some months, their backtests a little more.
        var totals = trainer._labels.Last(2 * cadence.Year + cadence.HalfYear / 2);
        var model = new GlobalModel(
            cadence,
            horizon,
            totals,
            newest,
            twin,
            PathCalibration.None(cadence.Sums),
            CellFactors.None
        );
        model = model.With(trainer.Calibrate(model));
        return cadence.Week == 7 ? model : model.With(trainer.Reconcile(model));
    }

    /// <summary>Learns from what was known after a period.</summary>
    private GlobalEdition Learn(int through)
    {
        var learned = new GlobalEdition(
            through,
            BoostedTrees.None,
            1,
            EventEffects.Learn(_cadence, _series, through),
            PeerLevels.Learn(_cadence, _labels, _series, through),
            Returns.Learn(Histories(through), _cadence.Season)
        );
        var rows = Rows(learned);
        if (rows.Count < 10 * _options.Leaves)
            return learned;
        var ml = new MLContext(seed: 1);
        var trainer = ml.Regression.Trainers.FastTreeTweedie(
            new FastTreeTweedieTrainer.Options
            {
                LabelColumnName = nameof(Row.Label),
                FeatureColumnName = nameof(Row.Features),
                ExampleWeightColumnName = nameof(Row.Weight),
                NumberOfTrees = _options.Trees,
                NumberOfLeaves = _options.Leaves,
                LearningRate = _options.Rate,
                MinimumExampleCountPerLeaf = Math.Max(10, rows.Count / 500),
                MaximumBinCountPerFeature = 63,
                FeatureFraction = .7,
                Index = 1.5,
                NumberOfThreads = 1,
                Seed = 1,
            }
        );
        var trees = BoostedTrees.From(trainer.Fit(ml.Data.LoadFromEnumerable(rows, _schema)).Model.TrainedTreeEnsemble);

        // A loss on another scale leaves a small bias of the mean: taken out where it was learned.
        double came = 0,
            said = 0;
        foreach (var row in rows)
            (came, said) = (came + row.Weight * row.Label, said + row.Weight * trees.Evaluate(row.Features));
        return learned with { Trees = trees, Correction = said > 0 ? Math.Clamp(came / said, .9, 1.1) : 1 };
    }

    /// <summary>Of more series than are learned from, every nth.</summary>
    private int Every => Math.Max(1, (_series.Count + _options.Series - 1) / _options.Series);

    private IEnumerable<ReadOnlyMemory<double>> Histories(int through)
    {
        for (var i = 0; i < _series.Count; i += Every)
            yield return _series[i].History.AsMemory(0, _series[i].Known(through).Length);
    }

    private List<Row> Rows(GlobalEdition learned)
    {
        // Of days every second week is an origin, other days for every other series; a part of the steps of each.
        var between = _cadence.Between;
        var most = _cadence.Years * _cadence.Year;
        var every = Every;
        var possible = 0.0;
        for (var i = 0; i < _series.Count; i += every)
            possible += Math.Min(most, _series[i].Known(learned.Through).Length) / (double)between * _horizon;
        var share = _options.Rows / Math.Max(1, possible);
        var random = new StableRandom(7);
        var rows = new List<Row>();
        Span<int> codes = stackalloc int[_labels.Count];
        for (var i = 0; i < _series.Count; i += every)
        {
            using var frame = _work.Enter();
            var series = _series[i];
            var known = series.Known(learned.Through);
            var own = new DemandSums(_cadence, known, series.First, _work);
            _labels.Find(series.Labels, codes);
            var peers = learned.Peers.Of(codes, PeerLevels.Level(_cadence, known));
            var oldest = Math.Max(own.Start + _cadence.Start, learned.Through + 1 - series.First - most);
            for (var origin = own.Length - 1 - i / every % between; origin > oldest; origin -= between)
            {
                using var one = _work.Enter();
                var level = new GlobalBase(own, origin, peers, _work);
                var features = new GlobalFeatures(_labels, learned.Effects, series, codes, own, level, origin);
                var steps = Math.Min(_horizon, own.Length - origin);
                for (var step = 0; step < steps; step++)
                {
                    var came = own.Values[origin + step];
                    if (random.NextUnit() > share || double.IsNaN(came))
                        continue;
                    var expected = level.At(step);
                    var row = new Row
                    {
                        Features = new float[GlobalFeatures.Count(_labels)],
                        Label = (float)Math.Clamp(came / Math.Max(1e-6, expected), 0, GlobalEdition.LargestFactor),

                        // What sells little scatters much around its expectation, in percent.
                        Weight = (float)(expected / (1 + .3 * expected)),
                    };
                    features.WriteOrigin(row.Features);
                    features.WriteStep(step, row.Features);
                    rows.Add(row);
                }
            }
        }
        return rows;
    }

    /// <summary>
    /// Compares what the newest edition says at the last origins with what came. It learned from those days too; but
    /// the twin's trees are older than any that will forecast, and what they miss for that would be taken for an error
    /// of the paths. With less than two years to learn from the former is the larger fault: trees know so little by
    /// heart. There the twin is asked of what it has not seen.
    /// </summary>
    private PathCalibration Calibrate(GlobalModel model)
    {
        const int Origins = 13,
            Most = 300;
        var shares = new PathShares(_cadence.Sums);
        var between = _cadence.Month;
        var every = Math.Max(1, _series.Count / Most);
        var young = _through - _series.Select(s => s.First).DefaultIfEmpty(_through).Min() < 2 * _cadence.Year;
        for (var origin = _through + 1 - Origins * between; origin <= _through; origin += between)
        {
            for (var i = 0; i < _series.Count; i += every)
            {
                var series = _series[i];
                var known = series.Known(origin - 1);
                var truth = series.History.AsSpan(known.Length);
                truth = truth[..Math.Min(_horizon, truth.Length)];
                // Of days only small ones: with means up to 20 among them, sums of 14 days lost 1% of pinball.
                if (
                    truth.IsEmpty
                    || !_cadence.IsCompared(known)
                    || (_cadence.Week == 7 && !SeriesTraits.Of(known, _work).IsCounts(season: 1))
                )
                    continue;
                var unseen = young && origin > _through - _cadence.Twin;
                var expectation = new GlobalExpectation(model, unseen ? _through : origin - 1, series);
                Compare(shares, expectation.Ask(known.Length, truth.Length), truth, _work);
            }
        }
        return shares.Calibration();
    }

    /// <summary>Compares what is expected of all series together with forecasts of their groups.</summary>
    private CellFactors Reconcile(GlobalModel model)
    {
        var means = new double[]?[_series.Count];
        for (var i = 0; i < means.Length; i++)
        {
            if (_series[i].Last == _through)
                model.Expected(_series[i], means[i] = new double[_horizon], _work);
        }
        return CellFactors.Learn(_series, _through, means, _cadence.Season, _work);
    }

    /// <summary>
    /// Tells a calibration what came after a history, so that it learns where in the paths the truth lay.
    /// </summary>
    private static void Compare(PathShares shares, in Question question, ReadOnlySpan<double> truth, Scratch work)
    {
        using var frame = work.Enter();
        var point = work.Take(question.Horizon);
        var paths = work.Take(question.Horizon * Shocks.Paths);
        if (!ForecastMethod.Global.TryDraw(question.Recent(work), point, paths, work, out _))
            return;
        var sum = work.Take(Shocks.Paths);
        double mean = 0,
            came = 0;
        for (var h = 0; h < point.Length; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            Shocks.AddScaled(sum, step, 1);
            mean += point[h];
            came += truth[h];
            shares.Add(1, point[h], step, truth[h]);
            if (h > 0)
                shares.Add(h + 1, mean, sum, came);
        }
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
        public float Label { get; set; }
        public float Weight { get; set; } = 1;
    }
}
