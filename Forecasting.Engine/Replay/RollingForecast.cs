using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Engine.Replay;

/// <summary>
/// A forecast that is cheap enough for every day of a history: a level from several memories times a weekday profile,
/// and around the sum of the next days as wide a distribution of counts as earlier sums lay around theirs. It knows
/// only what it was told.
/// </summary>
internal sealed class RollingForecast
{
    private const int Season = 7;

    /// <summary>Memories of the level, days.</summary>
    private const int Short = 28,
        Long = 56;

    /// <summary>What a day adds to a level that never forgets all.</summary>
    private const double Smoothing = .03;

    /// <summary>After so many days what was seen counts half: of the profile, and of how far sums lay off.</summary>
    private const double ProfileHalfLife = 182,
        ErrorHalfLife = 180;

    /// <summary>What stands in for errors not seen yet: that many days, with this variance around 1.</summary>
    private const double PriorDays = 7,
        PriorVariance = .1;

    /// <summary>
    /// Of few and uneven errors the variance is more often too small than too large: it is raised by so many of its own
    /// standard errors.
    /// </summary>
    private const double Caution = .5;

    private static readonly double ProfileFade = Math.Pow(.5, 1 / ProfileHalfLife);
    private static readonly double ErrorFade = Math.Pow(.5, 1 / ErrorHalfLife);

    private readonly double[] _weekday = new double[Season];
    private readonly double[] _weekdayDays = new double[Season];
    private readonly double[] _profile = new double[Season];
    private readonly double[] _recent = new double[Long];
    private readonly Horizon[] _horizons = [new(), new()];
    private double[] _sum = new double[1024];
    private int[] _unknown = new int[1024];
    private double _squares;
    private double _dayVariance;
    private double _dayMean;
    private double _ewma;
    private double _sales;
    private int _saleDays;
    private int _known;
    private int _days;
    private bool _whole;

    /// <summary>Units of the smallest step: one, or a tenth of a usual day's sale.</summary>
    public double Unit =>
        _whole ? 1
        : _saleDays > 0 ? _sales / _saleDays / 10
        : 1;

    /// <summary>Expected units per day, weekdays apart.</summary>
    public double Level { get; private set; }

    /// <summary>
    /// Days' demand that the position is below the reorder point by when it is found there, on average: what is left
    /// of a renewal's step, E[D (D - 1)] / 2 E[D]; large where days are uneven.
    /// </summary>
    public double UndershootDays =>
        _dayMean > 0 ? .5 * (1 + Math.Max(0, _dayVariance / _dayMean - Unit) / _dayMean) : .5;

    /// <summary>Forgets everything.</summary>
    /// <param name="whole">Whether units cannot be divided.</param>
    /// <param name="near">Days whose sum is watched.</param>
    /// <param name="far">More days whose sum is watched, too.</param>
    public void Start(bool whole, int near, int far)
    {
        _whole = whole;
        (_dayVariance, _dayMean) = (0, 0);
        (_squares, _ewma, _sales, _saleDays, _known, _days, Level) = (0, 0, 0, 0, 0, 0, 0);
        _weekday.AsSpan().Clear();
        _weekdayDays.AsSpan().Clear();
        _profile.AsSpan().Fill(1);
        _horizons[0].Start(near);
        _horizons[1].Start(Math.Max(near + 1, far));
        (_sum[0], _unknown[0]) = (0, 0);
    }

    /// <summary>Tells of the next day; NaN where its demand is not known.</summary>
    public void Learn(double demand)
    {
        if (_days + 2 > _sum.Length)
        {
            Array.Resize(ref _sum, 2 * _sum.Length);
            Array.Resize(ref _unknown, 2 * _unknown.Length);
        }
        var phase = _days % Season;
        var isKnown = !double.IsNaN(demand);
        _sum[_days + 1] = _sum[_days] + (isKnown ? demand : 0);
        _unknown[_days + 1] = _unknown[_days] + (isKnown ? 0 : 1);
        _days++;
        foreach (var horizon in _horizons)
            horizon.Compare(_sum, _unknown, _days);
        if (isKnown)
        {
            if (demand > 0)
            {
                _sales += demand;
                _saleDays++;
            }
            Weigh(demand, phase);
            var plain = demand / _profile[phase];
            _recent[_known % Long] = plain;
            _known++;
            _ewma += (plain - _ewma) * Math.Max(Smoothing, 1.0 / _known);
            Level = (Mean(Short) + Mean(Long) + _ewma) / 3;
        }
        foreach (var horizon in _horizons)
            horizon.Forecast[_days % horizon.Forecast.Length] = Expected(0, horizon.Days);
    }

    /// <summary>Expected units of some days, the first of which comes so many days after tomorrow.</summary>
    public double Expected(int after, int days)
    {
        var weeks = days / Season;
        double profile = weeks * Season;
        for (var d = weeks * Season; d < days; d++)
            profile += _profile[(_days + after + d) % Season];
        return Level * profile;
    }

    /// <summary>
    /// Fills a table with what is demanded until an order placed now arrives and for some days after.
    /// </summary>
    /// <param name="least">Units that a step of the table is to be at least.</param>
    public void Fill(DemandTable table, LeadTime lead, int more, double least = 0)
    {
        var most = lead.Days[^1] + more;
        var widest = Expected(0, most);
        var step = Unit;
        while (step < least)
            step *= 2;
        table.Clear(step, widest, Math.Sqrt(Variance(widest, most)));
        for (var i = 0; i < lead.Days.Length; i++)
        {
            var days = lead.Days[i] + more;
            var mean = Expected(0, days);
            table.AddCounts(lead.Shares[i], mean, Variance(mean, days));
        }
        table.Close();
    }

    /// <summary>Fills a table with the demand of a usual day, on a grid that is given.</summary>
    public void FillDay(DemandTable table, double unit)
    {
        var variance = Variance(Level, 1);
        table.Clear(unit, Level, Math.Sqrt(variance));
        table.AddCounts(1, Level, variance);
        table.Close();
    }

    private double Variance(double mean, int days)
    {
        if (!(mean > 0))
            return 0;
        var (near, far) = (_horizons[0], _horizons[1]);
        var part = (double)(days - near.Days) / (far.Days - near.Days);
        var (low, high) = (near.Dispersion(mean, days, Unit), far.Dispersion(mean, days, Unit));
        return mean * Math.Max(Unit * .5, low + part * (high - low));
    }

    private void Weigh(double demand, int phase)
    {
        double sum = 0,
            count = 0;
        for (var i = 0; i < Season; i++)
        {
            _weekday[i] *= ProfileFade;
            _weekdayDays[i] *= ProfileFade;
            if (i == phase)
            {
                _weekday[i] += demand;
                _weekdayDays[i]++;
            }
            sum += _weekday[i];
            count += _weekdayDays[i];
        }
        _squares = _squares * ProfileFade + demand * demand;
        _dayMean = sum / count;
        _dayVariance = Math.Max(0, _squares / count - _dayMean * _dayMean);
        if (_known < 4 * Season || !(sum > 0))
            return;
        // Shrunk by what chance alone would make of it, as the profile of CountModel.
        double size = 0,
            chance = 0;
        for (var i = 0; i < Season; i++)
        {
            if (!(_weekdayDays[i] > 0))
                return;
            _profile[i] = _weekday[i] / _weekdayDays[i] / _dayMean;
            size += (_profile[i] - 1) * (_profile[i] - 1) / (Season - 1);
            chance += _dayVariance / _weekdayDays[i] / (_dayMean * _dayMean) / Season;
        }
        var keep = size > 0 ? Math.Max(0, 1 - (Season - 3.0) / (Season - 1) * Math.Min(1, chance / size)) : 0;
        var total = 0.0;
        for (var i = 0; i < Season; i++)
        {
            // A weekday on which nothing is ever sold has a level of its own all the same.
            _profile[i] = Math.Max(.02, 1 + keep * (_profile[i] - 1));
            total += _profile[i] / Season;
        }
        foreach (ref var factor in _profile.AsSpan())
            factor /= total;
    }

    private double Mean(int days)
    {
        var count = Math.Min(days, _known);
        var sum = 0.0;
        for (var i = 1; i <= count; i++)
            sum += _recent[(_known - i) % Long];
        return sum / count;
    }

    /// <summary>How far sums of so many days lay off.</summary>
    private sealed class Horizon
    {
        private double _errors;
        private double _fourths;
        private double _forecasts;
        private double _weight;

        public int Days { get; private set; }

        /// <summary>What was expected at each of the last origins.</summary>
        public double[] Forecast { get; private set; } = [];

        public void Start(int days)
        {
            Days = Math.Max(1, days);
            if (Forecast.Length != Days + 1)
                Forecast = new double[Days + 1];
            (_errors, _fourths, _forecasts, _weight) = (0, 0, 0, 0);
        }

        /// <summary>Compares what came in the last days with what was expected of them before.</summary>
        public void Compare(double[] sum, int[] unknown, int now)
        {
            var origin = now - Days;
            if (origin < 1 || unknown[now] != unknown[origin])
                return;
            var expected = Forecast[origin % Forecast.Length];
            var error = sum[now] - sum[origin] - expected;
            var square = error * error;
            _errors = _errors * ErrorFade + square;
            _fourths = _fourths * ErrorFade + square * square;
            _forecasts = _forecasts * ErrorFade + expected;
            _weight = _weight * ErrorFade + 1;
        }

        /// <summary>Variance over expectation, in units.</summary>
        public double Dispersion(double mean, int days, double unit)
        {
            var here = mean * Days / days;
            var prior = unit + PriorVariance * here;
            var dispersion = (_errors + PriorDays * here * prior) / (_forecasts + PriorDays * here);
            if (!(_errors > 0))
                return dispersion;
            // Sums of days that overlap are as good as those that do not: one per horizon.
            var kurtosis = _weight * _fourths / (_errors * _errors);
            return dispersion * (1 + Caution * Math.Sqrt(Math.Max(0, kurtosis - 1) * Days / (_weight + Days)));
        }
    }
}
